"""`feedback.toml` read into `Settings`; what is not known there is refused by name."""

import dataclasses
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from feedback.errors import SettingsError
from feedback.settings import Settings
from feedback.wording import close_names

T = TypeVar("T")


def load_settings(path: Path) -> Settings:
    """Read `feedback.toml`; a missing file gives the defaults.

    Raises:
        SettingsError: The file is not TOML, or names a section, key or type that does not exist.
    """
    if not path.exists():
        return Settings()
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"not valid TOML: {error}", where=str(path), todo="Mend the file"
        ) from error
    return _fill(Settings, document, str(path), "")


def _fill(kind: type[T], document: dict[str, Any], where: str, section: str) -> T:
    known = {f.name: f for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for key, value in document.items():
        if key not in known:
            close = close_names(key, known, 1)
            todo = f'Did you mean "{close[0]}"?' if close else f"Known: {', '.join(sorted(known))}"
            raise SettingsError(f'unknown setting "{section}{key}"', where=where, todo=todo)
        default = getattr(kind(), key)
        if dataclasses.is_dataclass(default):
            if not isinstance(value, dict):
                raise SettingsError(f'"{key}" is a section', where=where, todo=f"Write [{key}]")
            values[key] = _fill(type(default), value, where, f"{key}.")
        else:
            values[key] = _convert(default, value, f"{section}{key}", where)
    try:
        return kind(**values)
    except SettingsError as error:
        raise SettingsError(error.what, where=where, todo=error.todo) from error


def _convert(default: Any, value: Any, name: str, where: str) -> Any:
    if isinstance(default, tuple):
        value = (
            (value,)
            if isinstance(value, str)
            else tuple(value)
            if isinstance(value, list)
            else value
        )
    if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    expected = str if default is None else type(default)
    if type(value) is not expected:
        raise SettingsError(
            f'"{name}" is a {type(value).__name__}, not a {expected.__name__}',
            where=where,
            todo=f"Write a value like {default!r}",
        )
    return value
