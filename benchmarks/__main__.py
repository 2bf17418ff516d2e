"""`python -m benchmarks [GROUP ...]`: measure, print, and write RESULTS.md."""

import os
import sys

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # before torch, as the command line does

from benchmarks import (
    anomalies,
    bands,
    inputs,
    record,
    report,
    run,
    search,
    sentiment,
    sentiment_own,
    theme_labels,
    theme_months,
    theme_sectors,
    theme_stability,
    themes,
)

GROUPS = {
    "inputs": inputs,
    "report": report,
    "run": run,
    "sentiment": sentiment,
    "sentiment_own": sentiment_own,
    "search": search,
    "themes": themes,
    "theme_labels": theme_labels,
    "theme_stability": theme_stability,
    "theme_months": theme_months,
    "theme_sectors": theme_sectors,
    "bands": bands,
    "anomalies": anomalies,
}


def main() -> None:
    """Run the groups named on the command line, or all of them."""
    unknown = set(sys.argv[1:]) - set(GROUPS)
    if unknown:
        sys.exit(f"unknown group {min(unknown)!r}; known: {', '.join(GROUPS)}")
    for name in sys.argv[1:] or GROUPS:
        rows = []
        for row in GROUPS[name].rows():
            print(f"{row.group}: {row.test}: {row.reached:.4g} {row.asked}", flush=True)
            rows.append(row)
        record.save(name, rows)


if __name__ == "__main__":
    main()
