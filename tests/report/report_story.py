"""Synthetic batches that tell a story: invented comments of invented customers of a file tool."""

import random
import zlib
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from feedback.frames import (
    ANOMALIES,
    ASSIGNMENTS,
    RESPONSES,
    SEGMENTS,
    THEME_BANDS,
    THEMES,
    BatchFrames,
)
from feedback.notices import Notice
from feedback.report import (
    Method,
    MetricChange,
    ModelFact,
    Past,
    Previous,
    Report,
    ReportData,
    ThemeChange,
    place_comments,
    render_html,
    summarise,
)

HOSTILE = (
    "<script>document.body.dataset.pwned = 1</script>",
    '"><img src=x onerror="document.body.dataset.pwned = 2">',
    "</script><script>document.body.dataset.pwned = 3</script>",
    '<a href="javascript:document.body.dataset.pwned=4">click</a> javascript:alert(1)',
    "</style><style>*{display:none}</style><svg onload=alert(1)>",
    "\u202egnp.exe evitcelfer\u202c et la suite",
    "x" * 5000,
    "{{ 7 * 7 }} ${7*7} {% raw %} %(n)s {n} &lt;b&gt; &amp; \u2028 \u2029 <!-- <script>",
    '=HYPERLINK("https://example.org","clic")',
    "nul \x00 bell \x07 escape \x1b[31m",
)


@dataclass(frozen=True)
class Subject:
    """A theme of the story: how often it is spoken of by band, and what is said."""

    name_fr: str
    name_en: str
    weights: tuple[float, float, float]
    fr: tuple[str, ...]
    en: tuple[str, ...]
    words_fr: tuple[str, ...]
    words_en: tuple[str, ...]
    status: str = "active"


SUBJECTS = (
    Subject(
        "Export Excel qui échoue",
        "Excel export that fails",
        (0.30, 0.10, 0.03),
        (
            "L'export vers Excel s'arrête à mi-chemin une fois sur deux",
            "Les colonnes sont décalées dès que j'exporte le tableau",
            "Impossible d'obtenir un fichier complet en fin de mois",
            "Le classeur s'ouvre vide, il faut relancer trois fois",
        ),
        (
            "The spreadsheet export stops halfway through",
            "Half of my rows are missing once exported",
            "Exporting the monthly file takes four attempts",
            "The workbook opens empty, every single time",
        ),
        ("export", "fichier excel", "colonne", "classeur"),
        ("export", "spreadsheet", "missing row", "workbook"),
    ),
    Subject(
        "Délais de réponse du support",
        "Slow support replies",
        (0.27, 0.14, 0.07),
        (
            "Neuf jours pour recevoir une réponse du support",
            "On nous renvoie toujours vers la même page d'aide",
            "Personne ne rappelle, même quand tout est bloqué",
        ),
        (
            "Nine days before anyone answered my ticket",
            "Support keeps pointing me at the same help page",
            "Nobody calls back, even when we are stuck",
        ),
        ("support", "réponse", "ticket", "délai"),
        ("support", "ticket", "answer", "delay"),
    ),
    Subject(
        "Prix au renouvellement",
        "Price at renewal",
        (0.14, 0.09, 0.04),
        (
            "La facture a pris vingt pour cent sans prévenir",
            "Le tarif au renouvellement n'est plus justifié pour une petite équipe",
        ),
        (
            "The renewal quote went up by a fifth overnight",
            "Hard to defend the price for a team of our size",
        ),
        ("tarif", "facture", "renouvellement"),
        ("price", "renewal", "quote"),
    ),
    Subject(
        "Connexion unique",
        "Single sign-on",
        (0.05, 0.03, 0.02),
        (
            "Depuis mardi la connexion unique tourne en boucle",
            "Je dois me reconnecter à chaque onglet",
        ),
        ("Single sign-on loops since Tuesday", "I have to sign in again in every tab"),
        ("connexion", "mot de passe", "boucle"),
        ("sign-in", "login", "loop"),
        "emerging",
    ),
    Subject(
        "Application mobile",
        "Mobile app",
        (0.08, 0.08, 0.07),
        (
            "Sur le téléphone, l'essentiel est là mais rien de plus",
            "L'application mobile dépanne bien en déplacement",
        ),
        (
            "The phone app does the basics and no more",
            "Handy on the road, though I miss the filters",
        ),
        ("application", "téléphone", "mobile"),
        ("app", "phone", "mobile"),
    ),
    Subject(
        "Tableaux de bord",
        "Dashboards",
        (0.04, 0.12, 0.19),
        (
            "Les tableaux de bord se lisent d'un coup d'œil, bravo",
            "Je montre l'écran de suivi à ma direction chaque lundi",
        ),
        ("The dashboards are a joy to read", "I show the overview to our board every Monday"),
        ("tableau de bord", "suivi", "écran"),
        ("dashboard", "overview", "board"),
    ),
    Subject(
        "Accompagnement à la mise en route",
        "Onboarding help",
        (0.02, 0.09, 0.18),
        (
            "La mise en route a été un modèle de patience et de clarté",
            "Deux séances ont suffi pour que toute l'équipe soit à l'aise",
        ),
        (
            "Onboarding was patient, clear and quick",
            "Two sessions and the whole team was up and running",
        ),
        ("mise en route", "formation", "équipe"),
        ("onboarding", "training", "team"),
    ),
)
_TAILS_FR = (
    "",
    "",
    " Merci quand même !",
    " C'est dommage, le reste nous plaît.",
    " Bref… on verra 🙂",
    " Je l'ai déjà signalé en juin.",
)
_TAILS_EN = (
    "",
    "",
    " Thanks anyway!",
    " A pity, we like the rest.",
    " We'll see 🙂",
    " I reported it back in June.",
)


