"""The application: its commands, and the one place where errors become a line and a status."""

import os
import sys
from typing import NoReturn

import typer

from feedback.cli import (
    anomalies,
    doctor,
    evaluate,
    export,
    inspect,
    metrics,
    models,
    report,
    run,
    search,
    serve,
    store,
    themes,
)
from feedback.cli.common import Stopped
from feedback.errors import FeedbackError
from feedback.system import collect_seldom

app = typer.Typer(
    name="feedback",
    help="Read customer feedback in French and English: sentiment, themes, score bands, report.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("run")(run.run)
app.command("inspect")(inspect.inspect)
app.command("report")(report.report)
app.command("search")(search.search)
app.command("metrics")(metrics.metrics)
app.command("export")(export.export)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.add_typer(themes.app, name="themes")
app.add_typer(anomalies.app, name="anomalies")
app.add_typer(store.app, name="store")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(models.app, name="models")


_BY_HAND = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the number of the signal."""


def main() -> NoReturn:
    """Run the command line and exit.

    0 done, 1 a `FeedbackError` in one line, 2 bad usage, 130 stopped by hand.
    """
    # Read once, when torch is first imported: waiting threads sleep instead of spinning. On a busy
    # two-core machine that is 115-124 texts a second instead of 8-39.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    collect_seldom()
    try:
        app(standalone_mode=True)
    except FeedbackError as error:
        _fail(str(error), 1)
    except Stopped as stopped:
        _fail(str(stopped), _BY_HAND)
    except KeyboardInterrupt:
        _fail("stopped", _BY_HAND)
    except SystemExit as done:  # Typer turns Ctrl-C into a bare status
        if done.code == _BY_HAND:
            _fail("stopped", _BY_HAND)
        raise
    except BrokenPipeError:
        # The reader of our pipe has gone (`feedback themes list | head`): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}. Check the disk and the rights on the folder", 1)
    sys.exit(0)


def _fail(line: str, status: int) -> NoReturn:
    print(f"feedback: {line}", file=sys.stderr)  # noqa: T201
    sys.exit(status)
