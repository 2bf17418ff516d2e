"""Real contradictions: how many flags a person agrees with, and how many there are to be found.

**The question put to the reader.** "You see a comment and its score, and how the scale runs, and
nothing else. Would the comment alone make you put the score in another band, so that you would
check this answer before taking its score at face value?" In cases of doubt:

- No: a comment that could go with any score (neutral, factual, unintelligible), a wish or a
  softened remark ("could have been"), which is how people say why they did not give more.
- No: praise and blame side by side, unless one of them is only conceded.
- No: bitter irony that goes with the score; a fault told as mended.
- Yes: nothing but an unsoftened fault under a high score, nothing but satisfaction under a low one.
- Yes: a comment that disowns its score or names another.

**What was read.** Answers in the low and the high band that are no fillers. In the two surveys
every answer whose text has the other polarity than its score, the most suspicious 130 by each of
several signals (gap, polarity, share of segments), and some 200 drawn from all the others, of which
2 were contradictions in the telco survey (about 16 more may lie among the 1,400 never read) and
none in the insurance one; in the app reviews what each way of ranking puts first, and 15 drawn. The
order was shuffled, and no figure of a model shown. One reader; 142 answers had been read before, by
another and looser rule, with the same verdict on 135. A flag that was never read counts as unread.

`contradictions.csv` holds the verdicts: a key of the comment and its score (never its words), and 1
for a contradiction. Slope and midpoint of `feedback.anomalies.agreement` were fitted on the two
surveys; the app reviews were read afterwards and fitted nothing.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.record import Row
from feedback import anomalies
from feedback.settings import AnomalySettings

LABELS = Path(__file__).parent / "contradictions.csv"
KINDS = ("praise-low-score", "complaint-high-score")
TOP = 100
SPLITS = 5
"""Other ways to split the answers into folds: which flags are raised depends on it a little."""
SURVEYS = ("insurance fr", "telco en")
"""Read for every contradiction that they hold; of the other files only the first answers."""


def key(comment: str, score: float) -> str:
    """Return what stands for a comment with its score in the labels."""
    return hashlib.blake2b(f"{score:g}\0{comment}".encode(), digest_size=8).hexdigest()


def rows(
    read: Callable[[str], tuple[anomalies.AnomalyContext, pd.Series]],
) -> Iterator[Row]:
    """Measure the agreement with the flags as shipped, with the likeliest hundred, and recall.

    Args:
        read: Gives for a file's name its answers and, by response_id, the comments as written.
    """
    labels = pd.read_csv(LABELS)
    for name in sorted(labels["file"].unique()):
        verdicts = labels[labels["file"] == name].set_index("key")["agrees"]
        context, written = read(name)
        context = replace(context, settings=AnomalySettings())
        frame = context.responses
        keys = [
            key(str(written[answer]), float(score))
            for answer, score in zip(frame["response_id"], frame["score"], strict=True)
        ]
        read_as = pd.Series(verdicts.reindex(keys).to_numpy(), index=frame["response_id"])
        answers = _answers(frame, anomalies.flag(context), read_as)
        yield from _flags(name, answers, _other_splits(context, read_as))
        if name in SURVEYS:
            yield _likeliest(name, answers)
        yield _ranking(name, answers[answers["verdict"].notna()])


def _answers(
    frame: pd.DataFrame, result: anomalies.AnomalyResult, verdicts: pd.Series
) -> pd.DataFrame:
    """Return the answers of the end bands: verdict (NaN where unread), flagged, and each signal."""
    mine = frame[frame["score_band"].isin(["low", "high"]) & ~frame["is_filler"]]
    ids = mine["response_id"].to_numpy()
    flags = result.anomalies.loc[result.anomalies["kind"].isin(KINDS), "response_id"]
    up = np.where(mine["score_band"] == "low", 1, -1)
    expected = result.expected.reindex(ids).to_numpy()
    return pd.DataFrame(
        {
            "verdict": verdicts.loc[ids].to_numpy(),
            "flagged": np.isin(ids, flags),
            "agreement": result.agreement.reindex(ids).to_numpy(),
            "gap": up * (expected - mine["score"].to_numpy()),
            "polarity": up * mine["polarity"].fillna(0.0).to_numpy(),
        }
    )


def _other_splits(context: anomalies.AnomalyContext, verdicts: pd.Series) -> float:
    """Return the agreement with the flags of several other splits, all counted together."""
    agreed: list[float] = []
    for seed in range(SPLITS):
        flags = anomalies.flag(replace(context, seed=seed)).anomalies
        ids = flags.loc[flags["kind"].isin(KINDS), "response_id"]
        agreed += verdicts.loc[ids].dropna().tolist()
    return float(np.mean(agreed))


def _flags(name: str, answers: pd.DataFrame, others: float) -> Iterator[Row]:
    flagged = answers[answers["flagged"]]
    known, right = int(answers["verdict"].sum()), int(flagged["verdict"].sum())
    note = (
        f"{len(flagged)} flags, {int(flagged['verdict'].notna().sum())} of them read; "
        f"{others:.3f} with {SPLITS} other splits into folds"
    )
    share = float(flagged["verdict"].mean())
    yield Row("anomalies", f"{name}, flags that a person agrees with", share, ">= 0.7", note=note)
    if name in SURVEYS:
        note = f"{right} of {known} among {len(answers)} answers; the others are less clear"
        test = f"{name}, known contradictions that are flagged"
        yield Row("anomalies", test, right / known, note=note)


def _likeliest(name: str, answers: pd.DataFrame) -> Row:
    first = answers.sort_values("agreement", ascending=False, kind="stable").head(TOP)
    known = int(answers["verdict"].sum())
    note = (
        f"{int(first['verdict'].notna().sum())} read; only {known} were found in the whole file: "
        f"no order can pass {min(1.0, known / TOP):.2f}"
    )
    share = float(first["verdict"].mean())
    return Row("anomalies", f"{name}, of the {TOP} likeliest", share, ">= 0.7", note=note)


def _ranking(name: str, read: pd.DataFrame) -> Row:
    """Compare the order by agreement with that by the gap or the polarity alone."""
    from sklearn.metrics import average_precision_score

    found = {
        signal: average_precision_score(read["verdict"], read[signal].fillna(0.0))
        for signal in ("agreement", "gap", "polarity")
    }
    beside = f"gap alone {found['gap']:.3f}, polarity alone {found['polarity']:.3f}"
    test = f"{name}, average precision of a person's verdicts"
    return Row("anomalies", test, found["agreement"], "", beside, f"{len(read)} answers read")
