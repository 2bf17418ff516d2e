"""A behavioural test of sentiment in the manner of CheckList (Ribeiro et al., 2020).

Three kinds of case, told apart by what is expected:

- *minimum functionality*: negative, neutral, positive, or mixed (praise and blame, each in a
  segment of its own);
- *invariance* (same): the changed text has the same sentiment;
- *direction* (up, down): the polarity of the changed text does not go the other way.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from feedback import sentiment, text
from feedback.errors import InputError
from feedback.evaluation.vectors import sentiment_embed
from feedback.frames import RESPONSES_READ, SENTIMENTS
from feedback.progress import SILENT, Progress
from feedback.settings import Settings

TOLERANCE = 0.1
"""Polarity by which a direction may fail (Ribeiro et al., 2020, section 3.1)."""

COLUMNS = ("capability", "language", "expected", "question", "text", "changed")
_EXPECTED = (*SENTIMENTS, "mixed", "same", "up", "down")


def behaviour(path: Path, settings: Settings, progress: Progress = SILENT) -> dict[str, Any]:
    """Run the cases of a csv and return how many fail, in all and by capability and language.

    Args:
        path: A csv with the columns `COLUMNS`.
        settings: Of the run; every text is read, redacted and segmented as in one.
        progress: Where to report.

    Returns:
        n, failures (a share), by_capability and by_language (shares), and failed: the number of
        each failed case in the file, from 1, with what was found.

    Raises:
        InputError: The file is missing, or a case expects something unknown.
    """
    cases = _cases(path)
    felt = _felt(cases, settings, progress)
    found = felt.responses.set_index("response_id")
    mixed = sentiment.mixed_responses(felt.segments)
    failed = [
        {"case": number, "capability": case.capability, "found": _told(found, number)}
        for number, case in enumerate(cases.itertuples(), start=1)
        if not _holds(str(case.expected), number, found, mixed)
    ]
    numbers = {one["case"] for one in failed}
    is_failed = np.array([number in numbers for number in range(1, len(cases) + 1)])
    return {
        "n": len(cases),
        "failures": float(is_failed.mean()),
        "by_capability": _shares(is_failed, cases["capability"]),
        "by_language": _shares(is_failed, cases["language"]),
        "failed": failed,
    }


def _cases(path: Path) -> pd.DataFrame:
    try:
        cases = pd.read_csv(path, dtype=str, keep_default_na=False)
    except FileNotFoundError as error:
        raise InputError("the file of cases is missing", where=str(path)) from error
    missing = [name for name in COLUMNS if name not in cases.columns]
    strange = [] if missing else sorted(set(cases["expected"]) - set(_EXPECTED))
    if missing or strange:
        what = f"no column {missing[0]!r}" if missing else f"unknown expectation {strange[0]!r}"
        raise InputError(what, where=path.name, todo=f"Use {', '.join(COLUMNS)}")
    return cases


def _felt(cases: pd.DataFrame, settings: Settings, progress: Progress) -> sentiment.Felt:
    """Run both texts of every case through preparation and classification."""
    texts = pd.concat([_responses(cases, "text", "a"), _responses(cases, "changed", "b")])
    prepared = text.prepare(texts[texts["comment"] != ""], settings.text, progress)
    embed = sentiment_embed(settings, progress=progress)
    return sentiment.classify(
        prepared.responses, prepared.segments, embed, settings.sentiment, progress
    )


def _responses(cases: pd.DataFrame, column: str, suffix: str) -> pd.DataFrame:
    n = len(cases)
    frame = (
        RESPONSES_READ.empty()
        .reindex(range(n))
        .assign(
            response_id=[f"{number:05d}{suffix}" for number in range(1, n + 1)],
            batch="behaviour",
            source="survey",
            question=cases["question"].replace("", None).to_numpy(),
            comment=cases[column].to_numpy(),
        )
    )
    return RESPONSES_READ.check(frame.astype(RESPONSES_READ.empty().dtypes.to_dict()))


def _holds(expected: str, number: int, found: pd.DataFrame, mixed: set[str]) -> bool:
    first, second = f"{number:05d}a", f"{number:05d}b"
    if expected == "mixed":
        return first in mixed
    told = found["sentiment"].to_dict()
    if expected in SENTIMENTS:
        return bool(told[first] == expected)
    if expected == "same":
        return bool(told[first] == told[second])
    polarity = found["polarity"].to_dict()
    moved = float(polarity[second]) - float(polarity[first])
    return bool(moved <= TOLERANCE if expected == "down" else moved >= -TOLERANCE)


def _told(found: pd.DataFrame, number: int) -> list[str]:
    rows = [f"{number:05d}{suffix}" for suffix in "ab"]
    return [str(found.loc[row, "sentiment"]) for row in rows if row in found.index]


def _shares(is_failed: "np.ndarray[Any, Any]", groups: pd.Series) -> dict[str, dict[str, float]]:
    counted = pd.Series(is_failed, index=groups.to_numpy()).groupby(level=0)
    return {str(name): {"n": len(rows), "failures": float(rows.mean())} for name, rows in counted}
