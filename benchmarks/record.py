"""One row of the results table, and how the table is written."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """One measured figure.

    Attributes:
        group: Section of the table.
        test: What was measured, on which data.
        reached: The figure.
        asked: What is asked of it, as a comparison such as ">= 0.71"; empty when nothing is.
        baseline: A figure of another method on the same data in the same run, or a published one.
        note: How to read it.
    """

    group: str
    test: str
    reached: float
    asked: str = ""
    baseline: str = ""
    note: str = ""

    def verdict(self) -> str:
        """Return yes, no, or nothing when no bound was set."""
        if not self.asked:
            return ""
        relation, bound = self.asked.split()
        is_met = self.reached >= float(bound) if relation == ">=" else self.reached <= float(bound)
        return "yes" if is_met else "**no**"


def save(group: str, rows: Iterable[Row]) -> None:
    """Replace the rows of one group in results.json and write RESULTS.md anew."""
    path = FOLDER / "results.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known[group] = [asdict(row) for row in rows]
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (FOLDER / "RESULTS.md").write_text(_page(known), encoding="utf-8")


def _page(known: dict[str, list[dict[str, object]]]) -> str:
    parts = [
        "# Results\n",
        "Written by `make bench`; one group alone: `python -m benchmarks GROUP`.",
        "Absolute times drift from run to run on a shared machine: read the ratios, which were",
        "taken side by side in one run.\n",
    ]
    for group in sorted(known):
        parts += [
            f"## {group}\n",
            "| test | reached | asked | met | beside it | note |",
            "|---|---:|---:|---|---|---|",
        ]
        for entry in known[group]:
            row = Row(**entry)  # type: ignore[arg-type]
            parts.append(
                f"| {row.test} | {row.reached:.4g} | {row.asked} | {row.verdict()} "
                f"| {row.baseline} | {row.note} |"
            )
        parts.append("")
    return "\n".join(parts)
