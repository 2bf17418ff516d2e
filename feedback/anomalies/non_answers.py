"""Comments that say nothing."""

import pandas as pd

from feedback.anomalies.context import AnomalyContext, Flag, flags_frame, has_text

KIND = "non-answer"
SEVERITY = 0.1
"""A non-answer spoils nothing but its own row."""
_WHAT = {
    "punctuation": ("que de la ponctuation", "only punctuation"),
    "emoji": ("que des émojis", "only emoji"),
    "digits": ("que des chiffres", "only digits"),
    "personal": ("que des données personnelles", "only personal data"),
    "mash": ("qu’une frappe au hasard", "only random keystrokes"),
    "test": ("qu’un test", "only a test entry"),
    "nothing": ("qu’une formule pour ne rien dire", "only a way of saying nothing"),
    "yes_no": ("qu’un oui ou un non", "only a yes or a no"),
    "no_opinion": ("qu’une absence d’avis", "only that there is no opinion"),
    "see_above": ("qu’un renvoi à une autre réponse", "only a pointer to another answer"),
    "opt_out": ("qu’un refus de répondre", "only a refusal to answer"),
    "echo": ("que la question recopiée", "only the question copied"),
}
_OTHER = ("rien d’exploitable", "nothing usable")


class NonAnswers:
    """Comments that were recognised as fillers; an empty comment is not an anomaly."""

    kinds = (KIND,)

    def find(self, context: AnomalyContext) -> pd.DataFrame:
        """Return flags of kind ``non-answer``."""
        frame = context.responses
        found = frame[frame["is_filler"].to_numpy(dtype=bool) & has_text(frame)]
        kinds = found["filler_kind"].fillna("")
        return flags_frame(
            [_flag(str(i), str(kind)) for i, kind in zip(found["response_id"], kinds, strict=True)]
        )


def _flag(response_id: str, kind: str) -> Flag:
    french, english = _WHAT.get(kind, _OTHER)
    return (
        response_id,
        KIND,
        SEVERITY,
        None,
        f"Le commentaire ne contient {french}.",
        f"The comment holds {english}.",
    )
