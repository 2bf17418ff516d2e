"""Taking a decision back, and what happened to each theme: batch by batch, decision by decision."""

from typing import Any

from feedback import themes
from feedback.assembly import Models
from feedback.assembly.edit_log import PATCHES, edit_of, standing, undone
from feedback.assembly.movement import movement
from feedback.assembly.tables import records
from feedback.curation.codebook import check_seen
from feedback.curation.recode import coded_batch, recoded
from feedback.curation.shelf import open_store
from feedback.errors import CodebookError
from feedback.store import Store, StoredEdit
from feedback.workspace import Workspace


def undo(workspace: Workspace, seen: int | None = None) -> str:
    """Take back the last decision that still stands and return the line that says so.

    A batch that was not run again since is as it was before the decision, to the byte; in others
    the decision is turned round by its meaning. Calling it again takes back the one before.

    Args:
        workspace: Whose codebook.
        seen: Version of the codebook the person looked at; None: whatever it is.

    Raises:
        ConflictError: The codebook was changed since `seen`; nothing is changed.
        CodebookError: There is nothing to take back, or an import was used by a run already.
    """
    with workspace.lock():
        store = open_store(workspace)
        check_seen(store, seen)
        log = standing(store.edits())
        if not log:
            raise CodebookError(
                "there is no decision to take back", todo="See: feedback themes log"
            )
        last = log[-1]
        entry = {"kind": "undo", "number": last.number}
        if last.edit["kind"] == "import":
            _refuse_used_import(store, last)
            store.append_edit(entry)
        else:
            store.save_edit(entry, _batches_without(workspace, store, last))
    return f"Taken back: {_line(last.edit)}"


def _batches_without(workspace: Workspace, store: Store, last: StoredEdit) -> list[Any]:
    models = Models.load(workspace, workspace.settings)
    patches: dict[str, themes.Patch] = last.edit.get(PATCHES, {})
    wanted = edit_of(last.edit)
    # Any batch's patch knows the names and the status before.
    other = next((p for p in patches.values() if p["themes"] or p["made"]), None)
    changed = []
    for name in store.batches()["batch"]:
        coded = coded_batch(store, name, models)
        patch = patches.get(name)
        if patch is not None and patch["after"] == themes.digest(coded):
            before = themes.restored(coded, patch)
        else:
            before = themes.turned_round(coded, wanted, patch or other, models.meaning)
        changed.append((*recoded(store, name, before, models), store.facts(name)))
    return changed


def _refuse_used_import(store: Store, last: StoredEdit) -> None:
    ids = {seed["theme_id"] for seed in last.edit["seeds"]}
    if ids & set(store.codebook().themes["theme_id"]):
        raise CodebookError(
            "a batch was coded by the imported codebook already",
            todo="Retire the themes you do not want: feedback themes retire THEME",
        )


