"""What the workspace remembers of earlier batches when a new one comes in."""

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from feedback.assembly.edit_log import edit_of, standing
from feedback.assembly.past import Past, past_of
from feedback.encoders import CachedEncoder
from feedback.notices import Notice
from feedback.store import Store
from feedback.themes import Codebook, Earlier, Edit, Seed, sources_of, theme_ids_of


@dataclass(frozen=True)
class Memory:
    """Earlier batches, as far as a new one needs them.

    Attributes:
        codebook: Known themes, people's edits, and imported themes not met yet.
        past: Earlier batches and what people decided about their flags.
        notices: What could not be carried over.
    """

    codebook: Codebook
    past: Past
    notices: tuple[Notice, ...] = ()


def recall(store: Store, batch: str, meaning: CachedEncoder, responses: pd.DataFrame) -> Memory:
    """Return what was known before `batch` was first run.

    Args:
        store: The workspace's store.
        batch: Name of the batch; its own earlier self is not remembered, so that running it again
            gives the same result.
        meaning: The theme encoder: themes found with another one cannot be recognised.
        responses: The answers of the batch: what was decided about them holds again.
    """
    stored = store.codebook(before=batch)
    edits, seeds = split_log([saved.edit for saved in standing(store.edits())])
    notices: tuple[Notice, ...] = ()
    if len(stored.themes) and stored.encoder == meaning.encoder.fingerprint:
        earlier = _batch_before(store, batch, meaning)
        codebook = Codebook(stored.themes, stored.centroids, edits, stored.means, seeds, earlier)
    else:
        codebook = Codebook(edits=edits, seeds=seeds)
        if len(stored.themes):
            notices = (_other_encoder(),)
    return Memory(codebook, past_of(store, batch, responses), notices)


def _batch_before(store: Store, batch: str, meaning: CachedEncoder) -> Earlier | None:
    """Return what the batch saved just before this one said; its vectors are in the cache."""
    names = list(store.batches()["batch"])
    place = names.index(batch) if batch in names else len(names)
    if place == 0:
        return None
    before = store.load(names[place - 1])
    segments = before.segments
    return Earlier(
        segments,
        meaning(list(segments["text"])),
        sources_of(segments, before.responses),
        theme_ids_of(segments, before.assignments),
    )


def split_log(log: list[dict[str, Any]]) -> tuple[tuple[Edit, ...], tuple[Seed, ...]]:
    """Tell the edits of themes from the imports of codebooks; both share one log."""
    edits = tuple(edit_of(entry) for entry in log if entry["kind"] != "import")
    imports = [seed for entry in log if entry["kind"] == "import" for seed in entry["seeds"]]
    seeds = {seed["theme_id"]: _seed(seed) for seed in imports}
    return edits, tuple(seeds.values())


def waiting_seeds(store: Store) -> tuple[Seed, ...]:
    """Return the imported themes that still stand and that no batch has met yet."""
    _, seeds = split_log([saved.edit for saved in standing(store.edits())])
    if store.batches().empty:
        return seeds
    met = set(store.codebook().themes["theme_id"])
    return tuple(seed for seed in seeds if seed.theme_id not in met)


def _seed(plain: dict[str, Any]) -> Seed:
    texts = {name: tuple(plain.get(name, ())) for name in ("examples", "negatives")}
    return Seed(**{**plain, **texts})


def import_entry(seeds: tuple[Seed, ...]) -> dict[str, Any]:
    """Return the log entry of an imported codebook."""
    plain = [json.loads(json.dumps(seed.__dict__, default=list)) for seed in seeds]
    return {"kind": "import", "seeds": plain}


def _other_encoder() -> Notice:
    return Notice(
        "theme-encoder-changed",
        "Earlier batches were read with another theme encoder: their themes could not be "
        "recognised, and theme ids start anew.",
        "Les lots précédents ont été lus avec un autre encodeur de thèmes : leurs thèmes n’ont pas "
        "pu être reconnus, et les identifiants repartent de zéro.",
    )
