"""Themes and their names against people's labels, beside BERTopic with its defaults.

BERTopic differs from run to run: its figures are means over several, with the best beside them. Its
own default encoder cannot be had from the package registry; multilingual-e5-small through the same
tokenizer, a sentence-transformers model of that kind and size, stands in.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from benchmarks.theme_runs import Texts, bertopic_defaults, run, theme_encoder
from feedback import encoders, evaluation, themes
from feedback.settings import Settings
from feedback.types import FloatArray

TIMES = 5
E5_WIDTH = 384
"""The bundled e5 gives its last layer first, then an earlier one."""


def rows() -> Iterator[Row]:
    """Measure clinc150, the citizens' proposals, and what the themes of clinc150 are called."""
    settings = Settings()
    yield from _intents(settings)
    yield from _proposals(settings)
    yield from _names(settings)


def _in_scope() -> pd.DataFrame:
    intents = pd.read_csv(corpora.folder() / "themes" / "clinc150_en.csv")
    return intents[intents["intent"] != "oos"].drop_duplicates("text").reset_index(drop=True)


def _intents(settings: Settings) -> Iterator[Row]:
    frame = _in_scope()
    path = corpora.temporary_csv(frame, "clinc150.csv")
    found = evaluation.themes(path, evaluation.Columns(text="text", label="intent"), settings)
    default, base = _default_ami(list(frame["text"]), frame["intent"], settings)
    note = f"{found['n_themes']} themes for 150 intents, chosen automatically"
    asked = f">= {default + 0.05:.3f}"
    yield Row("theme_labels", "clinc150, AMI", found["ami"], asked, base, note)
    share = found["outlier_share"]
    yield Row("theme_labels", "clinc150, in-scope rows without a theme", share, "<= 0.05")


def _proposals(settings: Settings) -> Iterator[Row]:
    text, label = "contribution_versions_bodyText", "topic_id"
    frame = pd.read_csv(corpora.folder() / "themes" / "debate_proposals_fr.csv")
    frame = frame.dropna(subset=[text]).reset_index(drop=True)
    path = corpora.temporary_csv(frame, "proposals.csv")
    found = evaluation.themes(path, evaluation.Columns(text=text, label=label), settings)
    default, base = _default_ami(list(frame[text]), frame[label], settings)
    note = f"{found['n_themes']} themes for 9, chosen automatically"
    yield Row(
        "theme_labels",
        "citizens' proposals fr, AMI",
        found["ami"],
        f">= {default:.3f}",
        base,
        note,
    )


def _default_ami(texts: list[str], labels: pd.Series, settings: Settings) -> tuple[float, str]:
    """Return BERTopic's mean AMI on the vectors of the themes, and what to say beside ours."""
    said, means = [], []
    for name, vectors in _vectors(texts, settings).items():
        found = [bertopic_defaults(texts, vectors) for _ in range(TIMES)]
        amis = [_ami(labels, topics.labels) for topics in found]
        outliers = np.mean([topics.outlier_share() for topics in found])
        means.append(float(np.mean(amis)))
        said.append(
            f"on {name} {means[-1]:.3f} ({min(amis):.3f} to {max(amis):.3f}, "
            f"outliers {outliers:.2f})"
        )
    return means[0], f"BERTopic defaults, mean of {TIMES}: " + "; ".join(said)


def _vectors(texts: list[str], settings: Settings) -> dict[str, FloatArray]:
    return {"the same vectors": theme_encoder(settings)(texts), "e5": _e5(settings)(texts)}


def _e5(settings: Settings) -> encoders.CachedEncoder:
    """Return the model's own vector, its last layer alone."""
    e5 = encoders.CachedEncoder(encoders.load_encoder("e5", settings.encoders), None)
    return e5.first(E5_WIDTH)


def _ami(labels: pd.Series, found: np.ndarray) -> float:
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(labels, found))


def _names(settings: Settings) -> Iterator[Row]:
    """Ask of every theme whether its name is nearest to the label that most of its texts have."""
    frame = _in_scope()
    texts, labels = list(frame["text"]), frame["intent"]
    embed = theme_encoder(settings)
    whole = Texts.of(texts, np.full(len(texts), "en"), embed)
    found = run(whole.request(embed, settings))
    named = found.result.themes.set_index("theme_id")["name_en"]
    used = named[[theme for theme in named.index if (found.assigned == theme).any()]]
    used = used[~used.index.isin(themes.generic_ids())]
    majority = labels.groupby(found.assigned.to_numpy()).agg(_commonest)
    ours = pd.DataFrame({"name": used, "label": majority.reindex(used.index)})
    topics = bertopic_defaults(texts, whole.vectors)
    majority = labels.groupby(topics.labels).agg(_commonest)
    kept = [topic for topic in sorted(topics.names) if topic >= 0]
    theirs = pd.DataFrame(
        {"name": [topics.names[t] for t in kept], "label": majority.reindex(kept).to_numpy()}
    )
    every = sorted(labels.unique())
    for judge, encoder in (("e5", _e5(settings)), ("the encoder of the themes", embed)):
        own, other = (_named_rightly(frame, every, encoder) for frame in (ours, theirs))
        yield Row(
            "theme_labels",
            f"clinc150, names nearest to their theme's label, judged by {judge}",
            own,
            ">= 0.65",
            f"BERTopic's default names {other:.3f}",
            f"{len(ours)} themes, 150 labels; BERTopic {len(theirs)} topics",
        )


def _commonest(labels: pd.Series) -> str:
    return str(labels.value_counts().sort_index().idxmax())


def _named_rightly(
    frame: pd.DataFrame, labels: list[str], encoder: encoders.CachedEncoder
) -> float:
    """Return the share of rows whose name's vector is nearest to that of their label."""
    spoken = [label.replace("_", " ") for label in labels]
    known, names = _unit(encoder(spoken)), _unit(encoder(list(frame["name"])))
    nearest = (names @ known.T).argmax(axis=1)
    return float(
        np.mean([labels[i] == label for i, label in zip(nearest, frame["label"], strict=True)])
    )


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / lengths, dtype=np.float32)
