"""REFI-QDA: the exchange format of programs for qualitative analysis (NVivo, MAXQDA, ATLAS.ti).

After the schemas urn:QDA-XML:project:1.0 (18 March 2019) and urn:QDA-XML:codebook:1.0 of
www.qdasoftware.org: themes are codes, comments are text sources, a segment that speaks of a
theme is a coded selection, who wrote the comments is a case.
"""

import uuid
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd

from feedback.errors import FeedbackError
from feedback.export.files import blank_controls, replacing, without_controls, write_bytes
from feedback.export.tables import canonical, plain
from feedback.frames import BatchFrames

_PROJECT = "urn:QDA-XML:project:1.0"
_CODEBOOK = "urn:QDA-XML:codebook:1.0"
_SPACE = uuid.UUID("5f0c7d0e-6d2b-5a86-9a55-0f3f0a9a2b11")
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_ORIGIN = "feedback"
# column, type in the schema, element that holds a value
_VARIABLES = (
    ("score", "Float", "FloatValue"),
    ("score_band", "Text", "TextValue"),
    ("language", "Text", "TextValue"),
    ("sentiment", "Text", "TextValue"),
    ("date", "Date", "DateValue"),
)


def write_qda(frames: BatchFrames, out: Path) -> None:
    """Write a codebook (`out` ends in ``.qdc``) or a project (otherwise, a ``.qdpx`` archive).

    A code is called by both names of its theme; its description holds what `themes import` reads
    back: the theme's id, its examples (``extras["examples"]``; else its keywords), the names, and
    what a person said that it covers (``extras["definitions"]``).
    Offsets are code points into the plain text of the source, the end not included. Ids follow
    from the batch and the ids in the frames: the same batch gives the same bytes.

    Raises:
        FeedbackError: A codebook was asked for and there is no theme: the schema needs one.
        WorkspaceError: The file cannot be written.
    """
    tables = _in_use(canonical(frames))
    if out.suffix.lower() == ".qdc":
        if tables["themes"].empty:
            raise FeedbackError(
                "there is no theme to write into a codebook", todo="Export as .qdpx instead"
            )
        root = ET.Element("CodeBook", {"xmlns": _CODEBOOK, "origin": _ORIGIN})
        _add_codes(root, frames, tables["themes"])
        write_bytes(out, _xml(root))
        return
    sources = _Sources(frames.batch, tables)
    with replacing(out) as fresh, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
        _add_file(archive, "project.qde", _xml(_project(frames, tables, sources)))
        for guid, text in sources.texts.items():
            _add_file(archive, f"sources/{guid}.txt", text.encode("utf-8", "replace"))


class _Sources:
    """The comments as text sources, by guid, and the selections in each."""

    def __init__(self, batch: str, tables: dict[str, pd.DataFrame]) -> None:
        self.batch = batch
        responses = tables["responses"]
        self.responses = responses[responses["comment"].str.strip() != ""]
        cohorts = [name for name in responses.columns if name.startswith("cohort_")]
        self.variables = (*_VARIABLES, *((name, "Text", "TextValue") for name in cohorts))
        self.texts = {
            _guid(batch, "source", str(key)): blank_controls(str(comment))
            for key, comment in zip(
                self.responses["response_id"], self.responses["comment"], strict=True
            )
        }
        coded = tables["assignments"].merge(tables["segments"], on="segment_id")
        self.coded = {
            str(key): rows.sort_values(["start", "segment_id", "theme_id"])
            for key, rows in coded.groupby("response_id")
        }

    def add_cases_to(self, parent: ET.Element) -> None:
        """Add a case per respondent, or per response where nobody knows whose it is.

        It has the values that are the same in all the respondent's responses; the others stand
        with the sources only.
        """
        for (kind, name), rows in self._by_writer().items():
            attributes = {"guid": _guid(self.batch, kind, name), "name": name}
            case = _child(parent, "Case", attributes)
            values = {name: set(map(plain, rows[name])) for name, *_ in self.variables}
            shared = {name: own.pop() for name, own in values.items() if len(own) == 1}
            _add_values(case, self.batch, self.variables, shared)
            for key in rows["response_id"]:
                _child(case, "SourceRef", {"targetGUID": _guid(self.batch, "source", str(key))})

    def _by_writer(self) -> dict[tuple[str, str], pd.DataFrame]:
        writers = [
            ("respondent", str(who)) if plain(who) else ("case", str(response))
            for who, response in zip(
                self.responses["respondent_id"], self.responses["response_id"], strict=True
            )
        ]
        places: dict[tuple[str, str], list[int]] = {}
        for place, writer in enumerate(writers):
            places.setdefault(writer, []).append(place)
        return {writer: self.responses.iloc[own] for writer, own in sorted(places.items())}

    def add_to(self, parent: ET.Element) -> None:
        for row in self.responses.to_dict("records"):
            key = str(row["response_id"])
            guid = _guid(self.batch, "source", key)
            attributes = {"guid": guid, "name": key, "plainTextPath": f"internal://{guid}.txt"}
            source = _child(parent, "TextSource", attributes)
            if key in self.coded:
                self._add_selections(source, self.coded[key])
            _add_values(source, self.batch, self.variables, row)

    def _add_selections(self, source: ET.Element, coded: pd.DataFrame) -> None:
        for segment, rows in coded.groupby("segment_id", sort=False):
            first = rows.iloc[0]
            attributes = {
                "guid": _guid(self.batch, "selection", str(segment)),
                "name": str(segment),
                "startPosition": str(int(first["start"])),
                "endPosition": str(int(first["end"])),
            }
            selection = _child(source, "PlainTextSelection", attributes)
            for theme in rows["theme_id"]:
                guid = _guid(self.batch, "coding", f"{segment} {theme}")
                coding = _child(selection, "Coding", {"guid": guid})
                _child(coding, "CodeRef", {"targetGUID": _guid(self.batch, "code", str(theme))})