@dataclass(frozen=True)
class Plot:
    """How the batch is to be."""

    n: int = 400
    seed: int = 7
    scored: bool = True
    themed: bool = True
    languages: tuple[str, ...] = ("fr", "en")
    scale: str = "nps"
    hostile: bool = False
    previous: bool = False
    flat: bool = False
    batch: str = "2026-11"


def build(plot: Plot = Plot()) -> ReportData:
    """Return the data of one synthetic batch."""
    draw = random.Random(plot.seed)  # noqa: S311 - a story, not a secret
    rows, pieces, cited = [], [], []
    for i in range(plot.n):
        row, segments, themes = _response(i, plot, draw)
        rows.append(row)
        pieces += segments
        cited += themes
    if plot.hostile:
        for k, text in enumerate(HOSTILE):
            row, segments = _hostile(plot.n + k, text, plot)
            rows.append(row)
            pieces.append(segments)
            if plot.themed:
                cited.append(
                    {
                        "segment_id": segments["segment_id"],
                        "theme_id": f"t{k % 3 + 1:02d}",
                        "strength": 0.99,
                    }
                )
    responses = _typed(pd.DataFrame(rows, columns=RESPONSES.names()), RESPONSES)
    responses["cohort_plan"] = _plans(len(responses), plot)
    segments_frame = _typed(pd.DataFrame(pieces), SEGMENTS) if pieces else SEGMENTS.empty()
    assignments = pd.DataFrame(cited) if plot.themed and cited else ASSIGNMENTS.empty()
    themes = _themes(assignments, segments_frame, plot) if plot.themed else THEMES.empty()
    theme_bands, theme_metrics = _links(responses, segments_frame, assignments, themes, plot)
    frames = BatchFrames(
        plot.batch,
        responses,
        segments_frame,
        assignments,
        themes,
        theme_bands,
        _anomalies(responses, plot),
    )
    metrics = (_metric(responses, plot),) if plot.scored else ()
    return ReportData(
        frames=frames,
        metrics=metrics,
        theme_metrics=theme_metrics,
        previous=_previous(metrics, themes, theme_metrics) if plot.previous else None,
        notices=(
            Notice(
                "dates-ambiguous",
                "Dates such as 03/11 were read day first.",
                "Les dates comme 03/11 ont été lues jour d'abord.",
            ),
            Notice(
                "rows-left-out",
                "12 rows were left out; they are listed in manifest.json.",
                "12 lignes ont été écartées ; elles sont listées dans manifest.json.",
            ),
        ),
        method=METHOD,
        history=_history(metrics, theme_metrics) if plot.previous else (),
        positions=place_comments(frames, _vectors(frames)) if plot.themed else None,
        decisive=_decisive(frames),
        tables=_tables(frames, plot),
        drivers={"status": "ok", "n": 250, "r2": 0.31, "r2_cv": 0.27} if plot.scored else {},
        mixed=set(responses.loc[responses["sentiment"].notna(), "response_id"][3::9]),
        unsure_below=0.5,
    )


PLANS = ("Solo", "Team", "Business & co")


