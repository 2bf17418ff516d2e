"""The one exception tree. The command line turns every `FeedbackError` into one line and exit 1."""

from feedback.wording import count_of


class FeedbackError(Exception):
    """A problem a person can act on: what is wrong, where, and what to do, in one line.

    Args:
        what: What is wrong, without a final full stop.
        where: File, row and column, or the setting concerned; empty when there is no place to name.
        todo: What the reader can do about it.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "") -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f". {self.todo}" if self.todo else ""
        # One line, whatever a file name or a cell smuggled in.
        return " ".join(f"{place}{self.what}{advice}".split())


class InputError(FeedbackError):
    """A file cannot be read, or holds no feedback."""


class SettingsError(FeedbackError):
    """A setting, an option or `feedback.toml` is wrong."""


class ModelError(FeedbackError):
    """A model is missing, damaged, or does not fit."""


class WorkspaceError(FeedbackError):
    """The workspace cannot be read or written, or is of another version."""


class CodebookError(FeedbackError):
    """A theme does not exist, or an edit of the codebook makes no sense."""


class ConflictError(CodebookError):
    """The codebook was changed after the person looked at it; nothing was overwritten.

    Attributes:
        version: The codebook's version now.
        since: The edits made meanwhile, oldest first, as the log holds them.
    """

    def __init__(self, version: int, since: list[dict[str, object]]) -> None:
        self.version, self.since = version, since
        super().__init__(
            f"the codebook was changed meanwhile ({count_of(len(since), 'edit')})",
            todo="Look at it again, then decide",
        )


class NotEnoughDataError(FeedbackError):
    """There is too little data for what was asked."""


class FrameContractError(AssertionError):
    """A frame broke its contract at a door between rooms: a bug here, never the user's doing."""
