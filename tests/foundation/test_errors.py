import io

from feedback.errors import FeedbackError
from feedback.progress import PlainLines, for_stream


def test_an_error_is_one_line_whatever_a_file_name_smuggles_in():
    error = FeedbackError("no\ntext", where="a\r\nb.csv", todo="Use --text")
    assert str(error) == "a b.csv: no text. Use --text"


def test_progress_is_plain_lines_off_a_terminal():
    stream = io.StringIO()
    progress = for_stream(stream)
    assert isinstance(progress, PlainLines)
    with progress.stage("reading", 3) as advance:
        advance(3)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "reading (3) …"
    assert lines[1].startswith("reading done in")
