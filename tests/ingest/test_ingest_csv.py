"""Delimited files: separators, quotes, ragged rows; nothing is lost and nothing crashes."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.errors import FeedbackError
from feedback.ingest import Reading, read
from feedback.ingest.readers import open_source
from feedback.ingest.readers.delimited import read_rows
from feedback.settings import ReadSettings

Write = Callable[..., Path]
Load = Callable[..., Reading]

ROWS = [
    ("12/01/2024", "9", "Les conseillers sont patients et je comprends enfin mes factures"),
    ("13/01/2024", "3", "Encore une panne le week-end, personne au bout du fil"),
    ("25/01/2024", "7", "Bon produit, mais la mise à jour a tout déplacé"),
    ("30/01/2024", "0", "Je pars : trop cher pour ce que c’est"),
]


def _csv(rows: list[tuple[str, ...]], separator: str = ",") -> str:
    head = separator.join(("date", "nps", "commentaire"))
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    return "\n".join([head, *lines]) + "\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_reads_every_separator(write: Write, load: Load, separator: str) -> None:
    reading = load(write("a.csv", _csv(ROWS, separator)))
    assert sorted(reading.responses["comment"]) == sorted(row[2] for row in ROWS)
    assert sorted(reading.responses["score"]) == [0, 3, 7, 9]
    assert set(reading.responses["scale"]) == {"nps"}
    assert reading.responses["date"].notna().all()


def test_reads_a_single_column(write: Write, load: Load) -> None:
    text = "commentaire\nC’est clair, net et simple\nTrop long, trop cher\nRien à dire de plus\n"
    assert len(load(write("a.csv", text)).responses) == 3


def test_obeys_a_sep_line(write: Write) -> None:
    rows, separator = read_rows("sep=;\na;b\n1,5;x\n")
    assert (rows, separator) == ([["a", "b"], ["1,5", "x"]], ";")


def test_shuffled_rows_in_another_file_give_the_same_frame(write: Write, load: Load) -> None:
    rows = ROWS * 2 + [("", "5", "RAS")]
    shuffled = rows[:]
    random.Random(3).shuffle(shuffled)  # noqa: S311
    first = load(write("janvier.csv", _csv(rows))).responses
    second = load(write("autre_nom.csv", _csv(shuffled))).responses
    assert first.equals(second)
    assert first["response_id"].is_unique
    assert first["respondent_id"].nunique() == len(rows)


def test_a_quote_that_never_closes_costs_its_own_row_only(write: Write, load: Load) -> None:
    lines = [f'{n % 11},"avis numéro {n} sur la qualité du service"' for n in range(1000)]
    lines[400] = '5,"une phrase dont le guillemet ne se ferme pas'
    reading = load(write("a.csv", "nps,commentaire\n" + "\n".join(lines) + "\n"))
    assert len(reading.responses) == 999
    assert reading.left_out["row"].tolist() == [401]
    assert "quote" in reading.left_out["reason"][0]


def test_quotes_inside_a_sentence_are_kept(write: Write, load: Load) -> None:
    text = 'nps,commentaire\n7,"il a dit "bonjour" et voilà tout"\n8,le reste va très bien\n'
    assert 'il a dit bonjour" et voilà tout"' in set(
        load(write("a.csv", text)).responses["comment"]
    )


def test_line_breaks_in_quotes_stay_in_the_comment(write: Write, load: Load) -> None:
    text = 'nps,commentaire\n7,"première ligne\ndeuxième ligne de la réponse"\n8,et la suite\n'
    assert "première ligne\ndeuxième ligne de la réponse" in set(
        load(write("a.csv", text)).responses["comment"]
    )


def test_short_rows_are_filled_and_long_ones_listed(write: Write, load: Load) -> None:
    text = "commentaire,nps,plan\nune réponse sans note\nune autre,5,A\ntrop de cases,5,A,x,y\n"
    reading = load(write("a.csv", text))
    assert len(reading.responses) == 2
    assert reading.left_out.to_dict("records") == [
        {
            "file": "a.csv",
            "row": 3,
            "column": reading.left_out["column"][0],
            "reason": "has 5 cells where the header has 3",
        }
    ]


def test_empty_rows_are_listed_and_scores_without_words_kept(write: Write, load: Load) -> None:
    text = "nps,commentaire,plan\n9,parfait pour nous,A\n,,A\n4,,B\n\n2,à revoir vite,B\n"
    reading = load(write("a.csv", text))
    assert sorted(reading.responses["comment"]) == ["", "parfait pour nous", "à revoir vite"]
    assert reading.left_out[["row", "reason"]].to_numpy().tolist() == [
        [2, "empty row"],
        [4, "empty row"],
    ]


def test_a_huge_cell_is_listed_and_its_score_kept(write: Write, load: Load) -> None:
    text = f'nps,commentaire\n3,"{"a b " * 2_500_000}"\n9,très bon accueil au guichet\n'
    reading = load(write("a.csv", text))
    assert sorted(reading.responses["comment"]) == ["", "très bon accueil au guichet"]
    assert reading.left_out[["row", "column"]].to_numpy().tolist() == [[1, "commentaire"]]


def test_scores_outside_the_scale_and_strange_dates_are_listed(write: Write, load: Load) -> None:
    rows = [*ROWS, ("45/45/2024", "14", "une note impossible, et le reste va")]
    reading = load(write("a.csv", _csv(rows)))
    kept = reading.responses.set_index("comment").loc[rows[-1][2]]
    assert kept.isna()[["score", "date", "score_band"]].all()
    assert set(reading.left_out["reason"]) == {
        "score outside its scale: 14",
        "not a date that can be read",
    }
    assert set(reading.left_out["row"]) == {5}
    assert {n.code for n in reading.notices} >= {"scores-outside-scale", "dates-not-read"}


def test_a_formula_stays_text(write: Write, load: Load) -> None:
    text = 'nps,commentaire\n5,"=HYPERLINK(""http://x"";""clic"")"\n7,un avis sans formule\n'
    assert '=HYPERLINK("http://x";"clic")' in set(load(write("a.csv", text)).responses["comment"])


def test_duplicate_and_empty_column_names_are_told_apart(write: Write) -> None:
    [table] = open_source(write("a.csv", "avis,avis,\na,b,c\nd,e,f\n"), ReadSettings())
    assert list(table.frame.columns) == ["avis", "avis (2)", "column 3"]  # type: ignore[union-attr]


CELLS = st.text(
    st.sampled_from('aé ,;"\n\r\t0159/★\0=\u202e\u2028') | st.characters(codec="utf-8"), max_size=12
)


@settings(
    max_examples=70, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=8), st.booleans())
def test_every_row_is_read_or_listed(tmp_path: Path, rows: list[list[str]], quoted: bool) -> None:
    def line(cells: list[str]) -> str:
        return ",".join('"' + c.replace('"', '""') + '"' if quoted else c for c in cells)

    text = "commentaire,nps,date\nun avis complet sur le service,9,\n" + "\n".join(map(line, rows))
    path = tmp_path / "any.csv"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        reading = read([path], ReadSettings(), "b")
    except FeedbackError:
        return
    [source] = reading.sources
    whole_rows = reading.left_out.loc[reading.left_out["column"].isna(), "row"]
    listed = set(reading.left_out["row"])
    assert listed <= set(range(1, source.n_rows + 1))
    # One text and at most one score: a row gives one response, or is listed, never both ways lost.
    assert source.n_responses + len(set(whole_rows)) <= source.n_rows
    assert source.n_responses + len(listed) >= source.n_rows


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_the_row_reader_loses_no_character_but_separators_and_quotes(text: str) -> None:
    rows, separator = read_rows(text.replace("\0", ""))
    kept = {char for row in rows if isinstance(row, list) for cell in row for char in cell}
    if all(isinstance(row, list) for row in rows) and not text.lower().startswith("sep="):
        assert set(text) - {"\0", "\r", "\n", '"', "\uffff", separator} <= kept