def _plans(n: int, plot: Plot) -> pd.Series:
    plans = [PLANS[i % 3] if i % 7 else None for i in range(n)]
    if plot.hostile and n:
        plans[0] = '"><script>alert(1)</script>'
    return pd.Series(plans, dtype="str")


def _vectors(frames: BatchFrames) -> np.ndarray:
    """Return made-up vectors: one axis per theme, a little noise that depends on the text."""
    first = frames.assignments.drop_duplicates("segment_id").set_index("segment_id")["theme_id"]
    axes = {theme: i for i, theme in enumerate(sorted(set(first)))}
    rows = []
    for segment, text in zip(frames.segments["segment_id"], frames.segments["text"], strict=True):
        row = np.random.default_rng(zlib.crc32(text.encode())).normal(0, 0.15, 24)
        row[axes.get(first.get(segment), 23)] += 1
        rows.append(row)
    return np.asarray(rows, dtype=np.float32).reshape(len(rows), 24)


def _history(
    metrics: tuple["FakeMetric", ...], theme_metrics: pd.DataFrame | None
) -> tuple[Past, ...]:
    shares = {} if theme_metrics is None else theme_metrics.set_index("theme_id")["share"].to_dict()
    shares = {theme: share for theme, share in shares.items() if theme != "t04"}
    return tuple(
        Past(
            f"2026-{month}",
            250 + month,
            {m.name: (m.value + gap, m.value + gap - 5, m.value + gap + 5) for m in metrics},
            {theme: max(share + tilt, 0.0) for theme, share in shares.items()},
        )
        for month, gap, tilt in ((9, 8.0, 0.03), (10, 6.0, -0.01))
    )


def _decisive(frames: BatchFrames) -> dict[str, tuple[tuple[int, int], ...]]:
    """Mark the first word of every other segment."""
    return {
        segment: ((0, max(text.find(" "), 1)),)
        for segment, text in zip(
            frames.segments["segment_id"][::2], frames.segments["text"][::2], strict=True
        )
    }


def _tables(frames: BatchFrames, plot: Plot) -> dict[str, pd.DataFrame]:
    if not plot.scored or not plot.themed:
        return {}
    themes = list(frames.themes["theme_id"])
    drivers = pd.DataFrame([_driver(i, theme) for theme in themes[:3] for i in range(2)])
    cohorts = pd.DataFrame(
        [_cohort(k, plan, theme, plot) for theme in ("", "t01") for k, plan in enumerate(PLANS)]
    )
    alerts = pd.DataFrame(
        [
            (
                "band-jump",
                0.8,
                "Les détracteurs passent de 20 à 35 %.",
                "Detractors go from 20 to 35%.",
            )
        ],
        columns=["kind", "severity", "reason_fr", "reason_en"],
    )
    return {
        "drivers": drivers,
        "cohorts": cohorts,
        "alerts": alerts,
        "words": _words(themes, plot),
        "priorities": _priorities(frames.theme_bands),
    }


def _words(themes: list[str], plot: Plot) -> pd.DataFrame:
    """Return the keywords of the story as the words that set bands and themes apart."""
    odd = '<b onclick="x">&' if plot.hostile else "classeur"
    said = [("band", "low", "fr", odd), ("band", "low", "en", "workbook")]
    said += [("band", "high", "fr", "suivi"), ("theme", themes[0], "fr", odd)]
    said += [("theme", themes[0], "en", "spreadsheet"), ("theme", themes[0], "fr", "colonne")]
    rows = [(*row, 9 - k, k, 2.0 - k / 10, 3.0 - k / 10, 0.01) for k, row in enumerate(said)]
    columns = ["level", "key", "language", "word", "n", "n_rest", "log_odds", "z", "q_value"]
    return pd.DataFrame(rows, columns=columns)


def _priorities(bands: pd.DataFrame) -> pd.DataFrame:
    """Return a row per theme with an impact, the most harmful first."""
    table = bands.drop_duplicates("theme_id")[["theme_id", "impact", "impact_low", "impact_high"]]
    table = table.sort_values(["impact", "theme_id"], ignore_index=True)
    ranks = pd.Series(range(1, len(table) + 1), dtype="int64")
    clear = table["impact_low"] * table["impact_high"] > 0
    sure = table["theme_id"].map(bands.groupby("theme_id")["q_value"].min()) < 0.05
    helps = table["impact"] > 0
    named = np.select(
        [clear & helps & sure, clear & ~helps & sure, clear & ~helps],
        ["keep", "fix", "watch"],
        "unclear",
    )
    return table.assign(
        share=0.1,
        share_low=0.07,
        share_high=0.125,
        trend=[-0.02 if k % 2 else np.nan for k in ranks],
        trend_low=[-0.04 if k % 2 else np.nan for k in ranks],
        trend_high=[0.01 if k % 2 else np.nan for k in ranks],
        quadrant=named,
        rank=ranks,
        rank_best=(ranks - 2).clip(lower=1),
        rank_worst=(ranks + 2).clip(upper=len(table)),
    )


