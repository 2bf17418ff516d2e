"""Whole runs with a naming endpoint: what leaves, what comes back, what stays."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from feedback import pipeline
from feedback.assembly import namer_of
from feedback.settings import override
from feedback.store import Store
from feedback.themes import Codebook, Edit, find_themes, generic_ids
from feedback.workspace import Workspace
from tests.naming.conftest import KEY, Server, numbered, settings_for
from tests.themes import months, synthetic

PRIVATE = ("marie.durand@example.com", "Marie Durand", "06 12 34 56 78")


TOLD = {
    "fr": ["écrivez à {}", "rappelez {}", "appelez le {}"],
    "en": ["write to {}", "ask {}", "call {}"],
}


def month(path: Path, name: str) -> Path:
    """Write forty answers; every one holds a name, an address or a number."""
    return months.month(path, name, lambda la, t: f", {TOLD[la][t % 3].format(PRIVATE[t % 3])}")


@dataclass
class Named:
    """A workspace whose first month was named by a server."""

    workspace: Workspace
    source: Path
    server: Server
    themes: dict[str, tuple[str, str]]
    page: bytes

    def run(self, batch: str = "m1", **changes):
        settings = settings_for(self.server.endpoint, api_key_env="NAMING_KEY")
        settings = override(settings, "encoders", features="use")  # one model, loaded once
        settings = override(settings, "sentiment", model="fast")
        for section, values in changes.items():
            settings = override(settings, section, **values)
        return pipeline.run(self.workspace, [self.source], batch, settings)

    def manifest(self, batch: str = "m1") -> dict:
        path = self.workspace.report_dir(batch) / "manifest.json"
        return json.loads(path.read_text(encoding="utf-8"))


def names_of(finished) -> dict[str, tuple[str, str]]:
    rows = finished.frames.themes.to_dict("records")
    return {row["theme_id"]: (row["name_fr"], row["name_en"]) for row in rows}


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    root = tmp_path_factory.mktemp("named")
    server = Server(numbered)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAMING_KEY", KEY)
        made = Named(Workspace(root / "w"), month(root / "m1.csv", "m1"), server, {}, b"")
        finished = made.run()
        made.themes = names_of(finished)
        made.page = finished.report_path.read_bytes()
        yield made
    server.close()


def test_new_themes_carry_the_names_of_the_server(named):
    asked = len(named.server.asked)
    ours = {i: n for i, n in named.themes.items() if i not in generic_ids()}
    assert asked == len(ours) >= 2
    assert all(fr.startswith("Sujet ") and en.startswith("Subject ") for fr, en in ours.values())
    said = named.manifest()["naming"]
    assert (said["host"], said["model"]) == (named.server.host, "small")
    assert (said["taken"], said["own_kept"], said["stopped"]) == (asked, 0, "")
    assert set(said["names_from_endpoint"]) == set(ours)
    assert [n["code"] for n in named.manifest()["notices"]].count("naming-endpoint") == 1


def test_no_personal_data_leaves(named):
    sent = named.server.bodies()
    assert "[person]" in sent or "[email]" in sent
    for private in (*PRIVATE, "Durand", "marie.", "06 12"):
        assert private not in sent


def test_the_key_is_in_no_file(named):
    files = [path for path in named.workspace.root.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if KEY.encode() in path.read_bytes()]
    assert named.server.asked[0][1]["Authorization"] == f"Bearer {KEY}"


def test_the_same_month_again_keeps_its_names_without_asking(named):
    asked = len(named.server.asked)
    again = named.run()
    assert names_of(again) == named.themes
    assert len(named.server.asked) == asked
    assert again.report_path.read_bytes() == named.page
    off = named.run(naming={"endpoint": ""})
    assert names_of(off) == named.themes
    assert named.manifest()["naming"]["host"] == named.server.host


def test_a_later_month_asks_nothing_about_known_themes(named):
    asked = len(named.server.asked)
    finished = named.run("m2")
    known = {i: n for i, n in names_of(finished).items() if i in named.themes}
    assert known == named.themes
    assert len(named.server.asked) - asked == len(finished.frames.themes) - len(known)


def test_without_redaction_nothing_leaves_and_our_names_stand(named, tmp_path):
    asked = len(named.server.asked)
    plain = Named(Workspace(tmp_path / "w"), named.source, named.server, {}, b"")
    finished = plain.run(text={"redact": False})
    assert len(named.server.asked) == asked
    assert "personal data is not replaced" in " ".join(n.en for n in finished.notices)
    assert not any(fr.startswith("Sujet") for fr, _ in names_of(finished).values())
    assert plain.manifest()["naming"]["names_from_endpoint"] == {}


def test_without_an_endpoint_there_is_no_namer(tmp_path):
    workspace = Workspace(tmp_path)
    workspace.prepare()
    store = Store.open(workspace.store_uri)
    assert namer_of(workspace.settings, store, "m1") is None


class Noted:
    """A namer that notes what it is shown."""

    def __init__(self) -> None:
        self.new, self.taken = [], {}

    def __call__(self, new, taken):
        self.new, self.taken = list(new), taken
        names = {t.theme_id: t for t in new if not t.is_edited}
        return {i: {"fr": f"Nom {i}", "en": f"Name {i}"} for i in names}


@pytest.fixture(scope="module")
def first():
    frame = synthetic.comments(("invoice", "support", "mobile"), "a")
    request = synthetic.request(frame)
    return request, find_themes(request)


def asked_again(request, **more):
    noted = Noted()
    fields = {**vars(request), "namer": noted, **more}
    return noted, find_themes(type(request)(**fields))


def test_a_namer_sees_typical_segments_and_what_is_taken(first):
    request, before = first
    noted, after = asked_again(request)
    assert {t.theme_id for t in noted.new} == set(before.themes["theme_id"])
    for theme in noted.new:
        assert all(1 <= len(theme.segments[la]) <= 6 for la in ("fr", "en"))
        assert set(theme.segments["fr"]) <= set(request.segments["text"])
    assert "General praise" in noted.taken["en"]
    assert list(after.themes["name_en"]) == [f"Name {i}" for i in after.themes["theme_id"]]
    assert after.assignments.equals(before.assignments)


def test_known_themes_are_not_shown(first):
    request, before = first
    noted, after = asked_again(request, codebook=before.codebook(request.codebook), batch="m2")
    assert noted.new == []
    assert list(after.themes["name_en"]) == list(before.themes["name_en"])


def test_what_a_person_decided_stands(first):
    request, before = first
    one, two = before.themes["theme_id"].iloc[:2]
    called = before.themes["name_en"].iloc[1]
    edits = (Edit("rename", one, value="Billing"), Edit("pin", called))
    noted, after = asked_again(request, codebook=Codebook(edits=edits))
    names = dict(zip(after.themes["theme_id"], after.themes["name_en"], strict=True))
    assert (names[one], names[two]) == ("Billing", called)
    assert {t.theme_id for t in noted.new if t.is_edited} == {one, two}
    assert "Billing" in noted.taken["fr"] & noted.taken["en"]
