"""Every threshold, with where it comes from. `feedback.toml` may set any of them, by section.

    [themes]
    granularity = "few"

Unknown sections and keys are refused by name, so that a typo never goes unseen (`settings_file`).
"""

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from feedback.errors import SettingsError

FAST_HEAD = "fast"
"""Name of the shipped head that reads the vectors of `use`, ten times as fast as e5."""

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_MAX_TIMEOUT = 3600.0


@dataclass(frozen=True)
class ReadSettings:
    """What a person knows better than the recognition: columns by name, and the scale.

    Attributes:
        text: Columns that hold open answers; empty: recognise them.
        score: The column of the score; None: recognise it.
        date: The column of the date; None: recognise it.
        id: The column that names the response or respondent; None: recognise it.
        respondent: The column that names who answered, where `id` names the response; None:
            recognise it.
        scale: ``nps``, ``enps``, ``csat``, ``ces``, ``stars`` or bounds such as ``1-20``.
        cohorts: Columns kept as cohorts; empty: recognise them.
        weight: The column that says how much each answer counts; None: recognise it.
        source: ``nps``, ``survey`` or ``interview``; None: recognise it.
        titles: Read the title of a review before its text; otherwise only in place of an empty one.
        max_cell_chars: A longer cell is left out and listed (10 MB in one cell is a broken file).
        max_file_bytes: A larger file is refused before it is read.
    """

    text: tuple[str, ...] = ()
    score: str | None = None
    date: str | None = None
    id: str | None = None
    respondent: str | None = None
    scale: str | None = None
    cohorts: tuple[str, ...] = ()
    weight: str | None = None
    source: str | None = None
    titles: bool = True
    max_cell_chars: int = 100_000
    max_file_bytes: int = 2_000_000_000


@dataclass(frozen=True)
class TextSettings:
    """Cleaning, personal data and segmentation.

    Attributes:
        redact: Replace personal data before anything is stored.
        suggest: Without `redact`: list personal data in the manifest, replace nothing.
        min_segment_chars: A shorter clause stays with its neighbour.
    """

    redact: bool = True
    suggest: bool = False
    min_segment_chars: int = 12


@dataclass(frozen=True)
class EncoderSettings:
    """Models and vectors.

    Attributes:
        themes: Encoder of the theme stage: ``use``, ``e5``, or any sentence-transformers name
            or folder.
        features: Encoder of sentiment, anomalies and search.
        batch_size: Texts per forward pass.
        threads: BLAS and torch threads; 0 follows the cores. The USE package's own default of 4
            was 20 times slower on 2 cores (61 against 1,226 texts/s).
    """

    themes: str = "use"
    features: str = "e5"
    batch_size: int = 32
    threads: int = 0


@dataclass(frozen=True)
class SentimentSettings:
    """The sentiment head.

    Attributes:
        model: ``default`` (the workspace's own head where one was trained, else the shipped one),
            ``fast``, ``shipped``, or a folder with a head.
        unsure_below: A confidence under it is shown as unsure.
    """

    model: str = "default"
    unsure_below: float = 0.5

    @property
    def is_fast(self) -> bool:
        """Say whether the fast head is meant, which reads the vectors of `use`."""
        return self.model == FAST_HEAD


@dataclass(frozen=True)
class ThemeSettings:
    """Discovery and continuity of themes.

    Attributes:
        granularity: ``few``, ``balanced`` or ``many``.
        neighbours: k of the shared-nearest-neighbour graph for 400 to 3,000 different texts, half
            of it for fewer and for more. On the reference clusters 10, 15 and 20 gave AMI 0.284,
            0.307 and 0.338; on the demo corpus 0.295, 0.286 and 0.295.
        min_weight: Jaccard weights under this are dropped (1/15, same measurement).
        min_responses: Under this many answers no themes are sought; the report lists them instead.
        match_threshold: Cosine from which a cluster continues a known theme.
        context: How far a segment leans towards the rest of its comment, 0 to 1. On three months
            of short comments 0.5 raised the agreement with people (AMI) from 0.19 to 0.33.
        outlier_share: Segments at most that are left without a theme for lying far from every one.
        min_segments: A theme has at least so many segments.
        alert_citations: Fewest answers that cite a theme, in one of two periods, for an alert.
        alert_answers: Fewest answers with words in both periods for an alert: a month of ten
            answers moves by 10 points with each of them.
        name_sample: Segments of each language that are tagged to find names, shared among the
            themes; spaCy tags about 500 a second.
    """

    granularity: str = "balanced"
    neighbours: int = 20
    min_weight: float = 1 / 15
    min_responses: int = 20
    match_threshold: float = 0.6
    context: float = 0.5
    outlier_share: float = 0.04
    min_segments: int = 3
    alert_citations: int = 8
    alert_answers: int = 30
    name_sample: int = 600


