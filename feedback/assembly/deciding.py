"""The words that decided the tone of the first quotes of a report, to be underlined there."""

import pandas as pd

from feedback import sentiment
from feedback.assembly.models import Models

Spans = dict[str, tuple[tuple[int, int], ...]]

MAX_WORDS = 240
"""Words of all quotes looked at together: each costs three encodings, some 4 s in all on 2 cores.
Quotes beyond are underlined as a whole."""
LONGEST = 40
"""Words of a quote worth looking at: in a longer one two spans say little."""


def deciding_spans(
    quotes: pd.DataFrame, segments: pd.DataFrame, theme_metrics: pd.DataFrame, models: Models
) -> Spans:
    """Return the deciding character ranges of quoted segments, by segment_id.

    Args:
        quotes: `theme_id`, `language`, `segment_id`, `rank`; those of rank 1 are looked at, of the
            themes with the largest impact first.
        segments: Their texts.
        theme_metrics: Impacts by theme.
        models: Their features' model is loaded again if it rests.
    """
    impacts = theme_metrics.set_index("theme_id")["impact"].abs().fillna(0.0)
    first = quotes[quotes["rank"] == 1]
    first = first.assign(weight=first["theme_id"].map(impacts).fillna(0.0)).sort_values(
        ["weight", "theme_id", "language"], ascending=[False, True, True]
    )
    texts = segments.set_index("segment_id")["text"]
    chosen: dict[str, str] = {}
    words = 0
    for segment in first["segment_id"]:
        length = len(texts[segment].split())
        if segment not in chosen and length <= LONGEST and words + length <= MAX_WORDS:
            chosen[segment] = texts[segment]
            words += length
    found = sentiment.deciding_words(
        list(chosen.values()), models.feeling.encoder.encode, models.settings.sentiment, most=2
    )
    return {
        segment: tuple((word.start, word.end) for word in spans)
        for segment, spans in zip(chosen, found, strict=True)
        if spans
    }
