"""The application under readers and a running batch, and a store whose writers are killed."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.record import Row
from feedback.store import Store

READERS = 20
KILLS = 30
DEMO = Path(__file__).parent.parent / "corpora" / "demo"
_FILES = ("responses.csv", "segments.csv", "themes.csv", "theme_bands.csv", "anomalies.csv")
_PATHS = ("/api/search?q=export", "/search?q=prix", "/themes", "/api/themes", "/anomalies", "/")


def live_rows() -> Iterator[Row]:
    """Measure errors and staleness under load, then what kills leave behind."""
    root = Path(tempfile.mkdtemp(prefix="feedback-bench-")) / "workspace"
    _feedback("run", DEMO / "nps_2026-08.csv", "--batch", "2026-08", workspace=root)
    yield from _readers(root)
    yield from _kills(root)


def _command(*words: object, workspace: Path) -> list[str]:
    named = [str(word) for word in words]
    return [sys.executable, "-m", "feedback", *named, "--workspace", str(workspace)]


def _feedback(*words: object, workspace: Path) -> None:
    subprocess.run(_command(*words, workspace=workspace), check=True, capture_output=True)


def _readers(root: Path) -> Iterator[Row]:
    port = _free_port()
    server = subprocess.Popen(
        _command("serve", "--port", port, workspace=root), stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        answers: list[int] = []
        stop = threading.Event()
        threads = [
            threading.Thread(target=_read, args=(address, k, answers, stop)) for k in range(READERS)
        ]
        for thread in threads:
            thread.start()
        _feedback("run", DEMO / "nps_2026-09.csv", "--batch", "2026-09", workspace=root)
        stale = int(not _sees(address, "2026-09"))
        stop.set()
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    errors = sum(status != 200 for status in answers)
    kinds = ", ".join(f"{n} of status {status}" for status, n in sorted(Counter(answers).items()))
    note = f"{len(answers)} requests while a batch ran: {kinds}"
    yield Row("search", f"{READERS} readers and a running batch, errors", errors, "<= 0", "", note)
    test = "stale answers after the commit"
    yield Row("search", test, stale, "<= 0", "", "the first search after the run ended")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/api/batches", timeout=5).read()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def _read(address: str, seed: int, answers: list[int], stop: threading.Event) -> None:
    choose = np.random.default_rng(seed)
    while not stop.is_set():
        path = _PATHS[int(choose.integers(len(_PATHS)))]
        try:
            with urllib.request.urlopen(address + path, timeout=120) as answer:  # noqa: S310
                answer.read()
                answers.append(answer.status)
        except urllib.error.HTTPError as error:
            answers.append(error.code)
        except OSError:
            answers.append(0)
        stop.wait(0.7)  # within the rate of one visitor: all of them share an address


def _sees(address: str, batch: str) -> bool:
    question = urllib.parse.urlencode({"q": "export", "batch": batch})
    with urllib.request.urlopen(f"{address}/api/search?{question}", timeout=120) as answer:  # noqa: S310
        return bool(json.load(answer)["total"])


def _kills(root: Path) -> Iterator[Row]:
    """Kill runs and edits at random moments; after each, the last commit must be whole."""
    whole = root.with_name("whole")
    shutil.copytree(root, whole)
    started = time.monotonic()
    _feedback("run", DEMO / "nps_2026-10.csv", "--batch", "2026-10", workspace=whole)
    run_seconds = time.monotonic() - started
    theme = Store.open(root / ".feedback" / "store").codebook().themes["theme_id"].iloc[0]
    chance = np.random.default_rng(20_260)
    broken = 0
    for k in range(KILLS):
        words: tuple[object, ...] = ("run", DEMO / "nps_2026-10.csv", "--batch", "2026-10")
        limit = run_seconds
        if k % 3 == 2:
            words, limit = ("themes", "rename", theme, "--en", f"Name {k}"), run_seconds / 2
        before = _commits(root)
        writer = subprocess.Popen(
            _command(*words, workspace=root),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            writer.wait(float(chance.uniform(0.3, limit)))
        except subprocess.TimeoutExpired:
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        broken += not _is_whole(root, before)
    test = f"kill -9 at {KILLS} random moments of a run or an edit, stores not whole after"
    yield Row("search", test, broken, "<= 0")
    _feedback("run", DEMO / "nps_2026-10.csv", "--batch", "2026-10", workspace=root)
    differing = sum(_table(root, name) != _table(whole, name) for name in _FILES[:2])
    test = "tables that differ after the re-run from a run nobody killed"
    note = "responses and segments; the edits rename a theme in between"
    yield Row("search", test, differing, "<= 0", "", note)


def _commits(root: Path) -> set[str]:
    return set(Store.open(root / ".feedback" / "store").batches()["batch"])


def _is_whole(root: Path, before: set[str]) -> bool:
    store = Store.open(root / ".feedback" / "store")
    batches = set(store.batches()["batch"])
    return before <= batches <= before | {"2026-10"} and not store.verify().problems


def _table(root: Path, name: str) -> bytes:
    return (root / "reports" / "2026-10" / name).read_bytes()
