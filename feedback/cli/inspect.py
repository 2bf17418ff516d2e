"""`feedback inspect`: what was recognised in a file, before anything runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from feedback.cli.common import (
    JsonOption,
    WorkspaceOption,
    finite,
    open_workspace,
    print_json,
    printable,
    say,
)
from feedback.wording import count_of

_CELL = 44
_NAMES = 20


def inspect(
    files: Annotated[list[Path], typer.Argument(help="Files to look at; - reads standard input.")],
    workspace: WorkspaceOption = Path(),
    json_: JsonOption = False,
) -> None:
    """Show encoding, layout, columns, scales and problems of files, with the evidence."""
    from feedback import assembly
    from feedback.cli.stdin import files_of

    settings = open_workspace(workspace).settings.mapping
    with files_of(files, settings.max_file_bytes) as paths:
        found = [finite(assembly.look(path, settings).to_dict()) for path in paths]
    if json_:
        print_json(found[0] if len(found) == 1 else found)
        return
    for document in found:
        for line in _lines(document):
            say(printable(line).rstrip())
        say()


def _lines(document: dict[str, Any]) -> Iterator[str]:
    """Yield what a person wants to check, in the order in which they would."""
    sizes = count_of(document["n_rows"], "row"), count_of(document["n_responses"], "answer")
    yield f"{document['file']}: {', '.join(sizes)}"
    for source in document["sources"]:
        yield from _source(source, named=len(document["sources"]) > 1)
    if document["dates"]:
        yield _line("dates", " to ".join(document["dates"]))
    if document["languages"]:
        yield _line("languages", _counts(document["languages"]))
    if document["non_answers"]:
        share = f"{100 * document['non_answer_share']:.1f} %"
        yield _line("non-answers", f"{share} ({_counts(document['non_answers'])})")
    if document["empty_comment_share"]:
        yield _line("no words", f"{100 * document['empty_comment_share']:.0f} % of the answers")
    for problem in document["problems"]:
        yield _line("problem", problem)


def _source(source: dict[str, Any], *, named: bool) -> Iterator[str]:
    encoding = f", {source['encoding']}" if source["encoding"] else ""
    name = f" ({source['file']}: {count_of(source['n_rows'], 'row')})" if named else ""
    yield _line("layout", f"{source['layout']}{encoding}{name}")
    for column in source["columns"]:
        yield _line(column["role"], f"{_cut(column['name'])}  {column['evidence']}")
        if column["role"] == "score":
            own = [scale for scale in source["scales"] if scale["column"] == column["name"]]
            yield from (_line("", _scale(scale)) for scale in own)
    if source["ignored"]:
        yield _line("ignored", _some(source["ignored"]))
    if source["interviewer_turns"]:
        yield _line(
            "kept out", f"{count_of(source['interviewer_turns'], 'turn')} of the interviewer"
        )
    if named and source["n_left_out"]:  # of one source alone, the problems say it with reasons
        yield _line("left out", count_of(source["n_left_out"], "row or cell", "rows or cells"))


def _scale(scale: dict[str, Any]) -> str:
    doubt = "  (assumed)" if scale["assumed"] else ""
    ends = (scale["high"], scale["low"]) if scale["is_reversed"] else (scale["low"], scale["high"])
    bounds = f"{ends[0]:g} (worst) to {ends[1]:g} (best)"
    return f"→ {scale['scale']}, {bounds}: {scale['evidence']}{doubt}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{key} {n:,}" for key, n in counts.items())


def _some(names: list[str]) -> str:
    shown = ", ".join(map(_cut, names[:_NAMES]))
    return shown + (f" and {len(names) - _NAMES} more (see --json)" if len(names) > _NAMES else "")


def _cut(name: str) -> str:
    return name if len(name) <= _CELL else f"{name[: _CELL - 1]}…"


def _line(label: str, words: str) -> str:
    return f"  {label:<12} {words}"
