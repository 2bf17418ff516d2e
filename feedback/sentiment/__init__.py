"""The sentiment room: what a comment and each of its segments feel, and how sure that is."""

from feedback.sentiment.classify import Felt, classify
from feedback.sentiment.corpora import STARRED, held_out, training_texts
from feedback.sentiment.explain import DecidingWord, deciding_words
from feedback.sentiment.fit import calibration_error
from feedback.sentiment.head import SentimentHead
from feedback.sentiment.head_file import head_card
from feedback.sentiment.mixed import mixed_responses
from feedback.sentiment.own import train_own_head
from feedback.sentiment.present import as_read
from feedback.sentiment.question import stance_by_question
from feedback.sentiment.train import PLANS, refresh_manifest, train_shipped
from feedback.sentiment.wording import model_text

__all__ = [
    "PLANS",
    "STARRED",
    "DecidingWord",
    "Felt",
    "SentimentHead",
    "as_read",
    "calibration_error",
    "classify",
    "deciding_words",
    "head_card",
    "held_out",
    "mixed_responses",
    "model_text",
    "refresh_manifest",
    "stance_by_question",
    "train_own_head",
    "train_shipped",
    "training_texts",
]
