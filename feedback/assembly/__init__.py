"""What stands around the hallway: what is remembered before a run, what is published after it."""

from feedback.assembly.batch import batch_name, check_batch_name
from feedback.assembly.facts import RunFacts
from feedback.assembly.look import Look, look
from feedback.assembly.memory import Memory, recall
from feedback.assembly.models import Models
from feedback.assembly.naming import EndpointNamer, namer_of
from feedback.assembly.overlap import overlap_notices, replaced_line
from feedback.assembly.publish import Finished, Outcome, publish, publish_again
from feedback.assembly.shifted import shift_notices

__all__ = [
    "EndpointNamer",
    "Finished",
    "Look",
    "Memory",
    "Models",
    "Outcome",
    "RunFacts",
    "batch_name",
    "check_batch_name",
    "look",
    "namer_of",
    "overlap_notices",
    "publish",
    "publish_again",
    "recall",
    "replaced_line",
    "shift_notices",
]
