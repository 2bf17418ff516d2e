"""The strings of trends, map, drivers, cohorts and the list of reports."""

PICTURES: dict[str, str | tuple[str, str]] = {
    "bands.chart_finding": (
        "{n} theme of {total} clearly sets {low} or {high} apart",
        "{n} themes of {total} clearly set {low} or {high} apart",
    ),
    "movers.down": "Pulls down",
    "movers.up": "Lifts",
    "movers.down.turned": "Makes it worse",
    "movers.up.turned": "Makes it better",
    "movers.changed": "Cited more or less than in {previous}",
    "movers.none": "nothing significant",
    "movers.title": "What matters most",
    "matrix.down": "{theme} is often cited ({share}) and costs most: {impact}",
    "matrix.up": "{theme} is often cited ({share}) and brings most: {impact}",
    "matrix.none": "No theme that is often cited has a clear effect",
    "words.title": "The words of each score group",
    "words.finding": "What {band} say more often than the others: {words}",
    "words.note": (
        "Words that a group uses markedly more than the other answers do (log-odds ratio, "
        "q < {fdr}); beside each, the answers that hold it: in the group / elsewhere."
    ),
    "words.caption": "Words that set each score group apart",
    "col.words": "words",
    "col.language": "language",
    "quadrant.fix": "To fix first",
    "quadrant.watch": "To watch",
    "quadrant.keep": "To keep",
    "quadrant.unclear": "Unclear",
    "quadrant.generic": "no subject named",
    "quadrant.fix_is": "clearly harms, and is often cited or growing",
    "quadrant.watch_is": "seems to harm, but is rarer or less certain",
    "quadrant.keep_is": "clearly helps",
    "priorities.see": "See priorities with their intervals and ranks",
    "priorities.caption": "Priority matrix: share, impact, change and rank of each theme",
    "priorities.note": (
        "The rank is by impact; in brackets, the ranks that the data leave open. Themes whose "
        "ranges overlap cannot be told apart."
    ),
    "col.todo": "what to do",
    "histogram.finding": "{low} {low_band}, {high} {high_band}",
    "nav.trend": "Trend",
    "nav.map": "Map",
    "nav.drivers": "Drivers",
    "trend.down": ("{metric_The} clearly drops: {first} at first, {value} now, over {n} batches"),
    "trend.up": ("{metric_The} clearly rises: {first} at first, {value} now, over {n} batches"),
    "trend.same": (
        "{metric_The}: {first} at first, {value} now, no clear change from the batch before"
    ),
    "trend.line_down": "{metric_The} falls over {n} batches: {first} at first, {value} now",
    "trend.line_up": "{metric_The} rises over {n} batches: {first} at first, {value} now",
    "trend.shares": "What people speak of, batch after batch",
    "trend.note": (
        "The vertical line is the {level} interval. Significance is that of the last "
        "batch against the one before, or, where the title counts batches, of the line "
        "through them."
    ),
    "trend.themes": "Share of comments that cite each theme",
    "trend.themes_note": (
        "The themes whose share changes most; in colour where the last "
        "change, or the line through the last batches, is significant."
    ),
    "trend.alt": (
        "Line of {metric} by batch, with its interval. The table below gives the same figures."
    ),
    "trend.themes_alt": (
        "Small lines: share of comments by theme and batch. The table below gives the same figures."
    ),
    "trend.caption": "The batches, their metric and the share of the themes",
    "trend.table": "See the figures",
    "trend.spark": "from {first} to {last} over {n} batches",
    "col.trend": "trend",
    "col.difference": "difference",
    "col.value": "value",
    "col.effect": "effect",
    "col.weight": "weight",
    "map.title": (
        "{n} comment on the map; {theme} gathers {share} of them",
        "{n} comments on one map; {theme} gathers {share} of them",
    ),
    "map.bare": (
        "{n} comment on a map",
        "{n} comments on a map",
    ),
    "map.note": (
        "One point per comment, near the themes it cites; themes that stand close are "
        "alike. Hover over a point to read it, click to open it. The filters of the next "
        "section apply here too."
    ),
    "map.alt": (
        "Map of all comments, arranged by theme. The list after it gives the same comments to read."
    ),
    "map.colour": "Colour",
    "map.by.band": "score group",
    "map.by.sentiment": "sentiment",
    "map.by.theme": "theme",
    "map.labels": "Themes on the map",
    "map.open": "open",
    "details.parts": "Sub-themes",
    "details.cohorts": "By group of customers",
    "details.cohorts_note": (
        "Share of each group that cites the theme, and its difference from the other "
        "groups; in bold where significant (q < {fdr})."
    ),
    "drivers.none": ("No mention clearly goes with the score once the others are accounted for"),
    "drivers.down.negative": (
        "A complaint about {theme} goes with a score {effect} lower, other mentions being equal"
    ),
    "drivers.down.positive": (
        "Praise of {theme} goes with a score {effect} lower, other mentions being equal"
    ),
    "drivers.up.negative": (
        "A complaint about {theme} goes with a score {effect} higher, other mentions being equal"
    ),
    "drivers.up.positive": (
        "Praise of {theme} goes with a score {effect} higher, other mentions being equal"
    ),
    "drivers.note": (
        "Regression of the score on what each person cites, and how; effects are in "
        "points of the score. Together these mentions explain {r2} of the differences "
        "between scores ({r2_cv} on answers not seen)."
    ),
    "drivers.caption": "The effect of each mention by itself",
    "drivers.negative": "as a complaint",
    "drivers.positive": "as praise",
    "col.driver": "mention",
    "alerts.title": "About the batch as a whole",
    "cohorts.title": "By group of customers",
    "cohorts.caption": "The metric by group of customers",
    "cohorts.note": (
        "{metric} of each group and its difference from the others; in bold where "
        "significant (q < {fdr})."
    ),
    "explorer.since": "From",
    "explorer.until": "To",
    "explorer.any.cohort": "all",
    "method.fingerprint": "Fingerprint of the answers (SHA-256)",
    "method.limits": "Limits",
    "limits.link": (
        "An impact is a link, not a cause: those who cite a theme may differ from the "
        "others in other ways."
    ),
    "limits.themes": (
        "Themes are found by automatic grouping; a passage may be filed wrongly. Rename, "
        "merge or split them: the next report remembers."
    ),
    "limits.sentiment": (
        "Sentiment is read by a model; irony and neutral texts are its weak points."
    ),
    "limits.sample": ("The intervals assume that those who answered are like those who did not."),
    "limits.people": (
        "Some people gave several answers. Shares are of answers; tests and intervals allow for "
        "answers of one person being alike (Rao and Scott, 1992)."
    ),
    "limits.multiple": (
        "Tests are corrected for their number (Benjamini-Hochberg); at a threshold of "
        "{fdr}, about one flagged finding in {one_in} is due to chance."
    ),
    "index.title": "All reports",
    "index.caption": "The reports of this workspace",
    "index.report": "report",
    "index.period": "period",
    "index.responses": "responses",
    "index.metric": "metric",
    "index.change": "change",
    "index.finding": "what to remember",
    "index.none": "No report yet. Run feedback run.",
    "index.footer": "Written by feedback {version}.",
    "index.significant": "significant",
    "kpi.change_down": "significant drop",
    "kpi.change_up": "significant rise",
    "kpi.change_same": "not a significant change",
    "kind.theme-against-band": "A theme at odds with its score",
    "kind.gibberish": "Text that cannot be read",
    "kind.off-topic": "Off topic",
    "kind.copied-question": "The question copied back",
    "kind.straight-lining": "The same answer everywhere",
    "kind.language-mismatch": "An unexpected language",
    "kind.score-drop": "A customer whose score drops",
    "kind.promoter-gone-silent": "Promoters gone silent",
    "alert.theme-jump": "The share of a theme moves sharply",
    "alert.band-jump": "The share of a score group moves sharply",
    "alert.sentiment-jump": "Sentiment swings",
    "alert.scores-shifted": "Scores perhaps shifted by a row",
    "alert.scale-changed": "The scale may have changed",
    "alert.promoter-gone-silent": "Promoters gone silent",
    "dimension.language": "language",
    "dimension.country": "country",
    "dimension.plan": "plan",
    "dimension.product": "product",
    "dimension.brand": "brand",
    "dimension.tenure": "tenure",
}
