"""The encoders room: texts in, vectors out, from models that install with pip and stay offline."""

from feedback.encoders.base import Encoder
from feedback.encoders.loading import load_encoder
from feedback.encoders.threads import use_all_cores

__all__ = ["Encoder", "load_encoder", "use_all_cores"]