def _driver(tone: int, theme: str) -> dict[str, object]:
    effect = (-2.5, 1.5)[tone] + int(theme[1:]) / 4
    return {
        "theme_id": theme,
        "sentiment": ("negative", "positive")[tone],
        "n": 20 + tone,
        "effect": effect,
        "effect_low": effect - 0.5,
        "effect_high": effect + 0.5,
        "share": 0.4 / int(theme[1:]) - 0.05 * tone,
        "q_value": 0.001 if tone == 0 else 0.3,
        "significant": tone == 0,
    }


def _cohort(k: int, plan: str, theme: str, plot: Plot) -> dict[str, object]:
    scale = 1 if theme else 100
    gap = (0.1 if k == 1 else -0.01) * scale
    return {
        "dimension": "plan",
        "group": plan,
        "theme_id": theme,
        "metric": "share" if theme else plot.scale,
        "n": 40 + k,
        "value": 0.2 * scale,
        "difference": gap,
        "difference_low": gap - 0.03,
        "difference_high": gap + 0.03,
        "q_value": 0.004 if k == 1 else 0.6,
        "significant": k == 1,
    }


@cache
def report_of(plot: Plot) -> Report:
    return summarise(build(plot))


@cache
def page_of(plot: Plot, language: str = "fr") -> str:
    return render_html(report_of(plot), language)


METHOD = Method(
    version="0.1.0",
    seed=20240501,
    n_sources=3,
    left_out={
        "empty row": 9,
        "has 4 cells where the header has 3": 1,
        "has 5 cells where the header has 3": 2,
    },
    replaced={"email": 4, "person": 11},
    models=(
        ModelFact(
            "themes",
            "universal-sentence-encoder-multilingual",
            "3",
            "Apache-2.0",
            "AMI 0,25 sur 1 200 avis",
            "AMI 0.25 on 1,200 reviews",
        ),
        ModelFact(
            "sentiment",
            "sentiment head",
            "1",
            "MIT",
            "macro-F1 0,72 (fr), 0,68 (en)",
            "macro-F1 0.72 (fr), 0.68 (en)",
        ),
    ),
    settings={"themes.granularity": "balanced", "themes.neighbours": "10"},
    bootstrap_samples=1000,
)


def _response(i: int, plot: Plot, draw: random.Random) -> tuple[dict, list[dict], list[dict]]:
    score = draw.choices(range(11), (2, 1, 2, 3, 4, 6, 8, 12, 16, 24, 22))[0]
    band = "low" if score < 7 else "mid" if score < 9 else "high"
    language = draw.choice(plot.languages)
    kind = draw.random()
    parts, themes = _speech(band, language, plot, draw) if kind < 0.72 else ([], [])
    comment = ("RAS" if kind < 0.76 else "") if not parts else " ".join(parts)
    felt = (
        {"low": "negative", "mid": "neutral", "high": "positive"}[band]
        if draw.random() < 0.8
        else "neutral"
    )
    rid = f"r{i:05d}"
    row = _row(rid, comment, language if comment else None, plot)
    row |= {
        "score": float(score) if plot.scored else None,
        "score_band": band if plot.scored else None,
    }
    row |= {"is_filler": comment == "RAS", "filler_kind": "nothing" if comment == "RAS" else None}
    row["date"] = pd.Timestamp("2026-11-01") + pd.Timedelta(days=draw.randrange(30))
    if parts:
        row |= {
            "sentiment": felt,
            "polarity": {"negative": -0.7, "neutral": 0.0, "positive": 0.8}[felt],
            "confidence": 0.4 if i % 11 == 0 else 0.9,
        }
    segments, cited, at = [], [], 0
    for k, (part, theme) in enumerate(zip(parts, themes, strict=True)):
        sid = f"{rid}.{k:03d}"
        segments.append(
            {
                "segment_id": sid,
                "response_id": rid,
                "start": at,
                "end": at + len(part),
                "text": part,
                "language": language,
                "sentiment": felt,
                "polarity": 0.1,
                "confidence": 0.8,
            }
        )
        if plot.themed:
            cited.append(
                {
                    "segment_id": sid,
                    "theme_id": f"t{theme + 1:02d}",
                    "strength": round(draw.uniform(0.4, 0.95), 4),
                }
            )
        at += len(part) + 1
    return row, segments, cited