def _project(frames: BatchFrames, tables: dict[str, pd.DataFrame], sources: _Sources) -> ET.Element:
    batch = frames.batch
    root = ET.Element("Project", {"xmlns": _PROJECT, "origin": _ORIGIN})
    root.set("name", without_controls(batch) or "batch")
    if len(tables["themes"]):
        _add_codes(_child(root, "CodeBook"), frames, tables["themes"])
    variables = _child(root, "Variables")
    for name, kind, _ in sources.variables:
        guid = _guid(batch, "variable", name)
        _child(variables, "Variable", {"guid": guid, "name": name, "typeOfVariable": kind})
    if len(sources.texts):
        sources.add_cases_to(_child(root, "Cases"))
        sources.add_to(_child(root, "Sources"))
    return root


def _in_use(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables without the retired themes that code nothing."""
    themes = tables["themes"]
    codes = themes["theme_id"].isin(tables["assignments"]["theme_id"])
    return tables | {"themes": themes[codes | (themes["status"] != "retired")]}


def _add_codes(parent: ET.Element, frames: BatchFrames, themes: pd.DataFrame) -> None:
    """Add the themes as codes, children inside their parents; a loop of parents is cut."""
    rows = {str(row["theme_id"]): row for row in themes.to_dict("records")}
    parents = {key: plain(row["parent_id"]) for key, row in rows.items()}
    examples, definitions = (
        given if isinstance(given, Mapping) else {}
        for given in map(frames.extras.get, ("examples", "definitions"))
    )
    elements: dict[str, ET.Element] = {}
    codes = _child(parent, "Codes")
    for key, row in rows.items():
        name = without_controls(f"{row['name_en']} / {row['name_fr']}")
        guid = _guid(frames.batch, "code", key)
        attributes = {"guid": guid, "name": name, "isCodable": "true"}
        elements[key] = ET.Element("Code", attributes)
        described = _described(row, examples) + _defined(definitions.get(key))
        _child(elements[key], "Description").text = without_controls(described)
    for key, element in elements.items():
        above = parents[key]
        is_child = above in elements and not _loops(key, parents)
        (elements[str(above)] if is_child else codes).append(element)


def _described(row: dict[Any, Any], examples: Mapping[str, Sequence[str]]) -> str:
    """Return a theme's description, see `write_qda`: "; " stands between the examples."""
    key = str(row["theme_id"])
    words = examples.get(key) or [*row["keywords_en"], *row["keywords_fr"]]
    told = "; ".join(_on_a_line(word).replace("; ", ", ") for word in words)
    # The name of the code holds both, too, but a name may itself hold a slash.
    english, french = (_on_a_line(row[f"name_{code}"]) for code in ("en", "fr"))
    return f"{key}: {told}\nen: {english}\nfr: {french}"


def _defined(definition: str | None) -> str:
    return f"\n\n{_on_a_line(definition)}" if definition else ""


def _on_a_line(text: Any) -> str:
    return " ".join(without_controls(str(text)).split())


def _loops(key: str, parents: dict[str, Any]) -> bool:
    seen = {key}
    above = parents[key]
    while above in parents:
        if above in seen:
            return True
        seen.add(above)
        above = parents[above]
    return False


def _add_values(
    owner: ET.Element, batch: str, variables: Sequence[tuple[str, str, str]], row: dict[Any, Any]
) -> None:
    """Add the values that a row has to a source or a case."""
    for name, _, element in variables:
        value = plain(row.get(name))
        if value is None:
            continue
        holder = _child(owner, "VariableValue")
        _child(holder, "VariableRef", {"targetGUID": _guid(batch, "variable", name)})
        _child(holder, element).text = _written(value)


def _written(value: Any) -> str:
    if isinstance(value, pd.Timestamp):
        return str(value.date().isoformat())
    if isinstance(value, float):
        return str(np.format_float_positional(value, trim="0"))
    return without_controls(str(value))


def _child(parent: ET.Element, tag: str, attributes: dict[str, str] | None = None) -> ET.Element:
    clean = {name: without_controls(value) for name, value in (attributes or {}).items()}
    return ET.SubElement(parent, tag, clean)


def _guid(batch: str, kind: str, key: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{kind}\n{batch}\n{key}".encode("utf-8", "replace").decode()))


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _add_file(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
