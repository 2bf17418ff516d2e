"""What a batch is called."""

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from feedback.errors import SettingsError

MAX_NAME_CHARS = 100


def batch_name(paths: Sequence[Path]) -> str:
    """Name a batch after its files: the one file's stem, what several stems share, or the folder.

    `reviews_fr.csv` and `reviews_en.csv` give ``reviews``; a folder gives its own name.
    """
    stems = [path.stem if path.suffix else path.name for path in sorted(paths)]
    shared = os.path.commonprefix(stems).strip(" ._-")  # noqa: RUF071 - of names, not paths
    name = shared if len(shared) >= 3 or len(stems) == 1 else paths[0].resolve().parent.name
    plain = unicodedata.normalize("NFC", name)
    safe = "".join(char if char.isalnum() or char in " ._-" else "-" for char in plain)
    return safe.strip(" .-")[:MAX_NAME_CHARS] or "batch"


def check_batch_name(name: str) -> str:
    """Return a name that can be a folder's, as it is.

    Raises:
        SettingsError: It is empty, too long, hidden, or would leave the reports folder.
    """
    is_plain = all(char.isprintable() and char not in '/\\:*?"<>|' for char in name)
    if not name.strip() or name.startswith(".") or len(name) > MAX_NAME_CHARS or not is_plain:
        raise SettingsError(
            f"{name[:40]!r} cannot be the name of a batch",
            where="--batch",
            todo=f"Use up to {MAX_NAME_CHARS} letters, digits, spaces, dots, dashes, underscores",
        )
    return name
