"""Read customer feedback in French and English: sentiment, themes, score bands, report."""

__version__ = "0.1.0"
