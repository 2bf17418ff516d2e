"""Rebuild the shipped sentiment heads: ``python -m feedback.evaluation.shipped --corpora DIR``.

The tuned layers of e5 come first: ``python -m feedback.evaluation.tuned_e5``.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from feedback import encoders, sentiment
from feedback.settings import EncoderSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the corpora and write heads, card figures and the manifest's checksums."""
    parser = argparse.ArgumentParser(prog="python -m feedback.evaluation.shipped")
    parser.add_argument("--corpora", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--own", type=Path, default=Path("corpora/sentiment"), help="our labels")
    parser.add_argument("--out", type=Path, default=Path("models"))
    given = parser.parse_args(arguments)
    texts = sentiment.training_texts(given.corpora, given.own)
    for plan in sentiment.PLANS:
        encoder = encoders.load_encoder(plan.encoder, EncoderSettings())
        folder = given.out / plan.folder
        results = sentiment.train_shipped(texts, encoder.encode, folder, plan)
        sys.stdout.write(json.dumps(results, indent=2) + f"\nsaved in {folder}\n")
    if (given.out / "manifest.json").is_file():
        sentiment.refresh_manifest(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
