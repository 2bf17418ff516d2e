import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from feedback import frames
from feedback.errors import FrameContractError
from feedback.themes import ThemeResult, find_themes
from tests.themes import synthetic


def test_importing_the_room_does_not_import_bertopic() -> None:
    code = (
        "import sys, feedback.themes;"
        "heavy = {'bertopic', 'torch', 'sklearn', 'spacy', 'umap'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_subject_is_one_bilingual_theme(
    first_month: pd.DataFrame, first_result: ThemeResult
) -> None:
    found = synthetic.theme_of(first_month, first_result.assignments)
    table = pd.crosstab(first_month["subject"], found)
    purity = table.max(axis=0).sum() / len(first_month)
    assert purity > 0.95
    assert len(first_result.themes) == 5
    for theme in first_result.themes["theme_id"]:
        assert set(first_month.loc[found == theme, "language"]) == {"fr", "en"}


def test_names_are_in_both_languages_distinct_and_about_the_subject(
    first_result: ThemeResult,
) -> None:
    themes = first_result.themes
    for column in ("name_fr", "name_en"):
        assert themes[column].str.casefold().is_unique
        assert themes[column].str.match(r"^[^\W_]").all()
        assert (themes[column].str[0] == themes[column].str[0].str.upper()).all()
    english = " ".join(themes["name_en"]).lower()
    french = " ".join(themes["name_fr"]).lower()
    assert "support" in english
    assert "factur" in french
    assert not {"le", "la", "the", "a"} & set(english.split()[:1] + french.split()[:1])


def test_texts_that_only_praise_share_one_theme(
    first_month: pd.DataFrame, first_result: ThemeResult
) -> None:
    found = synthetic.theme_of(first_month, first_result.assignments)
    praise = set(found[first_month["subject"] == "praise"])
    assert len(praise) == 1
    row = first_result.themes.set_index("theme_id").loc[praise.pop()]
    assert row["name_en"] == "General praise"
    assert row["n_segments"] == 6


@pytest.mark.parametrize(
    ("texts", "name"),
    [(["Trop cher"], "Price"), (["cher", "chers", "chère"], "Price"), (["C’est ça"], None)],
)
def test_one_word_or_none_is_enough(texts: list[str], name: str | None) -> None:
    rows = [("price", texts[n % len(texts)], "fr") for n in range(60)]
    result = find_themes(synthetic.request(synthetic.segments(rows, "one")))
    assert name is None or name in set(result.themes["name_en"])


@pytest.mark.parametrize(
    ("sentiment", "name"),
    [("positive", "General praise"), ("negative", ""), ("neutral", ""), (None, "")],
)
def test_what_lies_near_mere_praise_joins_it_only_if_it_praises(
    first_month: pd.DataFrame, sentiment: str | None, name: str
) -> None:
    odd = synthetic.segments([("weather", "That Tuesday weather for once", "en")], "aw")
    frame = pd.concat([first_month, odd], ignore_index=True)
    request = synthetic.request(frame)
    judges = frame["subject"].isin(["praise", "weather"]).to_numpy()
    tone_axis = np.eye(synthetic.DIMENSION, dtype=np.float32)[50]
    felt = [sentiment if subject == "weather" else "neutral" for subject in frame["subject"]]
    columns = {"sentiment": pd.Series(felt, dtype="str"), "polarity": 0.0, "confidence": 0.9}
    request = replace(
        request,
        vectors=request.vectors + 3 * judges[:, None] * tone_axis,
        segments=request.segments.assign(**columns) if sentiment else request.segments,
    )

    result = find_themes(request)

    names = dict(zip(result.themes["theme_id"], result.themes["name_en"], strict=True))
    found = synthetic.theme_of(frame, result.assignments)[frame["subject"] == "weather"].item()
    assert names.get(found, "") == name


def test_frames_keep_their_contract(first_result: ThemeResult) -> None:
    frames.THEMES.check(first_result.themes)
    frames.ASSIGNMENTS.check(first_result.assignments)
    assert first_result.assignments["strength"].between(0, 1).all()
    assert len(first_result.centroids) == len(first_result.themes)
    assert set(first_result.history["event"]) == {"new"}
    assert first_result.assignments["segment_id"].is_unique


def test_shuffled_rows_give_the_same_themes(
    first_month: pd.DataFrame, first_result: ThemeResult
) -> None:
    shuffled = first_month.sample(frac=1, random_state=5).reset_index(drop=True)
    again = find_themes(synthetic.request(shuffled))
    pd.testing.assert_frame_equal(again.themes, first_result.themes)
    pd.testing.assert_frame_equal(again.assignments, first_result.assignments)
    pd.testing.assert_frame_equal(again.quotes, first_result.quotes)
    np.testing.assert_array_equal(again.centroids, first_result.centroids)


