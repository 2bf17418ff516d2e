"""Whatever the bytes, the reader answers or says in one line why not, and loses no row."""

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.errors import FeedbackError
from feedback.ingest import Reading, read
from feedback.ingest.readers.delimited import read_rows
from feedback.ingest.scores import parse_score
from feedback.settings import ReadSettings

CALM = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
CELL = st.text(max_size=40)
ODD = st.sampled_from(
    ['"', '""', "\0", "\u202e", "\ufeff", "=1+1", ";", "\t", "a\nb", "\r", "10", "8/10", "n/a", "é"]
)
ROW = st.lists(CELL | ODD, min_size=1, max_size=5)


def reading_of(data: bytes, name: str = "a.csv") -> Reading | None:
    """Read bytes as a file would be; None if they were refused in one line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            return read([path], ReadSettings(), "b")
        except FeedbackError as error:
            if "\n" in str(error):
                raise
            return None


@CALM
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reading_of(data)


@CALM
@given(st.lists(ROW, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_any_cells_are_read_or_refused(rows: list[list[str]], separator: str) -> None:
    reading_of("\n".join(separator.join(row) for row in rows).encode("utf-8", "surrogatepass"))


@CALM
@given(st.lists(st.tuples(CELL | ODD, CELL | ODD, CELL | ODD), min_size=1, max_size=12))
def test_every_row_becomes_a_response_or_is_listed(rows: list[tuple[str, str, str]]) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    writer.writerow(["note", "commentaire", "plan"])
    # Answers that are sure to be read, so that the file is never refused as a whole.
    sure = [(str(i % 11), f"le suivi du dossier {i} est bien trop lent", "A") for i in range(30)]
    kept = [*rows, *sure]
    writer.writerows(kept)
    reading = reading_of(buffer.getvalue().encode("utf-8", "surrogatepass"))
    assert reading is not None
    [source] = reading.sources
    told = set(reading.positions) | set(reading.left_out["row"])
    assert told == set(range(1, source.n_rows + 1))
    assert source.n_rows >= len([row for row in kept if any(cell.strip() for cell in row)])


@CALM
@given(st.lists(ROW, min_size=1, max_size=12))
def test_well_quoted_rows_come_back_as_they_were(rows: list[list[str]]) -> None:
    width = max(map(len, rows)) + 1
    # The reader joins what a file cannot tell apart: bare carriage returns and null characters.
    table = [
        [cell.replace("\r", "").replace("\0", "") for cell in (*row, *[""] * (width - len(row)))]
        for row in [["h"] * width, *rows]
    ]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(table)
    found, separator = read_rows(buffer.getvalue())
    assert separator == ","
    assert found == table


@CALM
@given(st.text(max_size=120))
def test_any_cell_is_a_score_or_none(cell: str) -> None:
    score = parse_score(cell)
    assert score is None or score.value == score.value
    assert score is None or score.out_of is None or score.out_of >= 0


@CALM
@given(st.integers(0, 10), st.sampled_from([5, 7, 10, 20, 100]))
def test_a_score_is_read_from_every_way_to_write_it(value: int, top: int) -> None:
    for cell in (f"{value}", f" {value} ", f"{value},0", f"{value}.0", f"{value} - très bien"):
        assert parse_score(cell).value == value  # type: ignore[union-attr]
    for cell in (f"{value}/{top}", f"{value} sur {top}", f"{value} out of {top}"):
        found = parse_score(cell)
        assert found is not None
        assert (found.value, found.out_of) == (value, top)
    stars = parse_score("★" * value + "☆")
    assert stars is not None
    assert (stars.value, stars.out_of) == (value, value + 1)
