"""Sentiment of segments and responses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from feedback.frames import RESPONSES, RESPONSES_PREPARED, SEGMENTS, SEGMENTS_PREPARED, SENTIMENTS
from feedback.progress import SILENT, Progress
from feedback.sentiment.courtesy import is_courtesy
from feedback.sentiment.head import Array, SentimentHead
from feedback.sentiment.parts import leaning, of_whole_comments
from feedback.sentiment.present import as_read
from feedback.sentiment.question import in_the_light_of, stances
from feedback.sentiment.topics import as_bare, is_bare_topic
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
    comments have none; every other row has all three. An answer that feels nothing itself takes the
    side its question asks for (`question`); of one that praises and blames (`mixed`), the polarity
    is the mean of its segments' by confidence.

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
        found = _probabilities([*spoken["comment"], *pieces["text"]], embed, head)
        parts = _rows_of(pieces["response_id"], spoken["response_id"])
        parts[[is_courtesy(text) for text in pieces["text"]]] = -1
        found = _as_answers(found, spoken, parts, list(pieces["text"]))
        of_pieces = found[len(spoken) :]
        of_comments, polarity = of_whole_comments(found[: len(spoken)], of_pieces, parts)
        advance(len(found))
    return Felt(
        RESPONSES.check(_with_sentiment(answers, np.flatnonzero(speaks), of_comments, polarity)),
        SEGMENTS.check(
            _with_sentiment(pieces, np.arange(len(pieces)), of_pieces, leaning(of_pieces))
        ),
    )


def _rows_of(pieces: pd.Series, spoken: pd.Series) -> NDArray[np.intp]:
    """Return for each segment the row of its comment in `spoken`, -1 for none."""
    places = {response_id: row for row, response_id in enumerate(spoken)}
    return np.array([places.get(response_id, -1) for response_id in pieces], dtype=np.intp)


def _as_answers(
    found: Array, spoken: pd.DataFrame, parts: NDArray[np.intp], pieces: Sequence[str]
) -> Array:
    """Read the comments' rows, then their segments' rows, in the light of the questions."""
    asked = stances([q if isinstance(q, str) else None for q in spoken["question"]])
    if not asked.any():
        return found
    words = np.array([len(comment.split()) for comment in spoken["comment"]], dtype=np.intp)
    rows = np.concatenate([np.arange(len(spoken)), parts])
    known = rows >= 0
    asked_of, words_of = np.where(known, asked[rows], 0), np.where(known, words[rows], 1)
    bare = np.array([is_bare_topic(text) for text in (*spoken["comment"], *pieces)])
    return in_the_light_of(as_bare(found, bare & (asked_of != 0)), asked_of, words_of)


def _probabilities(texts: Sequence[str], embed: Embed, head: SentimentHead) -> Array:
    """Return the probabilities, shape (n_texts, 3), independent of the order of the texts."""
    if not texts:
        return np.zeros((0, len(SENTIMENTS)))
    read = [as_read(text) for text in texts]
    distinct = sorted(set(read))
    place = {text: row for row, text in enumerate(distinct)}
    found = head.predict_proba(embed(distinct))
    return found[[place[text] for text in read]]


def _with_sentiment(
    frame: pd.DataFrame, rows: NDArray[np.intp], proba: Array, leanings: Array
) -> pd.DataFrame:
    """Return `frame` with the three columns filled at `rows` and missing elsewhere."""
    n = len(frame)
    names = np.full(n, None, dtype=object)
    polarity, confidence = np.full(n, np.nan), np.full(n, np.nan)
    if len(rows):
        names[rows] = np.array(SENTIMENTS, dtype=object)[proba.argmax(axis=1)]
        polarity[rows] = leanings
        confidence[rows] = proba.max(axis=1)
    return frame.assign(
        sentiment=pd.Series(names, index=frame.index, dtype="str"),
        polarity=polarity,
        confidence=confidence,
    )
