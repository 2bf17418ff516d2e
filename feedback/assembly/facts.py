"""What is kept with a batch beside its frames, so that its report can be written again."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from feedback.notices import Notice


@dataclass(frozen=True)
class RunFacts:
    """Plain values only: they go through JSON into the store and come back.

    Attributes:
        seed: Of every random choice.
        version: Of this program.
        language: Of the report.
        n_sources: Files read.
        left_out: Rows left out, by reason.
        replaced: Pieces of personal data replaced, by kind.
        models: One dictionary per model, with the fields of `report.ModelFact`.
        settings: Names and values worth stating on the page.
        invitations: How many were asked; 0: not known.
        notices: From reading, text and themes; those of bands and anomalies are computed again.
    """

    seed: int
    version: str
    language: str = ""
    n_sources: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    replaced: dict[str, int] = field(default_factory=dict)
    models: tuple[dict[str, str], ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    invitations: int = 0
    notices: tuple[Notice, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "RunFacts":
        """Read back what `to_dict` gave."""
        notices = tuple(Notice(**notice) for notice in values.get("notices", ()))
        models = tuple(values.get("models", ()))
        return cls(**{**values, "notices": notices, "models": models})
