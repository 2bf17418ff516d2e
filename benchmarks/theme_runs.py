"""What the theme benchmarks share: a table of texts as one batch, and BERTopic as it comes."""

import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from feedback import encoders, themes
from feedback.evaluation.themes import strongest_theme
from feedback.settings import Settings
from feedback.types import FloatArray


def theme_encoder(settings: Settings, cache: Path | None = None) -> encoders.CachedEncoder:
    """Return the encoder of the themes."""
    encoder = encoders.load_encoder(settings.encoders.themes, settings.encoders)
    return encoders.for_themes(encoders.CachedEncoder(encoder, cache))


@dataclass(frozen=True)
class Texts:
    """Texts that are one segment each, with their vectors.

    Attributes:
        texts: n of them.
        languages: Shape (n,).
        vectors: Shape (n, d).
        ids: Names of the rows, which stay theirs whatever part of the texts is taken.
    """

    texts: list[str]
    languages: np.ndarray
    vectors: FloatArray
    ids: np.ndarray

    @classmethod
    def of(cls, texts: list[str], languages: np.ndarray, embed: encoders.CachedEncoder) -> "Texts":
        """Embed texts and name them."""
        ids = np.array([f"r{k:06d}" for k in range(len(texts))])
        return cls(texts, languages, embed(texts), ids)

    def rows(self, chosen: np.ndarray) -> "Texts":
        """Return some of the texts, in the order asked."""
        return Texts(
            [self.texts[i] for i in chosen],
            self.languages[chosen],
            self.vectors[chosen],
            self.ids[chosen],
        )

    def request(
        self,
        embed: encoders.CachedEncoder,
        settings: Settings,
        codebook: themes.Codebook | None = None,
    ) -> themes.ThemeRequest:
        """Return them as one batch."""
        return themes.ThemeRequest(
            responses=pd.DataFrame({"response_id": self.ids, "language": self.languages}),
            segments=pd.DataFrame(
                {
                    "segment_id": [f"{name}.000" for name in self.ids],
                    "response_id": self.ids,
                    "start": 0,
                    "end": [len(text) for text in self.texts],
                    "text": self.texts,
                    "language": self.languages,
                }
            ),
            vectors=self.vectors,
            codebook=codebook or themes.Codebook(),
            settings=settings.themes,
            seed=settings.seed,
            batch="bench",
            embed=embed,
        )


@dataclass(frozen=True)
class Run:
    """What the theme stage found.

    Attributes:
        assigned: Theme id of every text by its name, "" for none.
        result: All of it.
        seconds: Of the stage alone.
    """

    assigned: pd.Series
    result: themes.ThemeResult
    seconds: float


def run(request: themes.ThemeRequest) -> Run:
    """Run the theme stage against the clock."""
    started = time.perf_counter()
    found = themes.find_themes(request)
    seconds = time.perf_counter() - started
    assigned = strongest_theme(request.responses, request.segments, found.assignments)
    assigned.index = pd.Index(request.responses["response_id"])
    return Run(assigned, found, seconds)


@dataclass(frozen=True)
class Topics:
    """What BERTopic found with its defaults: a topic per text, -1 for none, and seconds."""

    labels: np.ndarray
    names: dict[int, str]
    seconds: float

    def outlier_share(self) -> float:
        """Return the share of texts without a topic."""
        return float((self.labels == -1).mean())


def bertopic_defaults(texts: list[str], vectors: FloatArray) -> Topics:
    """Run BERTopic as it comes, on given vectors."""
    from bertopic import BERTopic

    model = BERTopic()
    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        labels, _ = model.fit_transform(texts, vectors)
    seconds = time.perf_counter() - started
    names = {
        int(topic): " ".join(str(name).split("_")[1:])
        for topic, name in model.topic_labels_.items()
    }
    return Topics(np.array(labels), names, seconds)


def theme_names(labels: np.ndarray) -> pd.Series:
    """Return topic numbers as theme ids, "" for none."""
    return pd.Series(labels).map(lambda label: "" if label == -1 else str(label))