def edit_log(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the decisions, oldest first: `number`, `when` (UTC), `kind`, `theme_id`, `line` (what
    was done, in English), `line_fr`, `undone`."""  # noqa: D205, D209
    log = open_store(workspace).edits()
    gone = undone(log)
    return [
        {
            "number": one.number,
            "when": one.saved_at.isoformat(timespec="seconds"),
            "kind": one.edit["kind"],
            "theme_id": one.edit.get("theme_id"),
            "line": _line(one.edit),
            "line_fr": _line(one.edit, "fr"),
            "undone": one.number in gone,
        }
        for one in log
    ]


_DONE = {
    "en": {
        "undo": "decision {number} taken back",
        "import": "{n} theme imported",
        "imports": "{n} themes imported",
        "rename": "{title} renamed to {value!r}",
        "merge": "{title} merged into {target}",
        "phrases": "{title} split by {phrases}",
        "split": "{target} split off {title}",
        "pin": "{title} pinned",
        "retire": "{title} retired",
    },
    "fr": {
        "undo": "décision {number} annulée",
        "import": "{n} thème importé",
        "imports": "{n} thèmes importés",
        "rename": "{title} renommé en « {value} »",
        "merge": "{title} fusionné avec {target}",
        "phrases": "{title} divisé selon {phrases}",
        "split": "{target} séparé de {title}",
        "pin": "{title} épinglé",
        "retire": "{title} retiré",
    },
}


def _line(edit: dict[str, Any], language: str = "en") -> str:
    said, seeds = edit["kind"], len(edit.get("seeds", ()))
    if said == "import" and seeds > 1:
        said = "imports"
    elif said == "split" and not edit.get("target"):
        said = "phrases"
    names = _names_before(edit, language)
    theme = str(edit.get("theme_id"))
    return _DONE[language][said].format(
        number=edit.get("number"),
        n=seeds,
        title=f"{theme} ({names})" if names else theme,
        value=_new_name(edit, language),
        phrases=str(edit.get("value")).replace("|", " / "),
        target=edit.get("target"),
    )


def _new_name(edit: dict[str, Any], language: str) -> str:
    """Return the name that a rename gave; of both names that of the reader's language."""
    return str((edit.get("english") if language == "en" else None) or edit.get("value"))


def _names_before(edit: dict[str, Any], language: str = "en") -> str:
    rows = [row for patch in edit.get(PATCHES, {}).values() for row in patch["themes"]]
    name = f"name_{language}"
    return next((row[name] for row in rows if row["theme_id"] == edit.get("theme_id")), "")


def theme_history(workspace: Workspace, theme: str | None = None) -> list[dict[str, Any]]:
    """Return what happened to each theme, or to one, in each batch and by each decision.

    Args:
        workspace: Whose themes.
        theme: By id or name; None: all.

    Returns:
        Rows `theme_id`, `name_fr`, `name_en`, `batch` (None for a decision), `when` (None for a
        batch), `event` (new, emerging, continued, absent, merged, retired; renamed, split, pinned,
        imported, taken back), `n_responses`, `share` (of the batch's responses with words),
        `target`; batches in sequence first, then decisions.

    Raises:
        CodebookError: There is no such theme.
    """
    store = open_store(workspace)
    rows = [row for batch in store.batches()["batch"] for row in _of_batch(store, str(batch))]
    rows += _of_log(store.edits(), rows)
    if theme is None:
        return rows
    known = store.codebook().themes
    wanted = (
        theme if any(row["theme_id"] == theme for row in rows) else themes.find_theme(known, theme)
    )
    return [row for row in rows if wanted in (row["theme_id"], row["target"])]


def _of_batch(store: Store, batch: str) -> list[dict[str, Any]]:
    frames = store.load(batch)
    speaking = max(int(frames.segments["response_id"].nunique()), 1)
    events = themes.history_of(frames.themes, batch)
    return [
        {
            "theme_id": str(row["theme_id"]),
            "name_fr": str(row["name_fr"]),
            "name_en": str(row["name_en"]),
            "batch": batch,
            "when": None,
            "event": str(event),
            "n_responses": int(row["n_responses"]),
            "share": round(int(row["n_responses"]) / speaking, 6),
            "target": target if isinstance(target, str) else None,
        }
        for row, event, target in zip(
            frames.themes.to_dict("records"), events["event"], events["target"], strict=True
        )
    ]


def theme_movement(workspace: Workspace, period: str) -> list[dict[str, Any]]:
    """Return how the share of each theme moved, see `assembly.movement`, as plain rows.

    Raises:
        SettingsError: The period is none of batch, week, month, quarter.
    """
    store = open_store(workspace)
    batches = [store.load(str(name)) for name in store.batches()["batch"]]
    return records(movement(batches, workspace.settings, period))


_EVENTS = {"rename": "renamed", "merge": "merged", "split": "split", "pin": "pinned"}
_EVENTS |= {"retire": "retired", "undo": "taken back", "import": "imported"}


def _of_log(log: tuple[StoredEdit, ...], batches: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = {row["theme_id"]: (row["name_fr"], row["name_en"]) for row in batches}
    numbered = {one.number: one.edit for one in log}
    found = []
    for one in log:
        entry = one.edit
        about = numbered.get(entry["number"], {}) if entry["kind"] == "undo" else entry
        ids = [seed["theme_id"] for seed in about.get("seeds", ())] or [about.get("theme_id", "")]
        for identity in ids:
            french, english = names.get(identity, ("", ""))
            found.append(
                {
                    "theme_id": identity,
                    "name_fr": french,
                    "name_en": english or _names_before({PATCHES: {}, **about}),
                    "batch": None,
                    "when": one.saved_at.isoformat(timespec="seconds"),
                    "event": _EVENTS[entry["kind"]],
                    "n_responses": None,
                    "share": None,
                    "target": about.get("target"),
                }
            )
    return found
