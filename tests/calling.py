"""Call the command line in this process, as a person would from a shell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Called:
    """What a call gave: exit status, standard output, standard error."""

    status: int
    out: str
    err: str
