"""One reader per kind of source; `open_source` chooses by name, then by what the file holds."""

from pathlib import Path

from feedback.errors import InputError
from feedback.ingest.decode import Decoded, decode
from feedback.ingest.guard import check_file, check_zip, read_bytes
from feedback.ingest.model import Interview, Source
from feedback.ingest.readers import (
    columnar,
    delimited,
    spreadsheet,
    spss,
    subtitles,
    transcript,
    workbook,
)
from feedback.ingest.readers.layout import Sheet, to_table
from feedback.notices import Notice
from feedback.settings import ReadSettings

SUFFIXES = frozenset(
    [
        ".csv",
        ".tsv",
        ".tab",
        ".txt",
        ".md",
        ".markdown",
        ".vtt",
        ".srt",
        ".docx",
        ".xlsx",
        ".xlsm",
        ".ods",
        ".xls",
        ".xlsb",
        ".sav",
        ".zsav",
        ".parquet",
        ".json",
        ".jsonl",
        ".ndjson",
    ]
)
_ADVICE = {
    ".doc": "Open it in a word processor and save it as .docx",
    ".odt": "Open it in a word processor and save it as .docx",
    ".pdf": "Export the text as .docx or .txt",
    ".por": "Save it from SPSS as .sav",
    ".zip": "Unpack it and give the folder",
    ".numbers": "Export it as .xlsx or .csv",
}
_PROSE = frozenset((".txt", ".md", ".markdown"))


def open_source(path: Path, settings: ReadSettings) -> list[Source]:
    """Open one file: a table, the sheets of a workbook, or an interview.

    Raises:
        InputError: It cannot be read; the message says why and what to do.
    """
    check_file(path, settings.max_file_bytes)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"files ending in {suffix or 'nothing'} are not read",
            where=path.name,
            todo=_ADVICE.get(suffix, "Export it as csv, xlsx, docx, md, txt or vtt"),
        )
    if suffix in (".xlsx", ".xlsm"):
        return _tables(workbook.read_workbook(path))
    if suffix in (".ods", ".xls", ".xlsb"):
        return _tables(spreadsheet.read_spreadsheet(path))
    if suffix in (".sav", ".zsav"):
        return [to_table(spss.read_spss(path))]
    if suffix == ".parquet":
        return [to_table(columnar.read_parquet(path))]
    if suffix == ".docx":
        return [_docx(path)]
    return _text(path, suffix)


def _tables(sheets: list[Sheet]) -> list[Source]:
    """Turn sheets into tables; a sheet that holds none is passed over while another does."""
    tables: list[Source] = []
    problem: InputError | None = None
    for sheet in sheets:
        try:
            tables.append(to_table(sheet))
        except InputError as error:
            problem = problem or error
    if not tables and problem:
        raise problem
    return tables


def _docx(path: Path) -> Interview:
    check_zip(path, "docx")
    import docx

    try:
        paragraphs = transcript.docx_paragraphs(docx.Document(str(path)))
    except Exception as error:  # a damaged part raises whatever its parser raises
        raise InputError(
            "is damaged: the document cannot be opened",
            where=path.name,
            todo="Open it in a word processor and save it again",
        ) from error
    return transcript.to_interview(paragraphs, path.name, "docx", None)


def _text(path: Path, suffix: str) -> list[Source]:
    decoded = decode(read_bytes(path), path.name)
    if not decoded.text.strip():
        raise InputError("the file is empty", where=path.name, todo="Export it again")
    kind = subtitles.kind_of(decoded.text)
    if suffix in (".vtt", ".srt") and kind not in ("vtt", "srt"):
        raise InputError(
            f"is not a valid {suffix[1:]} file", where=path.name, todo="Export the transcript again"
        )
    if kind:
        return [subtitles.read_subtitles(decoded.text, kind, path.name, decoded.encoding)]
    if suffix in (".json", ".jsonl", ".ndjson"):
        return [to_table(columnar.read_json(decoded.text, path.name, decoded.encoding))]
    rows, separator = delimited.read_rows(decoded.text)
    is_table = suffix not in _PROSE or (suffix == ".txt" and separator in (";", "\t", "|"))
    if is_table:
        layout = {"\t": "tsv", "": "single column"}.get(separator, "csv")
        notices = _rescued(decoded)
        return [to_table(Sheet(path.name, layout, decoded.encoding, rows, notices))]
    paragraphs = transcript.markdown_paragraphs(decoded.text)
    layout = "text" if suffix == ".txt" else "markdown"
    return [transcript.to_interview(paragraphs, path.name, layout, decoded.encoding)]


def _rescued(decoded: Decoded) -> tuple[Notice, ...]:
    n = decoded.rescued_lines
    if not n:
        return ()
    return (
        Notice(
            "mixed-encodings",
            f"A file mixes encodings ({decoded.encoding}): {n} lines were decoded on their own.",
            f"Un fichier mélange des encodages ({decoded.encoding}) : {n} lignes ont été décodées "
            "à part.",
        ),
    )