def _speech(
    band: str, language: str, plot: Plot, draw: random.Random
) -> tuple[list[str], list[int]]:
    place = ("low", "mid", "high").index(band)
    weights = [1.0 if plot.flat else s.weights[place] for s in SUBJECTS]
    count = 2 if draw.random() < 0.25 else 1
    chosen = list(dict.fromkeys(draw.choices(range(len(SUBJECTS)), weights, k=count)))
    tails = _TAILS_FR if language == "fr" else _TAILS_EN
    said = [draw.choice(SUBJECTS[c].fr if language == "fr" else SUBJECTS[c].en) for c in chosen]
    return [f"{text}.{draw.choice(tails)}" for text in said], chosen


def _row(rid: str, comment: str, language: str | None, plot: Plot) -> dict:
    return {
        "response_id": rid,
        "batch": plot.batch,
        "source": "nps",
        "question": None,
        "respondent_id": None,
        "comment": comment,
        "language": language,
        "score": None,
        "scale": plot.scale if plot.scored else None,
        "scale_low": 0.0 if plot.scored else None,
        "scale_high": 10.0 if plot.scored else None,
        "score_band": None,
        "date": pd.NaT,
        "sentiment": None,
        "polarity": None,
        "confidence": None,
        "is_filler": False,
        "filler_kind": None,
    }


def _hostile(i: int, text: str, plot: Plot) -> tuple[dict, dict]:
    rid = f"r{i:05d}\"><b>'&"
    row = _row(rid, text, "fr", plot) | {
        "sentiment": "negative",
        "polarity": -0.5,
        "confidence": 0.5,
    }
    if plot.scored:
        row |= {"score": 1.0, "score_band": "low"}
    segment = {
        "segment_id": f"{rid}.000",
        "response_id": rid,
        "start": 0,
        "end": len(text),
        "text": text,
        "language": "fr",
        "sentiment": "negative",
        "polarity": -0.5,
        "confidence": 0.5,
    }
    return row, segment


def _typed(frame: pd.DataFrame, spec: object) -> pd.DataFrame:
    kinds = {
        "text": "str",
        "float": "float64",
        "int": "int64",
        "bool": "bool",
        "date": "datetime64[s]",
    }
    return frame.astype({c.name: kinds[c.kind] for c in spec.columns})


def _themes(assignments: pd.DataFrame, segments: pd.DataFrame, plot: Plot) -> pd.DataFrame:
    owner = segments.set_index("segment_id")["response_id"]
    rows = []
    for i, s in enumerate(SUBJECTS):
        mine = assignments[assignments["theme_id"] == f"t{i + 1:02d}"]
        name = (
            ('<b>Thème</b> & "autres"', "<b>Theme</b> & 'others'")
            if plot.hostile and i == 2
            else (s.name_fr, s.name_en)
        )
        first = plot.batch if s.status == "emerging" else "2026-09"
        rows.append(
            (
                f"t{i + 1:02d}",
                *name,
                list(s.words_fr),
                list(s.words_en),
                None,
                s.status,
                first,
                plot.batch,
                len(mine),
                mine["segment_id"].map(owner).nunique(),
            )
        )
    frame = pd.DataFrame(rows, columns=THEMES.names())
    return frame.astype({"parent_id": "str", "n_segments": "int64", "n_responses": "int64"})


