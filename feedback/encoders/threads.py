"""Threads of BLAS and torch: as many as the cores this process may use."""

import os
import sys

from feedback.settings import EncoderSettings


def cores() -> int:
    """Return how many cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def use_all_cores(settings: EncoderSettings) -> None:
    """Set the threads of numpy's BLAS and of torch to `settings.threads`, or to the cores.

    Torch gets the nearest lower count that keeps the vectors free of the batch (2, 3, 4, 6, 8,
    12, ...); it is set here only once torch is imported, which every encoder does.
    """
    from threadpoolctl import threadpool_limits

    threads = settings.threads or cores()
    threadpool_limits(limits=threads)
    if "torch" not in sys.modules:
        return
    import torch

    from feedback.encoders.int8_bert import even_threads

    if torch.get_num_threads() != even_threads(threads):
        torch.set_num_threads(even_threads(threads))
