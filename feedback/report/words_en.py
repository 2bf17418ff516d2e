"""Every English string of the page. A pair is singular and plural; ``{n}`` is the count."""

from feedback.report.words_en_pictures import PICTURES

WORDS: dict[str, str | tuple[str, str]] = {
    # the page around the content
    "page.title": "{label}: what customers say",
    "page.skip": "Skip to the report",
    "page.contents": "Sections",
    "page.footer": (
        "Written by feedback {version} from batch “{batch}”. Nothing on this page leaves it."
    ),
    "nav.themes": "Themes",
    "nav.bands": "Score groups",
    "nav.details": "Theme by theme",
    "nav.anomalies": "To re-read",
    "nav.explorer": "All comments",
    "nav.method": "How it was made",
    # header
    "meta.responses": ("{n} response", "{n} responses"),
    "meta.commented": "{commented} with a comment",
    "meta.period": "{first} to {last}",
    "kpi.interval": "95% interval",
    "kpi.interval_of": "{level} interval: {interval}",
    "kpi.metric_n": ("{n} score", "{n} scores"),
    "kpi.alt": "{metric} {value}, interval {interval}",
    "kpi.before": "{batch}: {value}",
    "kpi.commented": "commented responses",
    "kpi.commented_of": "{commented} of {total}",
    "kpi.filler": ("{n} without content, set aside", "{n} without content, set aside"),
    "kpi.sentiment": "sentiment",
    "kpi.sentiment_all": "sentiment, all questions",
    "asked.title": "Sentiment by question",
    "asked.n": ("{n} answer", "{n} answers"),
    "asked.nps": "NPS comments",
    "asked.survey": "Comments without a question",
    "asked.interview": "Interviews",
    "asked.others": "Other questions",
    "kpi.mixed": ("{n} holds praise and complaint", "{n} hold praise and complaint"),
    "kpi.reread": "to re-read",
    "kpi.reread_what": (
        "response whose text and score disagree, or that looks odd",
        "responses whose text and score disagree, or that look odd",
    ),
    "kpi.reread_against": ("{n} contradicts its own score", "{n} contradict their own score"),
    "kpi.reread_none": "no response looks odd",
    "unit.points": ("{size} point", "{size} points"),
    # metric names with their article
    "metric.the.nps": "the NPS",
    "metric.the.enps": "the eNPS",
    "metric.the.csat": "satisfaction (CSAT)",
    "metric.the.ces": "ease (CES)",
    "metric.the.ces.turned": "effort (CES)",
    "metric.of.ces.turned": "of effort (CES)",
    "metric.the.stars": "the average rating",
    "metric.the.other": "the average score",
    "metric.of.nps": "of the NPS",
    "metric.of.enps": "of the eNPS",
    "metric.of.csat": "of satisfaction (CSAT)",
    "metric.of.ces": "of ease (CES)",
    "metric.of.stars": "of the average rating",
    "metric.of.other": "of the average score",
    # the finding in the title
    "title.down": "{metric_The} falls by {size}",
    "title.up": "{metric_The} rises by {size}",
    "title.down_theme": "{metric_The} falls by {size}; {theme}, cited more often, pulls it down",
    "title.up_theme": "{metric_The} rises by {size}; {theme}, cited more often, lifts it",
    "title.down_theme.turned": (
        "{metric_The} falls by {size}, for the better; {theme}, cited more often, helps"
    ),
    "title.up_theme.turned": (
        "{metric_The} rises by {size}, for the worse; {theme}, cited more often, weighs on it"
    ),
    "title.trend_down": "{metric_The} falls by {size} over {n} batches",
    "title.trend_up": "{metric_The} rises by {size} over {n} batches",
    "title.trend_down_theme": (
        "{metric_The} falls by {size} over {n} batches; {theme} weighs on it most"
    ),
    "title.trend_up_theme": (
        "{metric_The} rises by {size} over {n} batches; {theme} weighs on it most"
    ),
    "title.stable": "{metric_The} has not clearly moved",
    "title.stable_theme": "{metric_The} has not clearly moved; {theme} weighs on it most",
    "title.theme_down": "{theme} weighs most on {metric_the}",
    "title.theme_up": "{theme} does most for {metric_the}",
    "title.stable_group_under": (
        "{metric_The} has not clearly moved; {group} is {size} below the others"
    ),
    "title.stable_group_over": (
        "{metric_The} has not clearly moved; {group} is {size} above the others"
    ),
    "title.group_under": "{group} is {size} below the others ({metric})",
    "title.group_over": "{group} is {size} above the others ({metric})",
    "title.metric": "{metric_The} is {value}; no theme stands out",
    "title.themes": "{theme} and {second} are the most cited themes",
    "title.theme": "{theme} is the one theme of these comments",
    "title.reading": (
        "{n} comment: too few for themes, so read it",
        "{n} comments: too few for themes, so read them",
    ),
    "title.empty": "Scores without comments",
    # the lead
    "lead.metric": "{metric_The} is {value} ({level} interval: {low} to {high}), from {n} scores.",
    "lead.metric_bare": (
        "{metric_The} is {value}, from {n} score.",
        "{metric_The} is {value}, from {n} scores.",
    ),
    "lead.metric_down": "{metric_The} goes from {before} to {value}: a significant fall (p {p}).",
    "lead.metric_up": "{metric_The} goes from {before} to {value}: a significant rise (p {p}).",
    "lead.metric_same": (
        "{metric_The} goes from {before} to {value}, a difference that chance can explain (p {p})."
    ),
    "lead.metric_trend_down": (
        "{metric_The} goes from {before} to {value}, which chance can explain (p {p}); its fall "
        "from {first} over {n} batches is significant (p {line_p})."
    ),
    "lead.metric_trend_up": (
        "{metric_The} goes from {before} to {value}, which chance can explain (p {p}); its rise "
        "from {first} over {n} batches is significant (p {line_p})."
    ),
    "lead.down": (
        "What weighs most is {theme}, cited in {share} of comments: without those answers "
        "{metric_the} would be {without} (q {q})."
    ),
    "lead.down.by": (
        "What weighs most is {theme}, cited by {share} of those who scored and "
        "commented: without their scores {metric_the} would be {without} (q {q})."
    ),
    "lead.up": (
        "What lifts most is {theme}, cited in {share} of comments: without those answers "
        "{metric_the} would be {without} (q {q})."
    ),
    "lead.up.by": (
        "What lifts most is {theme}, cited by {share} of those who scored and "
        "commented: without their scores {metric_the} would be {without} (q {q})."
    ),
    "lead.down.turned": (
        "What does most harm is {theme}, cited in {share} of comments: without those answers "
        "{metric_the} would be {without} (q {q})."
    ),
    "lead.down.turned.by": (
        "What does most harm is {theme}, cited by {share} of those who scored and "
        "commented: without their scores {metric_the} would be {without} (q {q})."
    ),
    "lead.up.turned": (
        "What helps most is {theme}, cited in {share} of comments: without those answers "
        "{metric_the} would be {without} (q {q})."
    ),
    "lead.up.turned.by": (
        "What helps most is {theme}, cited by {share} of those who scored and "
        "commented: without their scores {metric_the} would be {without} (q {q})."
    ),
    "lead.group_under": (
        "{group} is {size} below the others: {metric} {value} against {others}, "
        "from {n} scores (q {q})."
    ),
    "lead.group_over": (
        "{group} is {size} above the others: {metric} {value} against {others}, "
        "from {n} scores (q {q})."
    ),
    "lead.none": "No theme is linked to the score beyond what chance explains.",
    "lead.mention.down.negative": (
        "No theme as a whole is linked to the score, "
        "but a complaint about {theme} goes with a score {effect} lower."
    ),
    "lead.mention.down.positive": (
        "No theme as a whole is linked to the score, "
        "but praise of {theme} goes with a score {effect} lower."
    ),
    "lead.mention.up.negative": (
        "No theme as a whole is linked to the score, "
        "but a complaint about {theme} goes with a score {effect} higher."
    ),
    "lead.mention.up.positive": (
        "No theme as a whole is linked to the score, "
        "but praise of {theme} goes with a score {effect} higher."
    ),
    "lead.rising": "{theme} goes from {before} to {share} of comments (q {q}).",
    "lead.falling": "{theme} goes down from {before} to {share} of comments (q {q}).",
    "lead.trend_up": (
        "{theme} rises over {n} batches, from {first} to {share} of comments (q {q})."
    ),
    "lead.trend_down": (
        "{theme} goes down over {n} batches, from {first} to {share} of comments (q {q})."
    ),
    "lead.emerging": "{theme} appears for the first time.",
    "lead.sentiment": "{positive} of the comments are positive, {negative} negative.",
    "lead.theme_share": "{theme} is cited in {share} of comments.",
    "lead.reading": "Themes need more comments than this; every one is listed below, in full.",
    # themes
    "themes.down": "{theme} pulls {metric_the} down",
    "themes.down_two": "{theme} and {second} pull {metric_the} down",
    "themes.up": "{theme} lifts {metric_the}",
    "themes.down.turned": "{theme} makes {metric_the} worse",
    "themes.down_two.turned": "{theme} and {second} make {metric_the} worse",
    "themes.up.turned": "{theme} makes {metric_the} better",
    "themes.none": "No theme clearly moves {metric_the}",
    "themes.counted": ("{n} theme in the comments", "{n} themes in the comments"),
    "themes.absent": "No themes: too few comments",
    "themes.note_impact": (
        "Ranked by impact: {metric} of all answers minus {metric} without the answers that "
        "cite the theme, with its {level} interval. In colour when the link is significant "
        "(q < {fdr})."
    ),
    "themes.note_share": (
        "Ranked by the share of comments that cite the theme. A comment can cite several."
    ),
    "themes.note_change": (
        "Change: percentage points of share against {previous}; bold when significant."
    ),
    "themes.themeless": (
        "One comment ({share}) stands under no theme: read it.",
        "{n} comments ({share}) stand under no theme: read them.",
    ),
    "themes.note_generic": "Praise and blame that name no subject come last.",
    "themes.caption": "Themes with their share, sentiment and impact",
    "themes.matrix_note": (
        "One dot per theme; the bar is the interval of its impact. A name that finds no r"
        "oom is in the table, with the same figures."
    ),
    "themes.matrix_alt": (
        "Chart of {n} themes: share of comments across, impact on {metric} upwards. The "
        "table of themes holds the same figures."
    ),
    "col.rank": "rank",
    "col.theme": "theme",
    "col.share": "share",
    "col.n": ("comment", "comments"),
    "col.sentiment": "sentiment",
    "col.impact": "impact on {metric}",
    "col.interval": "interval",
    "col.change": "change",
    "col.lift": "against all",
    "col.band": "group",
    "col.score": "score",
    "col.answers": "answers",
    "axis.share": "share of comments",
    "axis.impact": "impact on {metric}",
    "axis.band_share": "share of the group",
    "axis.score": "score given",
    "axis.answers": "answers",
    "status.emerging": "emerging",
    "status.new": "new",
    "status.pinned": "pinned",
    "status.generic": "no subject named",
    "status.retired": "retired",
    "effect.down": "pulls down",
    "effect.up": "lifts",
    "effect.down.turned": "makes it worse",
    "effect.up.turned": "makes it better",
    "effect.none": "no clear effect",
    "vanished.title": "No longer cited",
    "vanished.line": "{theme}: {share} of comments in {previous}, none now.",
    # bands
    "bands.nps.low": "detractors",
    "bands.nps.mid": "passives",
    "bands.nps.high": "promoters",
    "bands.any.low": "low scores",
    "bands.any.mid": "middle scores",
    "bands.any.high": "high scores",
    "bands.title_contrast": "{share} of {band} speak of {theme}, against {other_share} of {other}",
    "bands.title_none": "No significant difference between the score groups",
    "bands.note": (
        "Share of each group's scores whose comments cite the theme, and how that compares with "
        "all. The bluer, the more over-represented; ▲ and ▼ mark significant differences "
        "(q < {fdr})."
    ),
    "bands.caption": "Themes by score group",
    "bands.over": "significantly over-represented",
    "bands.under": "significantly under-represented",
    "bands.chart": "Who speaks of what",
    "bands.chart_alt": (
        "Chart: for each theme the share of {low}, {mid} and {high} that cite it. The table "
        "of themes by score group holds the same figures."
    ),
    "histogram.title": "How the scores are spread",
    "histogram.note": ("{n} score", "{n} scores"),
    "histogram.alt": (
        "Bar chart of the scores given, coloured by score group. The table below it holds "
        "the same figures."
    ),
    "histogram.caption": "Answers by score",
    # sentiment
    "sentiment.negative": "negative",
    "sentiment.neutral": "neutral",
    "sentiment.positive": "positive",
    "sentiment.mixed": "mixed",
    "sentiment.unsure": "unsure",
    "sentiment.none": "not rated",
    "sentiment.bar": "{negative} negative, {neutral} neutral, {positive} positive",
    "sentiment.brief": "{negative} negative · {positive} positive",
    # theme details
    "details.title": "Theme by theme, in customers' words",
    "details.note": (
        "Quotes are the passages closest to the heart of the theme; underlined are the words that "
        "decide their sentiment, else the passage where the comment says more."
    ),
    "details.count": ("{n} comment", "{n} comments"),
    "details.keywords": "Keywords",
    "details.words": "Words that set it apart",
    "details.change": "Since the batch before",
    "details.moved": "{before} in {previous}, {share} now: {gap} ({interval}, q {q})",
    "details.line": "Over {n} batches: {first} at first, {share} now (q {q})",
    "details.first": "not cited in {previous}, {share} now",
    "details.profile": "By score group",
    "details.all": ("Read the {n} comment on this theme", "Read all {n} comments on this theme"),
    "details.metric": "{metric} among those who cite it: {value} ({interval})",
    # languages
    "language.fr": "French",
    "language.en": "English",
    "language.de": "German",
    "language.es": "Spanish",
    "language.it": "Italian",
    "language.nl": "Dutch",
    "language.pt": "Portuguese",
    "language.other": "other languages",
    "language.unnamed": "another language",
    "language.none": "unknown language",
    # quotes and comments
    "comment.score": "score {score}",
    "comment.score_of": "score {score}/{high}",
    "comment.link": "Link to comment {id}",
    "comment.cut": "shortened here; complete in responses.csv",
    "reading.title": "The comments",
    "reading.note": "Too few comments to group them into themes: here they are, one by one.",
    # anomalies
    "anomalies.title": ("{n} response is worth re-reading", "{n} responses are worth re-reading"),
    "anomalies.none": "No response looks odd",
    "anomalies.none_note": "No text contradicts its score, and nothing looks copied.",
    "anomalies.note": "The program points; a person decides. Each one says why it is here.",
    "anomalies.several": (
        "{n} of them stands under more than one heading.",
        "{n} of them stand under more than one heading.",
    ),
    "anomalies.given": "given {score}",
    "anomalies.expected": "expected {score}",
    "anomalies.same": ("{n} response", "{n} responses in these words"),
    "anomalies.more": ("Show the other one", "Show the other {n}"),
    "anomalies.rest": ("{n} more is in anomalies.csv.", "{n} more are in anomalies.csv."),
    "kind.complaint-high-score": "A complaint with a high score",
    "kind.praise-low-score": "Praise with a low score",
    "kind.score-named-in-text": "The text names another score",
    "kind.inverted-scale": "Scale probably read the wrong way round",
    "kind.near-duplicate": "Nearly the same text twice",
    "kind.non-answer": "Answers without content",
    # explorer
    "explorer.title": "Every comment, searchable",
    "explorer.noscript": (
        "Searching needs JavaScript, which is off here. All comments are in responses.csv, "
        "beside this file."
    ),
    "explorer.search": "Search in the comments",
    "explorer.placeholder": "words, in any order",
    "explorer.theme": "Theme",
    "explorer.band": "Score group",
    "explorer.sentiment": "Sentiment",
    "explorer.language": "Language",
    "explorer.flag": "To re-read",
    "explorer.any.theme": "all",
    "explorer.any.band": "all",
    "explorer.any.sentiment": "all",
    "explorer.any.language": "all",
    "explorer.any.flag": "all",
    "explorer.no_theme": "no theme",
    "explorer.any_flag": "any reason",
    "explorer.mixed": "mixed (praise and complaint)",
    "explorer.unsure": "unsure (read with little confidence)",
    "explorer.reset": "Clear",
    "explorer.more": "Show more",
    "explorer.count": "{n} of {total} comments",
    "explorer.nothing": "No comment fits. Take away a word or a filter.",
    "explorer.one": "One comment, by its link.",
    "explorer.unknown": "No comment has this address.",
    "explorer.only": "Show all comments again",
    "explorer.results": "Comments found",
    # method
    "method.title": "How it was made, and how far to trust it",
    "method.read": "What was read",
    "method.n_sources": ("{n} file", "{n} files"),
    "method.responses": "Responses",
    "method.respondents": "People who gave them",
    "method.commented": "With a comment",
    "method.filler": "Comments without content",
    "method.empty": "Scores without words",
    "method.scored": "With a score",
    "method.sources": "Sources",
    "method.languages": "Languages",
    "method.left_out": "Rows and scores left out",
    "method.left_out_none": "Nothing was left out.",
    "method.replaced": "Personal data replaced",
    "method.replaced_none": "No personal data was found.",
    "method.notices": "What to know first",
    "method.notices_none": "Nothing had to be assumed.",
    "method.models": "Models",
    "method.models_caption": "Models and their measured quality",
    "method.role": "used for",
    "method.model": "model",
    "method.quality": "measured quality",
    "method.licence": "licence",
    "method.settings": "Settings",
    "method.setting": "setting",
    "method.value": "value",
    "method.seed": "Seed of every random draw",
    "method.confidence": "Level of the intervals",
    "method.fdr": "Significance threshold (q)",
    "method.bootstrap": "Resamples behind an impact",
    "method.figures": "Metrics",
    "method.figures_caption": "Metrics with their interval",
    "method.metric": "metric",
    "method.how": "interval by",
    "role.themes": "finding themes",
    "role.features": "sentiment, anomalies, search",
    "role.sentiment": "sentiment",
    "role.segments": "cutting comments into passages",
    "role.language": "telling languages apart",
    "role.privacy": "finding personal data",
    "left_out.empty row": "rows with no answer in the text and score columns",
    "left_out.copy of an earlier row with the same id": (
        "rows that repeat an earlier one in every cell, id included"
    ),
    "left_out.not a score that can be read": "scores that cannot be read",
    "left_out.score outside its scale": "scores outside their scale",
    "left_out.a cell of # characters is not an answer": "cells too long for an answer",
    "left_out.a turn of # characters is not an answer": "turns too long for an answer",
    "left_out.has # cells where the header has #": "rows with more cells than the header",
    "replaced.person": "names of people",
    "replaced.email": "e-mail addresses",
    "replaced.phone": "telephone numbers",
    "replaced.iban": "bank accounts",
    "replaced.card": "card numbers",
    "replaced.national_id": "national identity numbers",
    "replaced.address": "postal addresses",
    "replaced.reference": "case references",
    "replaced.url": "web addresses",
    "replaced.ip": "IP addresses",
    # glossary
    "glossary.title": "Words used here",
    "glossary.impact": "impact",
    "glossary.impact_is": (
        "The metric of all answers minus the metric without the answers that cite the theme: "
        "what the theme costs or brings. It shows a link, not a cause."
    ),
    "glossary.interval": "interval",
    "glossary.interval_is": (
        "The range in which the true figure lies, had everyone answered, at the stated level "
        "of confidence."
    ),
    "glossary.q": "p and q",
    "glossary.q_is": (
        "How easily chance alone would give such a difference; q is p corrected for the "
        "number of themes tested (Benjamini-Hochberg). Small means hard to put down to "
        "chance."
    ),
    "glossary.lift": "against all (×)",
    "glossary.lift_is": (
        "The share in the group divided by the share among all scored answers: ×2 means "
        "twice as often."
    ),
    "glossary.share": "share",
    "glossary.share_is": (
        "Comments that cite the theme, out of all comments with content. One comment may "
        "cite several themes."
    ),
    "glossary.nps": "NPS",
    "glossary.nps_is": (
        "Percentage of promoters (9-10) minus percentage of detractors (0-6); from -100 to 100."
    ),
    "glossary.csat": "CSAT",
    "glossary.csat_is": "Percentage of answers in the two most satisfied boxes.",
    "glossary.ces": "CES",
    "glossary.ces_is": "Mean agreement that it was easy, on the scale's own points.",
    "glossary.sentiment": "sentiment",
    "glossary.sentiment_is": (
        "What a trained model reads in the text: negative, neutral or positive. It errs on "
        "some; its measured quality stands above."
    ),
    **PICTURES,
}
