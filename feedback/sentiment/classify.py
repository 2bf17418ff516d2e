"""Sentiment of segments and responses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from feedback.frames import RESPONSES, RESPONSES_PREPARED, SEGMENTS, SEGMENTS_PREPARED, SENTIMENTS
from feedback.progress import SILENT, Progress
from feedback.sentiment.head import Array, SentimentHead
from feedback.sentiment.wording import model_text
from feedback.settings import SentimentSettings
from feedback.types import Embed


@dataclass(frozen=True)
class Felt:
    """The frames with sentiment.

    Attributes:
        responses: `RESPONSES`, sorted by response_id.
        segments: `SEGMENTS`, sorted by segment_id.
    """

    responses: pd.DataFrame
    segments: pd.DataFrame


def classify(
    responses: pd.DataFrame,
    segments: pd.DataFrame,
    embed: Embed,
    settings: SentimentSettings,
    progress: Progress = SILENT,
) -> Felt:
    """Add sentiment, polarity and confidence to every segment and every comment that speaks.

    `polarity` is P(positive) - P(negative), `confidence` the largest probability. Fillers and empty
    comments have none; every other row has all three.

    Args:
        responses: `RESPONSES_PREPARED`, in any order; not changed.
        segments: `SEGMENTS_PREPARED` of these responses, in any order; not changed.
        embed: Gives the features that the head was trained on.
        settings: Which head.
        progress: Told of one stage.

    Raises:
        ModelError: The head is missing or damaged, or the encoder is another one.
        FrameContractError: A frame breaks its contract.
    """
    answers = RESPONSES_PREPARED.check(responses).sort_values("response_id", ignore_index=True)
    pieces = SEGMENTS_PREPARED.check(segments).sort_values("segment_id", ignore_index=True)
    head = SentimentHead.load(settings.model)
    speaks = ~answers["is_filler"].to_numpy(dtype=bool) & answers["comment"].str.strip().ne("")
    spoken = answers[speaks]
    with progress.stage("sentiment", len(spoken) + len(pieces)) as advance:
        whole = _probabilities([*spoken["comment"], *pieces["text"]], embed, head)
        of_comments, of_pieces = whole[: len(spoken)], whole[len(spoken) :]
        advance(len(whole))
    return Felt(
        RESPONSES.check(_with_sentiment(answers, np.flatnonzero(speaks), of_comments)),
        SEGMENTS.check(_with_sentiment(pieces, np.arange(len(pieces)), of_pieces)),
    )


def _probabilities(texts: Sequence[str], embed: Embed, head: SentimentHead) -> Array:
    """Return the probabilities, shape (n_texts, 3), independent of the order of the texts."""
    if not texts:
        return np.zeros((0, len(SENTIMENTS)))
    read = [model_text(text) for text in texts]
    distinct = sorted(set(read))
    place = {text: row for row, text in enumerate(distinct)}
    found = head.predict_proba(embed(distinct))
    return found[[place[text] for text in read]]


def _with_sentiment(frame: pd.DataFrame, rows: np.ndarray, proba: Array) -> pd.DataFrame:
    """Return `frame` with the three columns filled at `rows` and missing elsewhere."""
    n = len(frame)
    names = np.full(n, None, dtype=object)
    polarity, confidence = np.full(n, np.nan), np.full(n, np.nan)
    if len(rows):
        names[rows] = np.array(SENTIMENTS, dtype=object)[proba.argmax(axis=1)]
        polarity[rows] = np.round(proba[:, 2] - proba[:, 0], 6)
        confidence[rows] = proba.max(axis=1)
    return frame.assign(
        sentiment=pd.Series(names, index=frame.index, dtype="str"),
        polarity=polarity,
        confidence=confidence,
    )
