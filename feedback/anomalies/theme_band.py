"""A theme that nearly only one score band cites, cited by the opposite band."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from feedback.anomalies.context import AnomalyContext, Flag, flags_frame
from feedback.anomalies.wording import percent

KIND = "theme-against-band"
_OPPOSITE = {"low": "high", "high": "low"}
_TONE = {"low": "negative", "high": "positive"}
_NAMES = {"low": ("basse", "low"), "high": ("haute", "high")}


class ThemeAgainstBand:
    """Flags a high score on a theme of low scores, and the reverse.

    The theme must be cited by `theme_band_min` scored answers, `theme_band_share` of them in one
    end band. Severity is that share's excess, and 0.3 more where the answer speaks of the theme
    in the tone of the others: then the text fits the theme, and the score does not.
    """

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``theme-against-band``, the most lopsided theme per response."""
        lopsided = _lopsided(context)
        if lopsided.empty:
            return flags_frame([])
        told = context.assignments.merge(
            context.segments[["segment_id", "response_id", "sentiment"]], on="segment_id"
        ).merge(lopsided, on="theme_id")
        scored = context.responses[["response_id", "score_band", "scale"]].dropna()
        told = told.merge(scored, on="response_id")
        told = told[told["score_band"] == told["band"].map(_OPPOSITE)]
        told = told.assign(agrees=told["sentiment"] == told["band"].map(_TONE))
        order = ["response_id", "agrees", "share", "theme_id"]
        ranked = told.sort_values(order, ascending=[True, False, False, True])
        names = context.themes.set_index("theme_id")
        rows = ranked.drop_duplicates("response_id").to_dict("records")
        return flags_frame([_flag(row, names) for row in rows])


def _lopsided(context: AnomalyContext) -> pd.DataFrame:
    """Return theme_id, band, share and n of the themes that live in one end band."""
    bands = context.theme_bands
    total = bands.groupby("theme_id")["n"].transform("sum")
    share = np.where(total > 0, bands["n"] / total.where(total > 0, 1), 0.0)
    table = bands.assign(band=bands["score_band"], share=share, total=total)
    settings = context.settings
    kept = (table["total"] >= settings.theme_band_min) & (
        table["share"] >= settings.theme_band_share
    )
    return table.loc[kept & table["band"].isin(_OPPOSITE), ["theme_id", "band", "share", "total"]]


def _flag(row: Mapping[Any, Any], names: pd.DataFrame) -> Flag:
    theme, share = str(row["theme_id"]), float(row["share"])
    band, own = str(row["band"]), str(row["score_band"])
    severity = min(1.0, share - 0.5 + (0.3 if row["agrees"] else 0.0))
    french = (
        f"Note {_NAMES[own][0]} sur le thème « {names['name_fr'][theme]} », dont "
        f"{percent(share, 'fr')} des notes sont dans la tranche {_NAMES[band][0]}"
    )
    english = (
        f'A {_NAMES[own][1]} score on the theme "{names["name_en"][theme]}", of which '
        f"{percent(share, 'en')} of the scores are in the {_NAMES[band][1]} band"
    )
    if row["agrees"]:
        tone = ("négatif", "negative") if band == "low" else ("positif", "positive")
        french += f", et le texte y est {tone[0]} aussi"
        english += f", and the text is {tone[1]} about it, too"
    return str(row["response_id"]), KIND, severity, None, f"{french}.", f"{english}."
