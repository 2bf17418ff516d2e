"""Planted score flips: are they at the top of the ranking, and are honest answers let alone?"""

import importlib.util
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks import contradictions, corpora
from benchmarks.record import Row
from feedback import anomalies, encoders, ingest, pipeline, sentiment
from feedback.anomalies.expected import folds_by_text, text_rank
from feedback.evaluation.table import Columns, read_labelled
from feedback.frames import ASSIGNMENTS, THEME_BANDS, THEMES
from feedback.ingest.model import ScaleGuess
from feedback.ingest.scales import bands
from feedback.settings import Settings
from feedback.workspace import Workspace

Floats = NDArray[np.float64]

STARS = ([1], [5])
NPS = ([0, 1], [9, 10])
# Seeds of the reported figures; others (11 to 13, 20 to 25) were used while choosing the method.
SEEDS = (101, 102, 103, 104, 105)
BASELINE_SEEDS = SEEDS[:2]
FILES = (
    ("app reviews fr", "app_reviews/reviews_fr.csv", "data", "score", STARS, 0.985, 0.72),
    ("app reviews en", "app_reviews/reviews_en.csv", "data", "score", STARS, 0.97, 0.72),
    ("insurance fr", "stars/insurance_fr.csv", "avis", "note", STARS, 0.985, 0.72),
    ("telco en", "nps/telco_en.csv", "text", "NPS_SCORE", NPS, 0.97, 0.82),
)
RIDGE_PENALTIES = (100.0, 300.0, 1000.0, 3000.0, 10000.0)
DEMO = Path(__file__).parent.parent / "corpora" / "demo"
FIRST_SHARE = 0.05
LEVEL = 0.01
KINDS = ("praise-low-score", "complaint-high-score")


@dataclass(frozen=True)
class Answers:
    """One file, read, felt and embedded once; scores are planted afterwards.

    `written` is each comment by response_id as it stands in the file: what is replaced in it as
    personal data changes with the rules for that, a person's verdict does not.
    """

    context: anomalies.AnomalyContext
    extremes: tuple[list[int], list[int]]
    written: pd.Series


def rows() -> Iterator[Row]:
    """Measure AUC and average precision beside other methods, and the level of honest answers."""
    cache = Path(tempfile.mkdtemp(prefix="feedback-bench-vectors-"))
    for name, path, text, score, extremes, auc, precision in FILES:
        answers = _read(corpora.folder() / path, text, score, extremes, cache)
        yield from _ranking(name, answers, (auc, precision))
        yield from _honest(name, answers)
    yield from contradictions.rows(lambda name: _read_by_name(name, cache))
    yield from _demo()


def _read_by_name(name: str, cache: Path) -> tuple[anomalies.AnomalyContext, pd.Series]:
    path, text, score, extremes = next(f[1:5] for f in FILES if f[0] == name)
    answers = _read(corpora.folder() / path, text, score, extremes, cache)
    return answers.context, answers.written


def _read(
    path: Path, text: str, score: str, extremes: tuple[list[int], list[int]], cache: Path
) -> Answers:
    settings = Settings()
    frame = pd.read_csv(path).dropna(subset=[text, score]).assign(flag=0)
    file = corpora.temporary_csv(frame[[text, score, "flag"]], path.name)
    table = read_labelled(file, Columns(text=text, label="flag", score=score), settings)
    encoder = encoders.load_encoder(settings.encoders.features, settings.encoders)
    embed = encoders.CachedEncoder(encoder, cache)
    felt = sentiment.classify(table.responses, table.segments, embed, settings.sentiment)
    kept = felt.responses["score"].notna() & (felt.responses["comment"].str.strip() != "")
    responses = felt.responses[kept].sort_values("response_id", ignore_index=True)
    context = anomalies.AnomalyContext(
        responses=responses,
        segments=felt.segments,
        assignments=ASSIGNMENTS.empty(),
        themes=THEMES.empty(),
        theme_bands=THEME_BANDS.empty(),
        features=embed(list(responses["comment"])),
        settings=replace(settings.anomalies, flag_share=LEVEL),
        seed=settings.seed,
    )
    mapping = replace(settings.mapping, text=(text,), score=score, cohorts=("flag",))
    raw = ingest.read([file], mapping, "evaluation").responses.set_index("response_id")["comment"]
    return Answers(context, extremes, raw.loc[responses["response_id"]])


