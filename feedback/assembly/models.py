"""The encoders of a run, with their vectors cached in the workspace."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from feedback import nlp, resources, sentiment
from feedback.encoders import CachedEncoder, Encoder, for_themes, load_encoder, unload
from feedback.progress import SILENT, Progress
from feedback.settings import Settings
from feedback.system import return_freed_pages
from feedback.types import FloatArray
from feedback.workspace import Workspace

SEARCH_DIMENSIONS = {"e5": 384}
"""Of the bundled e5's 771 features the first 384 are its last layer, made for similarity."""


@dataclass(frozen=True)
class Models:
    """The two encoders of a run.

    Attributes:
        features: For sentiment, anomalies and search.
        meaning: For themes.
    """

    features: CachedEncoder
    meaning: CachedEncoder
    settings: Settings

    @classmethod
    def load(
        cls, workspace: Workspace, settings: Settings, progress: Progress = SILENT
    ) -> "Models":
        """Load both encoders; vectors are cached in the workspace.

        Raises:
            ModelError: One is missing or damaged.
        """
        chosen = settings.encoders
        folder = workspace.vectors_dir
        features = CachedEncoder(load_encoder(chosen.features, chosen), folder, progress)
        meaning = features
        if chosen.themes != chosen.features:
            meaning = CachedEncoder(load_encoder(chosen.themes, chosen), folder, progress)
        return cls(features, for_themes(meaning), settings)

    @property
    def feeling(self) -> CachedEncoder:
        """What embeds for the sentiment head."""
        chosen, wanted = self.settings.encoders, self.settings.sentiment_encoder
        if wanted == chosen.features:
            return self.features
        if wanted == chosen.themes:
            return self.meaning.first(self.meaning.encoder.dimension)
        return CachedEncoder(load_encoder(wanted, chosen), None)

    def warm(self, responses: pd.DataFrame, segments: pd.DataFrame) -> None:
        """Embed everything that the rooms will ask for, in one pass per encoder."""
        speaking = responses.loc[responses["comment"] != "", "comment"]
        self.features([*speaking, *segments["text"]])
        return_freed_pages()
        self.meaning(list(segments["text"]))
        return_freed_pages()

    def rest_features(self) -> None:
        """Let go of the features' model: from here on its vectors come from the cache."""
        if self.settings.encoders.features != self.settings.encoders.themes:
            self._rest(self.features, self.settings.encoders.features)

    def rest(self) -> None:
        """Let go of both models; what is cached stays, and either comes back if it is needed."""
        self._rest(self.features, self.settings.encoders.features)
        self._rest(self.meaning, self.settings.encoders.themes)

    def _rest(self, encoder: CachedEncoder, name: str) -> None:
        encoder.rest(lambda: load_encoder(name, self.settings.encoders))
        unload()
        return_freed_pages()

    def response_features(self, responses: pd.DataFrame) -> FloatArray:
        """Return the features of whole comments, shape (n_responses, d); zeros for empty ones."""
        speaking = (responses["comment"] != "").to_numpy()
        vectors = np.zeros((len(responses), self.features.encoder.dimension), dtype=np.float32)
        if speaking.any():
            vectors[speaking] = self.features(list(responses.loc[speaking, "comment"]))
        return vectors

    def search_vectors(self, segments: pd.DataFrame) -> FloatArray:
        """Return the vectors that search compares, shape (n_segments, d)."""
        if segments.empty:
            return np.zeros((0, self._search_dimension()), dtype=np.float32)
        return self.features(list(segments["text"]))[:, : self._search_dimension()]

    def _search_dimension(self) -> int:
        name = self.settings.encoders.features
        return SEARCH_DIMENSIONS.get(name, self.features.encoder.dimension)

    def facts(self) -> tuple[dict[str, str], ...]:
        """Return what the report says of each model, as fields of `report.ModelFact`."""
        meaning, features = self.meaning.encoder, self.features.encoder
        return (
            _fact("themes", meaning),
            _fact("features", features),
            *_head_facts(self.settings.sentiment.model),
            {"role": "segments", "name": f"{nlp.package_for('fr')}, {nlp.package_for('en')}"},
        )


def _fact(role: str, encoder: Encoder) -> dict[str, str]:
    return {"role": role, "name": encoder.name, "version": encoder.fingerprint[:12]}


def _head_facts(name: str) -> list[dict[str, str]]:
    wanted = "sentiment" if name in ("default", "shipped") else name
    return [
        {
            "role": "sentiment",
            "name": entry["name"],
            "version": entry["version"],
            "licence": entry["licence"],
            "quality_fr": entry.get("quality_fr", ""),
            "quality_en": entry.get("quality_en", ""),
        }
        for entry in resources.manifest()
        if entry["name"] == wanted
    ] or [_own_head_fact(Path(name))]


def _own_head_fact(folder: Path) -> dict[str, str]:
    """Describe a head that is none of the shipped ones; its path stays out of the report."""
    card = sentiment.head_card(folder)
    return {
        "role": "sentiment",
        "name": "sentiment, trained on your own rows",
        "version": str(card.get("sha256", ""))[:12],
    }
