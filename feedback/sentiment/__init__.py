"""The sentiment room: what a comment and each of its segments feel, and how sure that is."""

from feedback.sentiment.classify import Felt, classify
from feedback.sentiment.head import SentimentHead
from feedback.sentiment.own import train_own_head

__all__ = ["Felt", "SentimentHead", "classify", "train_own_head"]
