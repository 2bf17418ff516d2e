"""The words of the page in one language: strings, plurals, and sentences out of findings."""

import re

from feedback.report.format import DASH, Formatter, typeset
from feedback.report.model import Finding, MetricView, Text, Value
from feedback.report.words_en import WORDS as ENGLISH
from feedback.report.words_fr import WORDS as FRENCH

LANGUAGES = ("fr", "en")
_LISTS = {"fr": FRENCH, "en": ENGLISH}


class Words:
    """Looks up the strings of one language and puts formatted values into them.

    Args:
        language: ``fr`` or ``en``.

    Raises:
        KeyError: The language is neither.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.format = Formatter(language)
        self._list = _LISTS[language]

    def __call__(self, key: str, n: float | None = None, **values: str) -> str:
        """Return the string of `key`, in the number of `n`, with `values` put in.

        Raises:
            KeyError: There is no such string, or it needs a value that is not given.
        """
        entry = self._list[key]
        if not isinstance(entry, str):
            entry = entry[0 if self._is_one(n) else 1]
        if n is not None:
            values.setdefault("n", self.format.count(n))
        return typeset(entry, self.language).format(**values)

    def pattern(self, key: str) -> str:
        """Return a string that has no plural, with its ``{places}`` left to be filled."""
        entry = self._list[key]
        return typeset(entry if isinstance(entry, str) else entry[1], self.language)

    def label(self, group: str, code: str, unknown: str = "") -> str:
        """Return the label of a code in a group; else `unknown`, or the code itself, readable."""
        entry = self._list.get(f"{group}.{code}")
        if isinstance(entry, str):
            return typeset(entry, self.language)
        return unknown or re.sub(r"[-_]+", " ", code)

    def language_name(self, code: str) -> str:
        """Return the name of a language; one without a name here is "another language"."""
        return self.label("language", code, self("language.unnamed"))

    def left_out(self, reason: str) -> str:
        """Return a reason for leaving rows out; a reader's own message is shown as it is."""
        return self.label("left_out", reason, reason.replace("#", "…"))

    def bands(self, scale: str, band: str) -> str:
        """Return what a score band's respondents are called: detractors, or low scores."""
        if not band:
            return DASH
        return self(f"bands.{'nps' if scale in ('nps', 'enps') else 'any'}.{band}")

    def pick(self, text: Text) -> str:
        """Return a bilingual text in this language."""
        return text.text(self.language)

    def the(self, metric: MetricView) -> str:
        """Return a metric's name with its article, as inside a sentence."""
        text = f"{metric.name}.turned" if metric.lower_is_better else metric.name
        return self._metric_forms("m", Value("metric", text=text, name=metric.label))["m_the"]

    def sentence(self, finding: Finding) -> str:
        """Write a finding as a sentence."""
        values: dict[str, str] = {}
        for name, value in finding.values:
            values |= self._written(name, value)
        return self(finding.code, finding.n, **values)

    def _written(self, name: str, value: Value) -> dict[str, str]:
        if value.kind == "metric":
            return self._metric_forms(name, value)
        write = {
            "count": lambda: self.format.count(value.number),
            "percent": lambda: self.format.percent(value.number),
            "figure": lambda: self.format.metric(value.number, value.text),
            "impact": lambda: self.format.impact(value.number, value.text),
            "size": lambda: self._size(value),
            "p": lambda: self.format.p_value(value.number),
            "bands": lambda: self.bands(*value.text.split(":")),
            "words": lambda: ", ".join(map(self.format.quoted, value.text.split("\n"))),
            "group": lambda: self._group(value),
            "theme": lambda: self.format.quoted(self.pick(value.name or Text("", ""))),
        }
        return {name: write[value.kind]()}

    def group(self, dimension: str, group: str) -> str:
        """Return what a group of respondents is called: its value, a language by its name."""
        return self.language_name(group) if dimension == "language" else group

    def _group(self, value: Value) -> str:
        name = self.group(value.text, self.pick(value.name or Text("", "")))
        return f"{self.format.quoted(name)} ({self.label('dimension', value.text, value.text)})"

    def _size(self, value: Value) -> str:
        size = self.format.size(value.number, value.text)
        if value.text == "score":
            return size
        # Agreement follows the figure as written: 1.96 is written 2 and so is a plural.
        shown = abs(value.number or 0)
        return self("unit.points", round(shown, 0 if shown >= 2 else 1), size=size)

    def _metric_forms(self, name: str, value: Value) -> dict[str, str]:
        """Return the metric's name with its article, as sentences need it."""
        label = self.pick(value.name or Text("", ""))
        code = value.text if self._knows(value.text) else value.text.removesuffix(".turned")
        the = self(f"metric.the.{code}") if self._knows(code) else label
        of = self(f"metric.of.{code}") if self._knows(code) else label
        return {name: label, f"{name}_the": the, f"{name}_of": of, f"{name}_The": _capital(the)}

    def _knows(self, metric: str) -> bool:
        return f"metric.the.{metric}" in self._list

    def _is_one(self, n: float | None) -> bool:
        if n is None:
            return False
        # French counts 0 and 1.5 as singular, English only 1.
        return abs(n) < 2 if self.language == "fr" else n == 1


def _capital(text: str) -> str:
    # "eNPS" keeps its small letter only inside a sentence's article: "L'eNPS", "The eNPS".
    return text[:1].upper() + text[1:]
