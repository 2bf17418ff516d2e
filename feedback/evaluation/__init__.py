"""How far can I trust this on my own data? Answered from rows that a person labelled."""

from feedback.evaluation.anomalies import evaluate_anomalies as anomalies
from feedback.evaluation.behaviour import behaviour
from feedback.evaluation.sentiment import evaluate_sentiment as sentiment
from feedback.evaluation.sentiment import train_sentiment
from feedback.evaluation.table import Columns
from feedback.evaluation.themes import evaluate_themes as themes

__all__ = ["Columns", "anomalies", "behaviour", "sentiment", "themes", "train_sentiment"]
