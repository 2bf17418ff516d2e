"""What stands around the hallway: what is remembered before a run, what is published after it."""

from feedback.assembly.batch import batch_name, check_batch_name
from feedback.assembly.facts import RunFacts
from feedback.assembly.memory import Memory, recall
from feedback.assembly.models import Models
from feedback.assembly.publish import Finished, Outcome, publish, publish_again

__all__ = [
    "Finished",
    "Memory",
    "Models",
    "Outcome",
    "RunFacts",
    "batch_name",
    "check_batch_name",
    "publish",
    "publish_again",
    "recall",
]
