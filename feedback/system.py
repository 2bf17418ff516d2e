"""Giving memory back once a stage is done: a laptop runs other programs too."""

import contextlib
import ctypes
import gc
import sys


def give_back_memory() -> None:
    """Collect garbage and hand freed pages back to the system.

    glibc keeps what was freed inside its arenas: after language detection that was 0.55 GB of a
    run's 1.9 GB peak. Elsewhere than on Linux this only collects.
    """
    gc.collect()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # musl has no malloc_trim
            ctypes.CDLL("libc.so.6").malloc_trim(0)
