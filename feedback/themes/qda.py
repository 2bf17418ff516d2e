"""A REFI-QDA codebook (.qdc, urn:QDA-XML:codebook:1.0), as NVivo, MAXQDA and ATLAS.ti write it."""

import hashlib
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

from feedback.errors import InputError

MAX_BYTES = 20_000_000
_OWN = re.compile(r"(t-[0-9a-f]{8}):\s*(.*)", re.DOTALL)
# In a codebook that nobody saved since: themes may be called by ids of a person's own, too.
_UNTOUCHED = re.compile(r"([^\s:]+):\s*(.*)", re.DOTALL)
_NAMES = re.compile(r"\s*^en: (.*)$\n^\s*fr: (.*)$\s*", re.MULTILINE)
_MOST_EXAMPLES, _LONGEST_EXAMPLE = 16, 200


def codebook_rows(path: Path) -> list[dict[str, str]]:
    """Return a row per code: `theme_id`, both names, `examples`, `definition`, `parent` (an id).

    A code's name stands in both languages. What this program exported itself comes back with its
    ids and both names, a code renamed since with its new one; elsewhere the guid gives the id, the
    description is the definition, and a short one is an example, too.

    Raises:
        InputError: The file cannot be read, is no such codebook, or declares entities.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error}", where=str(path), todo="Check it") from error
    # Entities can make a small file fill the memory; a codebook needs none.
    if len(content) > MAX_BYTES or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise InputError(
            "is too large, or declares entities",
            where=str(path),
            todo="Export the codebook again, as REFI-QDA .qdc",
        )
    try:
        root = ET.fromstring(content)  # noqa: S314 - no entities, see above
    except ET.ParseError as error:
        raise InputError(
            f"is no XML: {error}", where=str(path), todo="Export the codebook again, as .qdc"
        ) from error
    if _local(root) != "CodeBook":
        raise InputError(
            f"holds <{_local(root)[:40]}>, not <CodeBook>",
            where=str(path),
            todo="Export the codebook, not the project, as REFI-QDA .qdc",
        )
    rows: list[dict[str, str]] = []
    for codes in root:
        if _local(codes) == "Codes":
            _add(codes, "", rows, _UNTOUCHED if root.get("origin") == "feedback" else _OWN)
    return _told_apart(rows)


def _told_apart(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Put the parent's name before names that stand twice, as REFI-QDA lets siblings' children."""
    for column in ("name_fr", "name_en"):
        seen = Counter(row[column].casefold() for row in rows)
        own = {row["theme_id"]: row[column] for row in rows}
        for row in rows:
            parent = row["parent"]
            if seen[row[column].casefold()] > 1 and parent in own:
                row[column] = f"{own[parent]}: {row[column]}"
    return rows


def _add(
    parent: ET.Element, parent_id: str, rows: list[dict[str, str]], own: re.Pattern[str]
) -> None:
    for code in parent:
        if _local(code) != "Code":
            continue
        row = _row(code, parent_id, own)
        rows.append(row)
        _add(code, row["theme_id"], rows, own)


def _row(code: ET.Element, parent_id: str, pattern: re.Pattern[str]) -> dict[str, str]:
    name = " ".join(code.get("name", "").split())
    text = next((e.text or "" for e in code if _local(e) == "Description"), "").strip()
    own = pattern.fullmatch(text)
    if own:
        english, french, told, definition = _own_names(name, own[2])
        examples = told.split("; ")
        identity = own[1]
    else:
        english, french, definition = name, name, " ".join(text.split())
        examples = [definition] if len(text) <= _LONGEST_EXAMPLE else []
        guid = code.get("guid") or name
        identity = f"t-{hashlib.blake2b(guid.lower().encode(), digest_size=4).hexdigest()}"
    return {
        "theme_id": identity,
        "name_fr": french or english,
        "name_en": english,
        "examples": "|".join(e.replace("|", "/") for e in examples[:_MOST_EXAMPLES] if e),
        "definition": definition,
        "parent": parent_id,
    }


def _own_names(name: str, text: str) -> tuple[str, str, str, str]:
    """Return the English and the French name of a code we wrote, its examples and definition.

    Args:
        name: Of the code; where a person changed it, it holds and not what the text says.
        text: Its description after the id.
    """
    names = _NAMES.search(text)
    told = text[: names.start()] if names else text
    definition = " ".join(text[names.end() :].split()) if names else ""
    if names and name == " ".join(f"{names[1]} / {names[2]}".split()):
        return names[1].strip(), names[2].strip(), told, definition
    english, _, french = name.partition(" / ")
    return english, french, told, definition


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]
