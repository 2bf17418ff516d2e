"""Whole runs as a person starts them: seconds and peak memory of the process."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from benchmarks import corpora
from benchmarks.record import Row


def rows() -> Iterator[Row]:
    """Measure `feedback run` on the telco survey, a second run, a search, and `feedback --help`."""
    _command("models", "list")
    path = str(corpora.folder() / "nps" / "telco_en.csv")
    with tempfile.TemporaryDirectory() as workspace:
        seconds = _command("run", path, "--workspace", workspace)
        again = _command("run", path, "--workspace", workspace)
        search = min(_command("search", "price", "--workspace", workspace) for _ in range(3))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    yield Row("run", "telco en, 2,385 answers, seconds", seconds, "<= 90", note="no vector cached")
    yield Row("run", "telco en, seconds of a second run", again, note="all vectors from the cache")
    yield Row("run", "telco en, peak memory in GB", peak, "<= 2")
    yield Row("run", "feedback search, seconds", search, note="a process of its own, least of 3")
    yield Row(
        "run", "feedback --help, seconds", min(_command("--help") for _ in range(5)), "<= 0.4"
    )


def _command(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "feedback", *words], check=True, capture_output=True)
    return time.perf_counter() - started