def test_other_ids_for_the_same_texts_give_the_same_themes(
    first_month: pd.DataFrame, first_result: ThemeResult
) -> None:
    renamed = first_month.iloc[::-1].reset_index(drop=True)
    ids = pd.Series([f"z{number:03d}" for number in range(len(renamed))], dtype="str")
    renamed = renamed.assign(response_id=ids, segment_id=ids + ".000")
    again = find_themes(synthetic.request(renamed))
    assert set(again.themes["theme_id"]) == set(first_result.themes["theme_id"])
    assert again.themes["name_fr"].tolist() == first_result.themes["name_fr"].tolist()


def test_a_comment_of_two_sentences_has_two_themes() -> None:
    frame = synthetic.comments(("invoice", "support"), "b", 24)
    two = synthetic.segments(
        [
            ("invoice", "the invoice was wrong", "en"),
            ("support", "the support team was rude", "en"),
        ],
        "two",
    ).assign(response_id="two", segment_id=["two.000", "two.001"])
    both = pd.concat([frame, two], ignore_index=True)
    found = synthetic.theme_of(both, find_themes(synthetic.request(both)).assignments)
    assert found.iloc[-1] != found.iloc[-2]
    assert found.iloc[-1] == found[both["subject"] == "support"].iloc[0]


def test_too_few_answers_give_a_notice_and_no_themes() -> None:
    frame = synthetic.comments(("invoice",), "c", 6)
    result = find_themes(synthetic.request(frame))
    assert [notice.code for notice in result.notices] == ["too-few-for-themes"]
    assert "6" in result.notices[0].fr
    assert len(result.themes) == len(result.assignments) == 0
    frames.THEMES.check(result.themes)


def test_no_segments_at_all_are_no_error() -> None:
    frame = synthetic.comments(("invoice",), "c", 2).iloc[:0]
    assert len(find_themes(synthetic.request(frame)).themes) == 0


def test_identical_comments_are_one_theme() -> None:
    frame = synthetic.segments([("invoice", "the invoice is late again", "en")] * 30, "d")
    result = find_themes(synthetic.request(frame))
    assert result.themes["n_segments"].tolist() == [30]


def test_one_language_only_still_gets_both_names() -> None:
    frame = synthetic.comments(("invoice", "support", "login"), "e", 30)
    english = frame[frame["language"] == "en"].reset_index(drop=True)
    themes = find_themes(synthetic.request(english)).themes
    assert 3 <= len(themes) <= 5
    assert (themes["name_fr"].str.len() > 0).all()
    assert (themes["name_en"].str.len() > 0).all()


def test_an_unknown_language_is_clustered_with_the_others() -> None:
    frame = synthetic.comments(("invoice", "support"), "f", 30)
    frame.loc[::7, "language"] = None
    result = find_themes(synthetic.request(frame))
    assert result.themes["n_segments"].sum() >= 57


def test_vectors_that_do_not_fit_are_refused(first_month: pd.DataFrame) -> None:
    from dataclasses import replace

    asked = synthetic.request(first_month)
    with pytest.raises(FrameContractError, match="vectors"):
        find_themes(replace(asked, vectors=asked.vectors[:-1]))


def test_quotes_come_from_their_theme_and_language(
    first_month: pd.DataFrame, first_result: ThemeResult
) -> None:
    quotes = first_result.quotes.merge(first_result.assignments, on=["segment_id", "theme_id"])
    assert len(quotes) == len(first_result.quotes) > 0
    languages = first_month.set_index("segment_id")["language"]
    assert (quotes["segment_id"].map(languages) == quotes["language"]).all()
    assert quotes.groupby(["theme_id", "language"])["rank"].max().max() <= 5


@pytest.mark.parametrize(("text", "has_theme"), [("ok", False), ("battery", True)])
def test_a_text_without_a_word_of_its_own_stands_under_no_subject(
    first_month: pd.DataFrame, text: str, has_theme: bool
) -> None:
    odd = synthetic.segments([("odd", text, "en")], "ok")
    frame = pd.concat([first_month, odd], ignore_index=True)
    request = synthetic.request(frame)
    axes = np.eye(synthetic.DIMENSION, dtype=np.float32)
    request.vectors[-1] = request.vectors[:-1].mean(axis=0) + 0.4 * axes[2] + 1.2 * axes[60]
    result = find_themes(request)
    found = synthetic.theme_of(frame, result.assignments)[frame["subject"] == "odd"].item()
    assert bool(found) == has_theme
