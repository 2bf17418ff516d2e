"""The vectors of an evaluation: as in a run, and none of them kept on disk."""

from feedback import encoders
from feedback.progress import SILENT, Progress
from feedback.settings import Settings


def sentiment_embed(
    settings: Settings,
    features: encoders.CachedEncoder | None = None,
    progress: Progress = SILENT,
) -> encoders.CachedEncoder:
    """Return what embeds for the sentiment head: `features` where it reads those.

    Raises:
        ModelError: The encoder is missing or damaged.
    """
    name = settings.sentiment_encoder
    if features is not None and name == settings.encoders.features:
        return features
    return encoders.CachedEncoder(encoders.load_encoder(name, settings.encoders), None, progress)