@dataclass(frozen=True)
class NamingSettings:
    """A server with the OpenAI protocol that may name new themes; off by default.

    Attributes:
        endpoint: Its address, such as ``http://localhost:11434/v1``; empty: nothing is ever sent.
        model: The model it is asked for.
        timeout: Seconds per request; the first one that takes longer is the last one.
        api_key_env: Name of the environment variable that holds a key. The key itself never
            stands in a file.

    Raises:
        SettingsError: A value cannot be meant. No message repeats a value: it may be a secret.
    """

    endpoint: str = ""
    model: str = ""
    timeout: float = 20.0
    api_key_env: str = ""

    def __post_init__(self) -> None:
        if self.endpoint and (problem := _url_problem(self.endpoint)):
            _refuse("endpoint", problem, "Write an address like http://localhost:11434/v1")
        if self.endpoint and not self.model.strip():
            _refuse("model", "is missing", "Name the model that the endpoint is to use")
        if not self.model.isprintable() or len(self.model) > 200:
            _refuse("model", "is no name of a model", "Write it on one line")
        if not 0 < self.timeout <= _MAX_TIMEOUT:
            _refuse("timeout", "is out of range", f"Write seconds, above 0 and to {_MAX_TIMEOUT:g}")
        if self.api_key_env and not _VARIABLE.fullmatch(self.api_key_env):
            todo = "Write the name of the variable, in capitals, never the key itself"
            _refuse("api_key_env", "is no name of an environment variable", todo)


@dataclass(frozen=True)
class BandSettings:
    """Metrics and theme by band tests.

    Attributes:
        confidence: Level of every interval.
        false_discovery_rate: q-value under which a link is called significant.
        min_expected: Fisher's test replaces the chi-squared one under this expected count
            (Cochran, 1954).
        bootstrap_samples: Resamples behind an impact interval.
        min_group: A cohort or language with scored answers of fewer people is counted, not shown:
            at 10 answers an NPS interval is some 90 points wide.
        invitations: How many were asked, for the response rate; 0: not known.
        driver_answers: Fewest answers behind a driver: a theme cited with one sentiment by fewer
            is left out of the model.
        answers_per_driver: Answers per driver under which no model is made. 10 is the usual rule
            of thumb for a regression (Harrell, 2015, section 4.4).
        word_count: Fewest answers in which a distinctive word stands.
        words_shown: Distinctive words kept per band or theme, and language.
    """

    confidence: float = 0.95
    false_discovery_rate: float = 0.05
    min_expected: float = 5.0
    bootstrap_samples: int = 1000
    min_group: int = 10
    invitations: int = 0
    driver_answers: int = 8
    answers_per_driver: int = 10
    word_count: int = 4
    words_shown: int = 12


@dataclass(frozen=True)
class AnomalySettings:
    """Detectors.

    Attributes:
        min_scored: Under this many scored answers there is no out-of-fold model; the polarity of
            the text is held against the band instead.
        folds: Folds of the out-of-fold prediction.
        flag_share: Share of honest answers that may be flagged by score against text (a conformal
            level, see `anomalies.conformal`); gap, band and agreement must hold, too, which leaves
            0.3 to 1 % of them. 0.02, 0.03 and 0.05 found 92, 94 and 94 % of those planted in the
            demo months and 22, 24 and 25.4 of 63 known ones in two real surveys (means of 5
            splits), at a precision of 0.82, 0.80 and 0.78 there.
        flag_least: So many may be flagged of a small batch, whatever their share: of 130 answers
            three per cent are four. With 12, seven answers in ten that a reader agreed with are
            found among 130 (mean of four surveys; 0.45 without), and 0.88 of the flags are agreed
            with (0.92 without); from 400 answers on nothing changes.
        polarity_weight: Share of the text's polarity in the expected score of a small batch, where
            a model of its own knows little. On samples of 280 telco answers 0.5 raised average
            precision from 0.77 to 0.83; on 1,200 it lowered it.
        polarity_full_until: That weight holds up to this many scored answers,
        polarity_none_from: and has faded to nothing at this many.
        words_from: Scored answers from which on a model of their words joins those of their
            vectors. Of 280 it knows too little (average precision on telco 0.76 without it, 0.74
            with it), from 700 on it helps.
        min_gap: A smaller gap between text and score, in widths of the scale, is never flagged: on
            real surveys 0.3 changed nothing, and 0.5 lost 2 of 25 flags that a reader agreed with.
        min_agreement: Nothing is flagged that a person is less likely to agree with than not
            (`anomalies.agreement`). A reader agreed with 75 and 82 % of the flags on these surveys
            (57 and 57 % with a least polarity of 0.2 in its place), with 79 and 69 % on app reviews
            in French and English (means of 5 splits); at 0.45 with 70, 82, 77 and 68 %.
        sure_severity: Without a model, flagged from this severity on: half the scale
            apart, for a text whose polarity is certain.
        named_gap: A score named in the text is flagged this far from the given one (in widths of
            the scale): 3 of 10 against 6.
        duplicate_similarity: Token similarity (0..1) from which two long answers are duplicates.
        duplicate_min_chars: A shorter answer may well be written twice by chance.
        duplicate_min_words: The same, in words.
        inverted_min_answers: Fewest scored answers of a group called inverted.
        inverted_correlation: Rank correlation of score and text from which downwards a group is.
        theme_band_share: Share of a theme's scored answers in one end band from which the theme
            counts as that band's own.
        theme_band_min: Fewest scored answers of such a theme.
        drop_points: A respondent's score fell by this much, on a scale of ten steps.
        jump_min_answers: Fewest answers, now and before, behind an alert on the whole batch.
        jump_min_mentions: Fewest of them that cite the theme (band, sentiment), now or expected.
        jump_min_change: Smallest change of a share that is worth an alert.
        jump_rate: False discovery rate of the alerts; stricter than elsewhere, for an alert
            is acted upon.
        panel_share: Share of the regular respondents who answer again from which on a survey
            is one of the same people, and silence means something.
        review_min: Reviews of a kind before they move its threshold.
        review_precision: Answers are flagged down to the severity from which on a person agrees
            with this share.
    """

    min_scored: int = 100
    folds: int = 5
    flag_share: float = 0.03
    flag_least: int = 12
    polarity_weight: float = 0.5
    polarity_full_until: int = 500
    polarity_none_from: int = 2000
    words_from: int = 500
    min_gap: float = 0.4
    min_agreement: float = 0.5
    sure_severity: float = 0.5
    named_gap: float = 0.3
    duplicate_similarity: float = 0.92
    duplicate_min_chars: int = 40
    duplicate_min_words: int = 6
    inverted_min_answers: int = 10
    inverted_correlation: float = -0.4
    theme_band_share: float = 0.85
    theme_band_min: int = 20
    drop_points: float = 3.0
    jump_min_answers: int = 30
    jump_min_mentions: int = 10
    jump_min_change: float = 0.05
    jump_rate: float = 0.01
    panel_share: float = 0.5
    review_min: int = 10
    review_precision: float = 0.5


