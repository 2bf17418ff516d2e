"""Finds a model by name: the two bundled ones, a folder, or the local Hugging Face cache."""

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from feedback.encoders.base import Encoder, TransformerEncoder
from feedback.encoders.cached import CachedEncoder
from feedback.encoders.e5 import ALIKE, load_e5
from feedback.encoders.folders import content_fingerprint
from feedback.encoders.threads import use_all_cores, wait_quietly
from feedback.encoders.use import load_use
from feedback.errors import ModelError
from feedback.nlp import calmed
from feedback.settings import EncoderSettings

BUNDLED = ("use", "e5")
ALLOW_DOWNLOAD = "FEEDBACK_ALLOW_DOWNLOAD"
_PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle")
_PREFIXES = ("", "sentence-transformers/")


def load_encoder(name: str, settings: EncoderSettings) -> Encoder:
    """Load an encoder; the same call again returns the same one.

    Args:
        name: ``use`` (512 numbers), ``e5`` (771: hidden layers 12 and 8, and three logits of
            sentiment), a folder of a sentence-transformers model, or its name in the local
            Hugging Face cache.
        settings: Batch size and threads.

    Raises:
        ModelError: No such model here, it is damaged, or it wants to run code or unpickle.
    """
    stay_offline()
    wait_quietly()
    encoder = _load(name, settings.batch_size)
    use_all_cores(settings)  # after the load: torch's threads can only be set once it is imported
    return encoder


def for_themes(embed: CachedEncoder) -> CachedEncoder:
    """Return an encoder as themes read it: shouted texts calmed, no numbers but what is alike."""
    numbers = ALIKE if embed.encoder.name == "e5" else embed.dimension
    return embed.reading(calmed).first(numbers)


def unload() -> None:
    """Forget the loaded models; those that nobody else holds are freed."""
    _load.cache_clear()


@lru_cache(maxsize=4)
def _load(name: str, batch_size: int) -> Encoder:
    if name in BUNDLED:
        return load_e5(batch_size) if name == "e5" else load_use(batch_size)
    return _load_folder(name, find_folder(name), batch_size)


def stay_offline() -> None:
    """Keep the Hugging Face libraries off the network unless the person has allowed downloads."""
    if downloads_allowed():
        return
    os.environ["HF_HUB_OFFLINE"] = "1"
    constants: Any = sys.modules.get("huggingface_hub.constants")
    if constants is not None:  # it reads the variable once, when it is imported
        constants.HF_HUB_OFFLINE = True


def downloads_allowed() -> bool:
    """Say whether the person has set ``FEEDBACK_ALLOW_DOWNLOAD=1``."""
    return os.environ.get(ALLOW_DOWNLOAD) == "1"


def find_folder(name: str) -> Path:
    """Return the folder of a model: the path itself, or the local Hugging Face cache's copy.

    Raises:
        ModelError: It is neither here nor may it be downloaded.
    """
    if not name.strip():
        raise ModelError("the encoder has no name", todo=_known())
    if (folder := _as_folder(name)) is not None:
        return folder
    from huggingface_hub import snapshot_download

    for prefix in _PREFIXES:
        try:
            found = snapshot_download(
                prefix + name,
                local_files_only=not downloads_allowed(),
                ignore_patterns=[f"*{suffix}" for suffix in _PICKLES],
            )
        except (OSError, ValueError):  # not cached, no such name, no network
            continue
        return Path(found)
    raise ModelError(f"there is no encoder {name!r} on this machine", todo=_known())


def _as_folder(name: str) -> Path | None:
    try:
        folder = Path(name).expanduser()
        return folder if folder.is_dir() else None
    except (OSError, RuntimeError, ValueError):  # too long, or ~ of an unknown user
        return None


def _known() -> str:
    return (
        f"Use {' or '.join(BUNDLED)}, give the folder of a sentence-transformers model, or set "
        f"{ALLOW_DOWNLOAD}=1 to fetch it from the model hub"
    )


def _load_folder(name: str, folder: Path, batch_size: int) -> Encoder:
    if not any((folder / listed).is_file() for listed in ("modules.json", "config.json")):
        raise ModelError("this folder holds no model", where=str(folder), todo=_known())
    _refuse_pickles(folder)
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(
            str(folder),
            device="cpu",
            trust_remote_code=False,
            local_files_only=True,
            model_kwargs={"use_safetensors": True},
        )
        width = model.get_embedding_dimension()
    except Exception as error:  # a foreign folder can fail in any way
        raise ModelError(
            f"not a model that can be loaded: {_first_line(error)}",
            where=str(folder),
            todo="It must be a sentence-transformers folder with safetensors weights and no code",
        ) from error
    if not width:
        raise ModelError("the model gives no sentence vectors", where=str(folder), todo=_known())
    fingerprint = f"folder-{content_fingerprint(folder)}"
    return TransformerEncoder(name, fingerprint, width, model, batch_size)


def _refuse_pickles(folder: Path) -> None:
    """Raise unless every folder with pickled weights also holds safetensors to load instead."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _PICKLES and not any(path.parent.glob("model*.safetensors")):
            raise ModelError(
                "the weights are pickled, and a pickle can run any code",
                where=str(path),
                todo="Convert the model to safetensors",
            )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
