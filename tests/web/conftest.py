import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from feedback.store import Store
from feedback.web.server import build_app
from feedback.workspace import Workspace
from tests.store.store_samples import make_batch, make_vectors

HOSTILE = '<script>document.body.dataset.pwned=1</script> "><img src=x onerror=alert(1)> export'


class Visitor:
    """A browser without JavaScript: it keeps cookies and sends the hidden fields of forms."""

    def __init__(self, app, **headers: str) -> None:
        self.client = TestClient(
            app, base_url="http://127.0.0.1", headers=headers, raise_server_exceptions=False
        )
        self.client.follow_redirects = False

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def field(self, path: str, name: str) -> str:
        return re.search(rf'name="{name}" value="([^"]*)"', self.get(path).text)[1]

    def post(self, path: str, page: str, data: dict, **more):
        csrf = self.field(page, "csrf")
        return self.client.post(path, data={"csrf": csrf, **data}, **more)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two tiny batches with a hostile comment, embedded by the real encoders."""
    from feedback.assembly import Models

    workspace = Workspace(tmp_path_factory.mktemp("small"))
    workspace.prepare()
    store = Store.open(workspace.store_uri)
    models = Models.load(workspace, workspace.settings)
    comments = [
        ("r1", "fr", "L’export Excel perd des lignes. Le prix est correct.", 3.0),
        ("r2", "en", "I cannot download my files as a spreadsheet.", 4.0),
        ("r3", "en", "Too expensive for what it is.", 2.0),
        ("r4", "fr", "Trop cher, mais une assistance de qualité.", 8.0),
        ("r5", "en", HOSTILE, 1.0),
    ]
    for batch in ("march", "april"):
        frames = make_batch(batch, comments)
        made = make_vectors(frames)
        texts = list(frames.segments["text"])
        theme = models.meaning(texts)
        vectors = type(made)(
            search=models.search_vectors(frames.segments),
            themes=theme,
            centroids=theme[:2],
            theme_means={},
            search_encoder=models.features.encoder.fingerprint,
            theme_encoder=models.meaning.encoder.fingerprint,
        )
        facts = {"metrics": [], "manifest": {}, "run": {"seed": 1, "version": "0"}}
        store.save(frames, vectors, facts)
        folder = workspace.report_dir(batch)
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("<!doctype html><title>report</title>", "utf-8")
    return workspace


@pytest.fixture
def copied(small: Workspace, tmp_path: Path) -> Workspace:
    """A copy of `small` that a test may change."""
    shutil.copytree(small.root, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


@pytest.fixture
def visitor(small: Workspace) -> Visitor:
    return Visitor(build_app(small))


@pytest.fixture
def editor(copied: Workspace) -> Visitor:
    return Visitor(build_app(copied))


class Live:
    """A server on a free port, in a thread."""

    def __init__(self, workspace: Workspace) -> None:
        import uvicorn

        config = uvicorn.Config(build_app(workspace), "127.0.0.1", 0, log_level="error")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        until = time.monotonic() + 60
        while not self._server.started and time.monotonic() < until:
            time.sleep(0.05)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)


@pytest.fixture
def live(copied: Workspace) -> Iterator[Live]:
    server = Live(copied)
    yield server
    server.stop()