def _planted(answers: Answers, seed: int) -> tuple[anomalies.AnomalyContext, NDArray[np.bool_]]:
    """Return the context with 3 % of the extreme scores flipped, and which ones are."""
    frame = answers.context.responses
    whole = frame.assign(score=frame["score"].astype(int))
    flipped = corpora.with_flipped_scores(whole, "score", answers.extremes, seed)
    first = frame.iloc[0]
    ends = float(first["scale_low"]), float(first["scale_high"])
    scale = ScaleGuess("score", str(first["scale"]), *ends, "")
    scores = flipped["score"].astype(float)
    band = pd.Series(bands(scores, scale), index=frame.index, dtype="str")
    turned = frame.assign(score=scores, score_band=band)
    return replace(answers.context, responses=turned), flipped["flag"].to_numpy() == 1


def _ranking(name: str, answers: Answers, asked: tuple[float, float]) -> Iterator[Row]:
    from sklearn.metrics import average_precision_score, roc_auc_score

    ours, others = [], []
    for seed in SEEDS:
        context, truth = _planted(answers, seed)
        severity = anomalies.flag(context).severity.to_numpy()
        found = average_precision_score(truth, severity), roc_auc_score(truth, severity)
        ours.append(found)
        if seed in BASELINE_SEEDS:
            scores = baselines(context)
            measures = (average_precision_score, roc_auc_score)
            others.append({n: [m(truth, s) for m in measures] for n, s in scores.items()})
    precision, auc = np.mean(ours, axis=0)
    same = np.mean(ours[: len(BASELINE_SEEDS)], axis=0)
    notes = [
        f"3 % of the extreme scores flipped, mean of {len(SEEDS)} plantings; "
        f"{mean:.3f} on the first {len(BASELINE_SEEDS)}, on which the others were measured"
        for mean in same
    ]
    means = {n: np.mean([o[n] for o in others], axis=0) for n in others[0]}
    beside = [", ".join(f"{n} {mean[k]:.3f}" for n, mean in means.items()) for k in (0, 1)]
    yield Row("anomalies", f"{name}, AUC", float(auc), f">= {asked[0]}", beside[1], notes[1])
    test = f"{name}, average precision"
    yield Row("anomalies", test, float(precision), f">= {asked[1]}", beside[0], notes[0])


def baselines(context: anomalies.AnomalyContext) -> dict[str, Floats]:
    """Return the suspicion of every answer by other methods on the same vectors and folds.

    How far the score is from what a ridge regression of the scores predicts out of fold. Then
    out-of-fold class probabilities of a logistic regression, and of these: the classifier's plain
    verdict (how sure it is of another score), how far the score is from the one it expects (the
    mean of the scores by their probabilities), and the scores of confident learning (Northcutt,
    Jiang & Chuang, 2021, with the label quality scores of Kuan & Mueller, 2022): self-confidence,
    normalized margin, and self-confidence adjusted by each class's threshold. cleanlab itself is
    under the AGPL and never installed here; where it is found it is used.
    """
    responses = context.responses
    labels, y = np.unique(responses["score"].to_numpy(), return_inverse=True)
    ranks = text_rank(responses["comment"].tolist(), context.seed)
    parts = folds_by_text(ranks, 5).index
    chances = _chances(context.features, y, parts, len(labels))
    if importlib.util.find_spec("cleanlab"):
        get_label_quality_scores = importlib.import_module("cleanlab.rank").get_label_quality_scores

        methods = ("self_confidence", "normalized_margin")
        found = {
            f"cleanlab {m}": 1 - get_label_quality_scores(y, chances, method=m) for m in methods
        }
    else:
        found = {
            "self-confidence": 1 - _own(chances, y),
            "normalized margin": 1 - _margin(chances, y),
            "adjusted self-confidence": 1 - _own(_adjusted(chances, y), y),
        }
    verdict = np.where(chances.argmax(axis=1) == y, 0.0, chances.max(axis=1))
    distances = {
        "ridge regression": np.abs(labels[y] - _ridge(context.features, labels[y], parts)),
        "classifier's expected score": np.abs(labels[y] - chances @ labels),
    }
    return {**distances, "plain classifier": verdict, **found}


def _ridge(features: NDArray[np.float32], scores: Floats, parts: NDArray[np.intp]) -> Floats:
    """Return the out-of-fold predictions of a ridge regression, its penalty chosen inside."""
    from sklearn.linear_model import RidgeCV
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    x = StandardScaler().fit_transform(features)
    predicted = np.empty(len(scores))
    with threadpool_limits(limits=1, user_api="blas"):
        for part in np.unique(parts):
            held_out = parts == part
            model = RidgeCV(alphas=RIDGE_PENALTIES).fit(x[~held_out], scores[~held_out])
            predicted[held_out] = model.predict(x[held_out])
    return predicted