@dataclass(frozen=True)
class StoreSettings:
    """Where the frames live, and how the search ranks.

    Attributes:
        uri: Folder or URI of the store; empty: inside the workspace.
        candidates: Segments taken from each ranking before they are fused, at least.
        rank_constant: k of reciprocal rank fusion (60: Cormack, Clarke and Büttcher, 2009).
        min_similarity: Cosine, after centring per language, under which a segment is no hit by
            meaning: the median of pairs in one human cluster of app reviews is 0.12, of pairs in
            two 0.01. Raising it costs recall: 0.2 took a fifth of it between the languages.
    """

    uri: str = ""
    candidates: int = 200
    rank_constant: float = 60.0
    min_similarity: float = 0.1


@dataclass(frozen=True)
class ReportSettings:
    """The page. `language` is ``fr``, ``en`` or empty (the language of most comments)."""

    language: str = ""
    quotes: int = 3


@dataclass(frozen=True)
class WebSettings:
    """The local web application.

    Attributes:
        max_upload_bytes: A larger file is refused while it comes in.
        searches_per_second: Searches a visitor may keep asking; two cores answer some fifty.
        search_burst: Searches at once before that holds.
        results: Answers on a page.
    """

    max_upload_bytes: int = 200_000_000
    searches_per_second: float = 30.0
    search_burst: int = 120
    results: int = 25


@dataclass(frozen=True)
class Settings:
    """All settings of a run; frozen, so that the manifest can state them."""

    seed: int = 20240501
    mapping: ReadSettings = field(default_factory=ReadSettings)
    text: TextSettings = field(default_factory=TextSettings)
    encoders: EncoderSettings = field(default_factory=EncoderSettings)
    sentiment: SentimentSettings = field(default_factory=SentimentSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    naming: NamingSettings = field(default_factory=NamingSettings)
    bands: BandSettings = field(default_factory=BandSettings)
    anomalies: AnomalySettings = field(default_factory=AnomalySettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    report: ReportSettings = field(default_factory=ReportSettings)
    web: WebSettings = field(default_factory=WebSettings)

    @property
    def sentiment_encoder(self) -> str:
        """Name of the encoder whose vectors the sentiment head reads."""
        return "use" if self.sentiment.is_fast else self.encoders.features

    def to_dict(self) -> dict[str, Any]:
        """Return nested plain values, as the manifest writes them."""
        return dataclasses.asdict(self)


def override(settings: Settings, section: str, **values: Any) -> Settings:
    """Return `settings` with values of one section replaced; None leaves a value alone."""
    given = {key: value for key, value in values.items() if value is not None}
    return dataclasses.replace(
        settings, **{section: dataclasses.replace(getattr(settings, section), **given)}
    )


def _refuse(key: str, problem: str, todo: str) -> None:
    raise SettingsError(f'"naming.{key}" {problem}', where="feedback.toml", todo=todo)


def _url_problem(url: str) -> str:
    """Return what is wrong with the address of a server, empty where nothing is."""
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return "holds characters that no address has"
    try:
        parts = urlsplit(url)
        is_plain = parts.port != 0
    except ValueError:
        return "is no address"
    if "@" in parts.netloc:
        return "holds a user or a password (use api_key_env for a key)"
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        return "is no http or https address"
    return "holds more than an address (? or #)" if parts.query or parts.fragment else ""
