"""Threads of BLAS and torch: as many as the cores this process may use."""

import os
import sys

from feedback.settings import EncoderSettings


def cores() -> int:
    """Return how many cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def wait_quietly() -> None:
    """Make OpenMP threads sleep while they wait, unless the person has chosen otherwise.

    By default they spin, and on cores that are shared with anything else they then steal the time
    of the very threads they wait for: with three other programs on 2 cores, e5 read 8 to 39 texts
    a second spinning and 115 to 124 sleeping. The variable is read once, when torch is imported.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def use_all_cores(settings: EncoderSettings) -> None:
    """Set the threads of numpy's BLAS and of torch to `settings.threads`, or to the cores.

    Torch gets the nearest lower count that keeps the vectors free of the batch (2, 3, 4, 6, 8,
    12, ...); it is set here only once torch is imported, which every encoder does.
    """
    wait_quietly()
    from threadpoolctl import threadpool_limits

    threads = settings.threads or cores()
    threadpool_limits(limits=threads)
    if "torch" not in sys.modules:
        return
    import torch

    from feedback.encoders.int8_bert import even_threads

    if torch.get_num_threads() != even_threads(threads):
        torch.set_num_threads(even_threads(threads))
