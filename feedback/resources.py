"""Where the shipped models lie, in a checkout and in an installed wheel."""

from pathlib import Path

from feedback.errors import ModelError


def models_dir() -> Path:
    """Return the folder of the trained heads and their manifest.

    Raises:
        ModelError: Neither the wheel's copy nor the checkout's folder is there.
    """
    package = Path(__file__).parent
    for folder in (package / "_models", package.parent / "models"):
        if (folder / "manifest.json").is_file():
            return folder
    raise ModelError(
        "the trained models are not beside the package",
        where=str(package),
        todo="Reinstall feedback, or run it from a complete checkout",
    )