def _links(
    responses: pd.DataFrame,
    segments: pd.DataFrame,
    assignments: pd.DataFrame,
    themes: pd.DataFrame,
    plot: Plot,
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    if themes.empty:
        return THEME_BANDS.empty(), None
    from scipy.stats import chi2_contingency

    owner = segments.set_index("segment_id")["response_id"]
    speaking = responses[(responses["comment"] != "") & ~responses["is_filler"]]
    scored = responses[responses["score_band"].notna()]
    values = scored["score_band"].map({"low": -100.0, "mid": 0.0, "high": 100.0}).astype(float)
    bands, metrics = [], []
    for theme in themes["theme_id"]:
        citers = set(assignments.loc[assignments["theme_id"] == theme, "segment_id"].map(owner))
        cites = scored["response_id"].isin(citers)
        impact = low = high = np.nan
        if plot.scored and cites.any():
            impact = values.mean() - values[~cites].mean()
            error = (
                values[cites].std() / np.sqrt(cites.sum()) * cites.mean()
                if cites.sum() > 1
                else 1.0
            )
            low, high = impact - 2 * error, impact + 2 * error
            for band in ("low", "mid", "high"):
                both = speaking["response_id"].isin(citers)
                inside = speaking["score_band"] == band
                table = pd.crosstab(both, inside)
                p = chi2_contingency(table).pvalue if table.shape == (2, 2) else np.nan
                share = both[inside].mean() if inside.any() else 0.0
                lift = share / both.mean() if inside.any() and both.any() else np.nan
                bands.append(
                    (
                        theme,
                        band,
                        int((both & inside).sum()),
                        share,
                        lift,
                        p,
                        min(p * 3, 1.0),
                        impact,
                        low,
                        high,
                    )
                )
        mine = values[cites]
        metrics.append(
            (
                theme,
                len(citers) / max(len(speaking), 1),
                mine.mean(),
                mine.mean() - 9,
                mine.mean() + 9,
            )
        )
    frame = pd.DataFrame(bands, columns=THEME_BANDS.names()) if bands else THEME_BANDS.empty()
    return frame, pd.DataFrame(metrics, columns=["theme_id", "share", "value", "low", "high"])


@dataclass(frozen=True)
class FakeMetric:
    """The shape of a metric of the bands room."""

    name: str
    label: str
    label_fr: str
    scale: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str
    method: str
    counts: dict[str, int] = field(default_factory=dict)
    lower_is_better: bool = False


def _metric(responses: pd.DataFrame, plot: Plot) -> FakeMetric:
    bands = responses["score_band"].dropna()
    values = bands.map({"low": -100.0, "mid": 0.0, "high": 100.0})
    value = float(values.mean()) if len(values) else None
    error = 196.0 * float(values.std() / 100) / np.sqrt(len(values)) if len(values) > 1 else 0.0
    ends = (value - error, value + error) if value is not None else (None, None)
    return FakeMetric(
        plot.scale,
        "NPS",
        "NPS",
        "0-10",
        value,
        *ends,
        len(values),
        "points",
        "adjusted Wald (Rocks 2016)",
        bands.value_counts().to_dict(),
    )


def _anomalies(responses: pd.DataFrame, plot: Plot) -> pd.DataFrame:
    spoken = responses[(responses["comment"] != "") & ~responses["is_filler"]]
    if not len(spoken):
        return ANOMALIES.empty()
    rows = []
    for kind, part in (
        ("complaint-high-score", spoken.iloc[:: max(len(spoken) // 17, 1)]),
        ("near-duplicate", spoken.iloc[5:8]),
    ):
        for k, row in enumerate(part.to_dict("records")):
            about = kind == "complaint-high-score" and plot.scored
            expected = 10.0 - row["score"] if about else None
            reason = (
                (
                    "Le texte se lit comme une note bien différente",
                    "The text reads like a very different score",
                )
                if about
                else (
                    "Presque mot pour mot une autre réponse",
                    "Almost word for word another answer",
                )
            )
            rows.append((row["response_id"], kind, round(0.99 - k * 0.01, 2), expected, *reason))
    frame = pd.DataFrame(rows, columns=ANOMALIES.names())
    return frame.astype({"severity": "float64", "expected_score": "float64"})


def _previous(
    metrics: tuple[FakeMetric, ...], themes: pd.DataFrame, theme_metrics: pd.DataFrame | None
) -> Previous:
    changes = tuple(
        MetricChange(m.name, m.value + 6, -6.0, -10.5, -1.5, 0.009)
        for m in metrics
        if m.value is not None
    )
    moved = []
    shares = {} if theme_metrics is None else theme_metrics.set_index("theme_id")["share"].to_dict()
    for theme, fr, en, status in themes[["theme_id", "name_fr", "name_en", "status"]].itertuples(
        index=False
    ):
        now = shares[theme]
        if status == "emerging":
            continue
        gap, q = (0.052, 0.004) if theme == "t01" else (-0.004, 0.71)
        moved.append(
            ThemeChange(theme, fr, en, 60, max(now - gap, 0.0), gap, gap - 0.02, gap + 0.02, q)
        )
    moved.append(
        ThemeChange(
            "t90",
            "Panne de septembre",
            "The September outage",
            41,
            0.06,
            -0.06,
            -0.08,
            -0.04,
            0.0002,
        )
    )
    return Previous("2026-10", changes, tuple(moved))
