"""What exports for people say, in the language of the report."""

from collections.abc import Mapping
from typing import Any

from feedback.export.deck import short
from feedback.frames import BatchFrames

LANGUAGES = ("fr", "en")
_KINDS = {
    "complaint-high-score": ("Plainte avec une note haute", "Complaint with a high score"),
    "praise-low-score": ("Éloge avec une note basse", "Praise with a low score"),
    "score-named-in-text": ("Autre note dans le texte", "Another score in the text"),
    "inverted-scale": ("Échelle lue à l’envers", "Scale read the wrong way"),
    "near-duplicate": ("Presque le même texte", "Nearly the same text"),
    "theme-against-band": ("Thème à contre-note", "Theme at odds with its score"),
    "gibberish": ("Texte illisible", "Text that cannot be read"),
    "off-topic": ("Hors sujet", "Off topic"),
    "copied-question": ("Question recopiée", "Question copied back"),
    "straight-lining": ("Même réponse partout", "Same answer everywhere"),
    "language-mismatch": ("Langue inattendue", "Unexpected language"),
    "score-drop": ("Note en chute", "Score that drops"),
    "non-answer": ("Sans contenu", "Without content"),
}
_EN = {
    "counted": "{n} responses, {themes} themes",
    "metric": "metric",
    "value": "value",
    "interval": "interval",
    "to": " to ",
    "metrics": "Metrics",
    "themes": "Themes",
    "theme": "theme",
    "responses": "responses",
    "impact": "impact",
    "impact_note": "Impact: the metric of all answers minus the metric without those that cite "
    "the theme. In colour where it is clearly not zero.",
    "bands": "Share of each score band that speaks of the theme",
    "bands_note": "Share of each score group that cites the theme",
    "trend": "Batch after batch",
    "theme_title": "{name}: impact {impact} ({interval})",
    "cited": "Cited by {n} responses",
    "share": "share",
    "anomalies": "Anomalies",
    "anomaly": "anomaly",
    "why": "why",
    "comment": "comment",
    "codebook": "Codebook",
    "keywords": "Keywords",
    "part_of": "Part of",
    "size": "{n} responses, {segments} segments",
    "status": "Status",
    "since": "First seen in {batch}",
    "quotes": "In customers' words",
    "mixed": "mixed",
    "low": "low",
    "mid": "mid",
    "high": "high",
    "nps.low": "detractors",
    "nps.mid": "passives",
    "nps.high": "promoters",
    "no_themes": "No theme.",
}
_FR = {
    "counted": "{n} réponses, {themes} thèmes",
    "metric": "indicateur",
    "value": "valeur",
    "interval": "intervalle",
    "to": " à ",
    "metrics": "Indicateurs",
    "themes": "Thèmes",
    "theme": "thème",
    "responses": "réponses",
    "impact": "impact",
    "impact_note": "Impact : l’indicateur de toutes les réponses moins l’indicateur sans celles "
    "qui citent le thème. En couleur quand il diffère nettement de zéro.",
    "bands": "Part de chaque groupe de notes qui parle du thème",
    "bands_note": "Part de chaque groupe de notes qui cite le thème",
    "trend": "Lot après lot",
    "theme_title": "{name}\u00a0: impact {impact} ({interval})",
    "cited": "Cité par {n} réponses",
    "share": "part",
    "anomalies": "Anomalies",
    "anomaly": "anomalie",
    "why": "pourquoi",
    "comment": "commentaire",
    "codebook": "Livre de codes",
    "keywords": "Mots-clés",
    "part_of": "Partie de",
    "size": "{n} réponses, {segments} passages",
    "status": "Statut",
    "since": "Vu pour la première fois dans {batch}",
    "quotes": "Avec les mots des clients",
    "mixed": "mitigé",
    "low": "notes basses",
    "mid": "notes moyennes",
    "high": "notes hautes",
    "nps.low": "détracteurs",
    "nps.mid": "passifs",
    "nps.high": "promoteurs",
    "no_themes": "Aucun thème.",
}


def anomaly_name(code: str, language: str) -> str:
    """Return what a kind of anomaly is called in ``fr`` or ``en``; nothing for an unknown one."""
    return _KINDS[code][LANGUAGES.index(language)] if code in _KINDS else ""


class Phrases:
    """The words of one export.

    Args:
        frames: `extras["language"]` is ``fr`` or ``en`` (default ``en``), `extras["summary"]` the
            run's `summary.json`.
    """

    def __init__(self, frames: BatchFrames) -> None:
        language = frames.extras.get("language")
        self.language = str(language) if language in LANGUAGES else "en"
        given = frames.extras.get("summary")
        self.summary: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        scales = frames.responses["scale"].dropna()
        self._net = len(scales) > 0 and scales.mode().iloc[0] in ("nps", "enps")

    def __call__(self, key: str, **values: str) -> str:
        """Return a phrase with its values put in."""
        return (_FR if self.language == "fr" else _EN)[key].format(**values)

    def name(self, theme: Mapping[Any, Any]) -> str:
        """Return a theme's name in this language."""
        return short(theme[f"name_{self.language}"], 60)

    def band(self, band: str) -> str:
        """Return what the people of a score band are called."""
        return self(f"nps.{band}" if self._net else band)

    def kind(self, code: str) -> str:
        """Return what a kind of anomaly is called; an unknown one is shown readably."""
        return anomaly_name(code, self.language) or code.replace("-", " ")

    def number(self, value: float, decimals: int, *, signed: bool = False) -> str:
        """Write a number with the minus sign and the decimal mark of the language."""
        rounded = round(value, decimals) + 0.0  # turns a rounded -0.0 into 0.0
        text = f"{rounded:{'+' if signed and rounded else ''}.{decimals}f}".replace("-", "\u2212")
        return text.replace(".", ",") if self.language == "fr" else text

    def metric(self, name: str) -> Mapping[str, Any]:
        """Return what the summary says of a metric, or nothing."""
        known = self.summary.get("metrics") or []
        return next((m for m in known if m.get("name") == name), {})

    def themes(self) -> dict[str, Mapping[str, Any]]:
        """Return what the summary says of each theme, by its id."""
        return {str(t.get("theme_id")): t for t in self.summary.get("themes") or []}

    def finding(self, kind: str) -> str:
        """Return the sentence that the report says of `kind`, or nothing."""
        for found in self.summary.get("findings") or []:
            if found.get("kind") == kind:
                return str(found.get(self.language) or "")
        return ""

    def lead(self) -> list[str]:
        """Return the sentences that the report begins with."""
        findings = self.summary.get("findings") or []
        return [str(f.get(self.language) or "") for f in findings if f.get("kind") == "lead"]

    def quoted(self, text: str) -> str:
        """Return a text between the quotation marks of the language."""
        clean = short(text, 320)
        return f"«\u00a0{clean}\u00a0»" if self.language == "fr" else f"“{clean}”"
