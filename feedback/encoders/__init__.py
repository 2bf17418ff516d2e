"""The encoders room: texts in, vectors out, from models that install with pip and stay offline."""

from feedback.encoders.base import Encoder
from feedback.encoders.cached import CachedEncoder, forget_vectors
from feedback.encoders.loading import for_themes, load_encoder, unload
from feedback.encoders.status import ModelStatus, status
from feedback.encoders.threads import use_all_cores

__all__ = [
    "CachedEncoder",
    "Encoder",
    "ModelStatus",
    "for_themes",
    "forget_vectors",
    "load_encoder",
    "status",
    "unload",
    "use_all_cores",
]
