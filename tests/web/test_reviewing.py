"""The theme review: a person's answers are kept, scored, compared and erased."""

import pytest

from feedback import curation
from feedback.curation.review_desk import forget_reviewed
from feedback.errors import SettingsError
from tests.web.conftest import HOSTILE


def answer(editor, theme: str, reviewer: str = "1", **more: str):
    address = f"/review?batch=april&reviewer={reviewer}"
    segment = editor.field(address, "segment")
    data = {"batch": "april", "reviewer": reviewer, "segment": segment, "theme": theme, **more}
    return segment, editor.post("/review", address, data)


def test_an_answer_is_kept_and_the_next_segment_follows(editor, copied):
    before = curation.review_state(copied, "april", "1", "en")
    segment, sent = answer(editor, "-")
    assert sent.status_code == 303
    after = curation.review_state(copied, "april", "1", "en")
    assert (before.done, after.done) == (0, 1)
    assert before.following.segment_id == segment
    assert after.following.segment_id != segment


def test_a_skipped_segment_comes_back_at_the_end(editor, copied):
    first, sent = answer(editor, "skip")
    assert curation.review_state(copied, "april", "1", "en").done == 0
    shown = editor.field(sent.headers["location"], "segment")
    assert shown != first
    assert editor.field("/review?batch=april&reviewer=1", "segment") == first


def test_another_theme_can_be_taken(editor, copied):
    identity, name = curation.review_state(copied, "april", "1", "en").choices[-1]
    answer(editor, "other", other=identity)
    state = copied.hidden / "reviews"
    rows = curation.load_review(next(state.glob("april*.csv")))
    assert [row.decided_theme for row in rows if row.decided] == [name]


def test_all_answered_shows_the_figures_and_two_reviewers_their_alpha(editor, copied):
    for reviewer in curation.REVIEWERS:
        state = curation.review_state(copied, "april", reviewer, "en")
        while state.following:
            row = state.following
            found = row.theme_id or "-"
            curation.decide_theme(copied, "april", reviewer, row.segment_id, found)
            state = curation.review_state(copied, "april", reviewer, "en")
    figures = curation.review_figures(copied, "april", "1")
    assert figures["scores"]["agreed"] == 1.0
    assert figures["agreement"]["n"] == state.total
    page = editor.get("/review?batch=april&lang=fr").text
    assert "Tout est relu." in page
    assert "Krippendorff" in page or figures["agreement"]["alpha"] is None


def test_hostile_text_is_shown_as_text(editor):
    seen = ""
    for _ in range(20):
        page = editor.get("/review?batch=april").text
        assert "<script>document" not in page
        seen += page
        if "All segments" in page:
            break
        answer(editor, "-")
    assert "&lt;script&gt;" in seen
    assert HOSTILE not in seen


@pytest.mark.parametrize(
    ("address", "line"),
    [("/review?batch=../x", "no batch"), ("/review?batch=april&reviewer=../3", "no reviewer")],
)
def test_what_is_not_known_is_said(editor, address, line):
    page = editor.get(address)
    assert page.status_code == 400
    assert line in page.text


def test_an_answer_without_its_token_changes_nothing(editor, copied):
    segment = editor.field("/review?batch=april", "segment")
    data = {"batch": "april", "reviewer": "1", "segment": segment, "theme": "-"}
    assert editor.client.post("/review", data=data).status_code == 403
    assert curation.review_state(copied, "april", "1", "en").done == 0


def test_unknown_segments_and_themes_are_refused(copied):
    row = curation.review_state(copied, "april", "1", "en").following
    with pytest.raises(SettingsError, match="no theme"):
        curation.decide_theme(copied, "april", "1", row.segment_id, "t-nothing")
    with pytest.raises(SettingsError, match="no segment"):
        curation.decide_theme(copied, "april", "1", "r99.000", "-")


def test_the_erased_leave_the_reviews_too(copied):
    state = curation.review_state(copied, "april", "1", "en")
    response = state.following.segment_id.rpartition(".")[0]
    forget_reviewed(copied, {"april": [response], "march": [response]})
    rows = curation.load_review(next((copied.hidden / "reviews").glob("april*.csv")))
    assert rows
    assert not [row for row in rows if row.segment_id.startswith(f"{response}.")]


def test_the_files_hold_no_word_of_an_answer(editor, copied):
    answer(editor, "-")
    kept = next((copied.hidden / "reviews").glob("april*.csv")).read_text(encoding="utf-8")
    assert "r1" in kept
    assert "export Excel" not in kept
    assert "expensive" not in kept
