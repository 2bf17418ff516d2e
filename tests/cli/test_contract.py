"""The promises of the command line that hold without any data."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from feedback.cli import app

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("torch", "bertopic", "pandas", "numpy", "spacy", "sklearn", "lancedb", "altair", "rich")
THEME_COMMANDS = (
    *("list", "show", "rename", "merge", "split"),
    *("pin", "retire", "export", "import"),
)
CONTRACT = [
    "run",
    "inspect",
    *(f"themes {name}" for name in THEME_COMMANDS),
    "search",
    *(f"anomalies {name}" for name in ["list", "accept", "dismiss"]),
    "metrics",
    "export",
    *(f"evaluate {name}" for name in ["sentiment", "themes", "anomalies"]),
    "serve",
    *(f"store {name}" for name in ["compact", "verify", "export", "delete"]),
    *(f"models {name}" for name in ["list", "train"]),
    "doctor",
]
PRINTS_DATA = [
    *("run", "inspect", "themes list", "themes show", "search", "anomalies list", "metrics"),
    *("evaluate sentiment", "evaluate themes", "evaluate anomalies", "models list", "doctor"),
]


def command(path):
    found = typer.main.get_command(app)
    for name in path.split():
        found = found.commands[name]
    return found


@pytest.mark.parametrize("path", CONTRACT)
def test_every_command_of_the_contract_has_help_and_a_workspace(path, feedback):
    options = [option for parameter in command(path).params for option in parameter.opts]
    assert "--workspace" in options
    called = feedback(*path.split(), "--help")
    assert called.status == 0
    assert "--workspace" in called.out


@pytest.mark.parametrize("path", PRINTS_DATA)
def test_every_command_that_prints_data_speaks_json(path):
    assert "--json" in [option for parameter in command(path).params for option in parameter.opts]


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['feedback', '--help']\n"
        "from feedback.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print('HEAVY', [name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("HEAVY []")


def test_bad_usage_is_status_2(feedback):
    assert feedback("run").status == 2
    assert feedback("nonsense").status == 2


def test_every_command_is_in_the_reference():
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for path in CONTRACT:
        assert f" feedback {path}\n" in text


def test_the_docs_builder_finds_every_command():
    spec = importlib.util.spec_from_file_location("build", ROOT / "docs" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert {" ".join(path) for path in module.command_paths()} >= set(CONTRACT)