def _chances(
    features: NDArray[np.float32], y: NDArray[np.intp], parts: NDArray[np.intp], k: int
) -> Floats:
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler
    from threadpoolctl import threadpool_limits

    x = StandardScaler().fit_transform(features)
    chances = np.zeros((len(y), k))
    with threadpool_limits(limits=1, user_api="blas"):
        for part in np.unique(parts):
            held_out = parts == part
            model = LogisticRegression(C=0.003, max_iter=200)
            model.fit(x[~held_out], y[~held_out])
            chances[np.ix_(held_out, model.classes_)] = model.predict_proba(x[held_out])
    return chances


def _own(chances: Floats, y: NDArray[np.intp]) -> Floats:
    return np.asarray(chances[np.arange(len(y)), y])


def _margin(chances: Floats, y: NDArray[np.intp]) -> Floats:
    others = chances.copy()
    others[np.arange(len(y)), y] = -np.inf
    return np.asarray((_own(chances, y) - others.max(axis=1) + 1) / 2)


def _adjusted(chances: Floats, y: NDArray[np.intp]) -> Floats:
    """Subtract each class's mean self-confidence, as confident learning's thresholds are."""
    own = _own(chances, y)
    sums = np.bincount(y, own, chances.shape[1])
    level = sums / np.maximum(np.bincount(y, minlength=chances.shape[1]), 1)
    shifted = np.maximum(chances - level + level.max(), 1e-9)
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def _honest(name: str, answers: Answers) -> Iterator[Row]:
    """Measure which share of the honest answers is at 1 % or under, as they are and planted."""
    plain = anomalies.flag(answers.context).p_value.to_numpy()
    shares, flagged, found = [], [], []
    for seed in SEEDS:
        context, truth = _planted(answers, seed)
        result = anomalies.flag(context)
        rare = result.p_value.to_numpy() <= LEVEL
        kinds = result.anomalies["kind"].isin(KINDS)
        named = context.responses["response_id"].isin(result.anomalies.loc[kinds, "response_id"])
        shares.append(rare[~truth].mean())
        flagged.append(named.to_numpy()[~truth].mean())
        found.append(named.to_numpy()[truth].mean())
    note = (
        f"3 % planted; {np.mean(found):.2f} of them flagged, {np.mean(flagged):.4f} of the honest"
    )
    share = float(np.mean(shares))
    yield Row("anomalies", f"{name}, honest answers at 1 %", share, ">= 0.005", "", note)
    yield Row("anomalies", f"{name}, honest answers at 1 %, at most", max(shares), "<= 0.015")
    as_is = float((plain <= LEVEL).mean())
    note = "nothing planted; real contradictions among them"
    yield Row("anomalies", f"{name}, all answers at 1 %", as_is, "<= 0.015", "", note)


def _demo() -> Iterator[Row]:
    """Measure whether the planted contradictions of the demo months come first in whole runs.

    Every gate is opened, so that all answers whose text is on the other side than their score are
    flags, the most severe first; of these as many are looked at as 5 % of a month's answers.
    """
    truth = pd.read_csv(DEMO / "truth.csv", dtype=str, keep_default_na=False)
    workspace = Workspace(Path(tempfile.mkdtemp(prefix="feedback-bench-demo-")))
    wide = replace(workspace.settings.anomalies, flag_share=1.0, min_gap=0.0, min_agreement=0.0)
    settings = replace(workspace.settings, anomalies=wide)
    least = Settings().anomalies.min_agreement
    planted = right = sure = sure_right = answers = 0
    for path in sorted(DEMO.glob("nps_*.csv")):
        flags = pipeline.run(workspace, [path], path.stem, settings).frames.anomalies
        known = truth[truth["file"] == path.name]
        first = flags[flags["kind"].isin(KINDS)].head(int(np.ceil(FIRST_SHARE * len(known))))
        is_right = first["response_id"].isin(known.loc[known["contradiction"] == "1", "id"])
        is_sure = first["severity"] >= least
        planted, answers = (
            planted + int((known["contradiction"] == "1").sum()),
            answers + len(known),
        )
        right, sure = right + int(is_right.sum()), sure + int(is_sure.sum())
        sure_right += int((is_right & is_sure).sum())
    note = (
        f"{planted} planted among {answers} answers; of severity {least} or more {sure}, "
        f"{sure_right} of them planted"
    )
    test = f"demo, planted contradictions in the first {FIRST_SHARE:.0%}"
    yield Row("anomalies", test, right / planted, ">= 0.95", note=note)
