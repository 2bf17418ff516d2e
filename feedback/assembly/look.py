"""Everything `feedback inspect` shows of a file: its shape, its words, and what looks wrong."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback import ingest, text
from feedback.assembly.shifted import shift_notices
from feedback.ingest import Inspection
from feedback.settings import ReadSettings
from feedback.text import Glance


@dataclass(frozen=True)
class Look:
    """What reading recognises, what the words are, and problems only the two together show."""

    inspection: Inspection
    words: Glance
    problems: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for json: the inspection's keys, the words', all problems last."""
        document = self.inspection.to_dict()
        problems = document.pop("problems")
        return {
            **document,
            "n_comments_looked_at": self.words.n_comments,
            "languages": self.words.languages,
            "non_answer_share": round(self.words.non_answer_share, 4),
            "non_answers": self.words.non_answers,
            "problems": [*self.problems, *problems],
        }


def look(path: Path, settings: ReadSettings) -> Look:
    """Look at a file or folder without running anything.

    Raises:
        InputError: It cannot be opened at all.
        SettingsError: The settings name a column that is not there.
    """
    inspection, reading = ingest.look(path, settings)
    if reading is None:
        return Look(inspection, Glance())
    shifted = tuple(notice.en for notice in shift_notices(reading))
    return Look(inspection, text.glance(reading.responses), shifted)
