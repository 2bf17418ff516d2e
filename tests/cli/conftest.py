"""Call the command line in this process, as a person would from a shell."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from feedback.cli import main


@dataclass
class Called:
    status: int
    out: str
    err: str


@pytest.fixture
def feedback(monkeypatch, capsys) -> Callable[..., Called]:
    def call(*words: object) -> Called:
        monkeypatch.setattr(sys, "argv", ["feedback", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        code = caught.value.code
        captured = capsys.readouterr()
        return Called(int(code or 0), captured.out, captured.err)

    return call
