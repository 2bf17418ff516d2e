"""The conversation of `feedback themes review`."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedback.cli.common import log, print_table, printable, say
from feedback.wording import FEWEST_FOR_SHARE, count_of

if TYPE_CHECKING:
    from feedback.curation import Reviewed
    from feedback.workspace import Workspace

HELP = "Enter: right · number or name: that theme · -: no theme · s: skip · l: list · q: stop"

_MOST_PAIRS = 10  # a screen


def converse(workspace: "Workspace", batch: str | None, n: int, seed: int, out: Path) -> int:
    """Ask about each segment in turn, keep the answers in `out`, and return how many were given.

    A file that is there already is gone on with. Ends at the end of input as at ``q``.
    """
    from feedback import curation

    language = workspace.settings.report.language or "en"
    if out.exists():
        rows = curation.load_review(out)
    else:
        rows = curation.review_sample(workspace, batch, n, seed, language)
    choices = curation.themes_to_choose(workspace, rows[0].batch, language)
    log(HELP)
    _list(choices)
    for place, row in enumerate(rows):
        if row.decided:
            continue
        say(f"\n[{place + 1}/{len(rows)}] {printable(row.text)}")
        answer = _ask(row, choices)
        if answer is None:
            break
        rows[place] = answer
        curation.save_review(out, rows)
    curation.save_review(out, rows)
    return sum(bool(row.decided) for row in rows)


def _ask(row: "Reviewed", choices: Sequence[tuple[str, str]]) -> "Reviewed | None":
    """Return the row with the person's answer, None to stop."""
    while True:
        sys.stdout.write(f"  → {row.theme or 'no theme'} ? ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        answer = line.strip().casefold()
        if not line or answer == "q":
            return None
        if answer == "s":
            return row
        if answer in ("", "y", "o"):
            return replace(row, decided=row.theme_id or "-", decided_theme=row.theme)
        if answer == "-":
            return replace(row, decided="-")
        if answer == "l":
            _list(choices)
            continue
        chosen = _chosen(answer, choices)
        if chosen is not None:
            return replace(row, decided=chosen[0], decided_theme=chosen[1])
        log(HELP)


def _chosen(answer: str, choices: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Return id and name of the theme meant by its number or its name, None for another answer."""
    from feedback.themes import folded

    if answer.isdigit() and 1 <= int(answer) <= len(choices):
        return choices[int(answer) - 1]
    named = [choice for choice in choices if folded(choice[1]) == folded(answer)]
    return named[0] if len(named) == 1 else None


def _list(choices: Sequence[tuple[str, str]]) -> None:
    for number, (_, name) in enumerate(choices, start=1):
        log(f"  {number:3d}  {printable(name)}")


def show_scores(found: dict[str, Any]) -> None:
    """Print what a review says."""
    n, share = found["n"], found["agreed"]
    agreed = f"{share:.0%}" if n >= FEWEST_FOR_SHARE else f"{round(n * share)} of {n}"
    say(f"{count_of(n, 'segment')} reviewed, {agreed} agreed with.")
    keys = ("name_en", "n_reviewed", "precision", "recall", "f1", "f1_low", "f1_high")
    print_table(keys, [[row[key] for key in keys] for row in found["themes"]])


def show_agreement(found: dict[str, Any]) -> None:
    """Print how far two reviewers agree, and which themes they take for one another."""
    both, same = count_of(found["n"], "segment"), round(found["n"] * found["agreed"])
    if found["alpha"] is None:
        say(f"{both} in both; alpha is not defined: both chose one theme only.")
        return
    say(
        f"Krippendorff's alpha {found['alpha']:.2f} "
        f"({found['low']:.2f} to {found['high']:.2f}) on {both} in both files, "
        f"{same} of them alike."
    )
    rows = found["differ"][:_MOST_PAIRS]
    if rows:
        names = [[row[key] or "no theme" for key in ("first", "second")] for row in rows]
        table = [[row["n"], *pair] for row, pair in zip(rows, names, strict=True)]
        print_table(("segments", "first file", "second file"), table)
    if len(found["differ"]) > len(rows):
        say(f"And {count_of(len(found['differ']) - len(rows), 'pair')} more: --json has them all.")
