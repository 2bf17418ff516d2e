"""Names for new themes from a server that a person chose: `[naming] endpoint` in `feedback.toml`.

Off by default. Only text whose personal data has been replaced is sent; what comes back is hostile
text. Whatever goes wrong, our own names stand and the run goes on. Names that were taken lie in
the manifest, so that the same batch run again keeps them without asking.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.assembly.endpoint import host_of, post_json
from feedback.assembly.name_answers import is_name, key_of, names_in, request_for
from feedback.notices import Notice
from feedback.progress import SILENT, Progress
from feedback.settings import NamingSettings, Settings
from feedback.store import Store
from feedback.themes import NewTheme

NOT_REPLACED, NO_KEY = "personal data not replaced", "no key"
_LANGUAGES = ("fr", "en")
_WHY_EN = {
    NOT_REPLACED: "personal data is not replaced in this run",
    NO_KEY: "the environment variable of api_key_env is not set",
    "timeout": "it did not answer in time",
    "connection": "it could not be reached",
    "redirect": "it sent us to another address",
    "too long": "its answer was too long",
}
_WHY_FR = {
    NOT_REPLACED: "les données personnelles ne sont pas remplacées dans cette analyse",
    NO_KEY: "la variable d’environnement de api_key_env n’est pas définie",
    "timeout": "il n’a pas répondu à temps",
    "connection": "il est injoignable",
    "redirect": "il renvoie vers une autre adresse",
    "too long": "sa réponse est trop longue",
}


@dataclass
class EndpointNamer:
    """The namer of one run: called by the themes room, asked afterwards what it did.

    Attributes:
        settings: Of the run.
        before: The `facts` of an earlier run of this batch, whose names are given again.
        progress: Where to report.
        names: Names given, by theme id.
        n_new: Themes new in the batch.
        n_asked: Those that the endpoint was to name in this run.
        n_taken: Those that it did name in this run.
        stopped: Why nothing (more) was asked; empty where everything was.
    """

    settings: Settings
    before: Mapping[str, Any] = field(default_factory=dict)
    progress: Progress = SILENT
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    n_new: int = 0
    n_asked: int = 0
    n_taken: int = 0
    stopped: str = ""

    def __call__(
        self, new: Sequence[NewTheme], taken: Mapping[str, frozenset[str]]
    ) -> dict[str, dict[str, str]]:
        """Return names by theme id for those of `new` that get another than ours.

        Args:
            new: Themes new in this batch.
            taken: Names of all other themes, by language.
        """
        register, kept = _Register(new, taken), _kept_names(self.before)
        self.n_new = len(new)
        for theme in new:
            if (names := kept.get(theme.theme_id)) and register.claim(theme, names):
                self.names[theme.theme_id] = names
        rest = [t for t in new if not t.is_edited and t.theme_id not in self.names]
        if rest and self.settings.naming.endpoint:
            self._ask_for(rest, register)
        return self.names

    def _ask_for(self, themes: Sequence[NewTheme], register: "_Register") -> None:
        self.n_asked, self.stopped = len(themes), self._obstacle()
        if self.stopped:
            return
        with self.progress.stage("asking for names", len(themes)) as advance:
            for theme, names in self._answers(themes):
                if names and register.claim(theme, names):
                    self.names[theme.theme_id] = names
                    self.n_taken += 1
                advance(1)

    def _obstacle(self) -> str:
        """Return why nothing may be sent, empty where it may."""
        if not self.settings.text.redact:
            return NOT_REPLACED
        variable = self.settings.naming.api_key_env
        return NO_KEY if variable and not os.environ.get(variable, "").strip() else ""

    def _answers(
        self, themes: Sequence[NewTheme]
    ) -> Iterator[tuple[NewTheme, dict[str, str] | None]]:
        """Ask for one theme after the other, until the server fails."""
        chosen = self.settings.naming
        key = os.environ.get(chosen.api_key_env, "").strip() if chosen.api_key_env else ""
        url = f"{chosen.endpoint.rstrip('/')}/chat/completions"
        for theme in themes:
            answer = post_json(url, request_for(theme, chosen.model), chosen.timeout, key)
            if answer.problem:
                self.stopped = answer.problem
                return
            names = names_in(answer.body, theme)
            yield theme, None if names and _tells(names, key) else names

    def facts(self) -> dict[str, Any]:
        """Return the lines for the manifest; the key is not among them."""
        return {
            "host": self._host(),
            "model": self._model(),
            "new_themes": self.n_new,
            "asked": self.n_asked,
            "taken": self.n_taken,
            "from_earlier_run": len(self.names) - self.n_taken,
            "own_kept": self.n_new - len(self.names),
            "stopped": self.stopped,
            "names_from_endpoint": self.names,
        }

    def notices(self) -> tuple[Notice, ...]:
        """Return one notice where there were new themes: the same when the batch is run again."""
        if not self.n_new:
            return ()
        named, own = len(self.names), self.n_new - len(self.names)
        by = f"{self._model()} ({self._host()})"
        return (
            Notice(
                "naming-endpoint",
                f"New themes named by {by}, from text whose personal data is replaced: {named}; "
                f"with the name found here: {own}.{self._why('en')}",
                f"Nouveaux thèmes nommés par {by}, à partir de textes dont les données "
                f"personnelles sont remplacées : {named} ; avec le nom trouvé ici : {own}."
                f"{self._why('fr')}",
            ),
        )

    def _why(self, language: str) -> str:
        """Return the sentence that says why the endpoint was asked no (further) question."""
        if not self.stopped:
            return ""
        is_french = language == "fr"
        unknown = "il a répondu" if is_french else "it answered with"
        why = (_WHY_FR if is_french else _WHY_EN).get(self.stopped, f"{unknown} {self.stopped}")
        if self.stopped in (NOT_REPLACED, NO_KEY):
            return f" Rien n’a été envoyé : {why}." if is_french else f" Nothing was sent: {why}."
        return (
            f" Le serveur n’a plus été interrogé : {why}."
            if is_french
            else f" The endpoint was asked no further: {why}."
        )

    def _host(self) -> str:
        return host_of(self.settings.naming.endpoint) or str(self.before.get("host", ""))

    def _model(self) -> str:
        return self.settings.naming.model or str(self.before.get("model", ""))


def _tells(names: Mapping[str, str], key: str) -> bool:
    """Say whether a name would write the key into our files: the server knows it."""
    return bool(key) and any(key.casefold() in name.casefold() for name in names.values())


class _Register:
    """Names in use, so that no two themes share one in a language."""

    def __init__(self, new: Sequence[NewTheme], taken: Mapping[str, frozenset[str]]) -> None:
        self._taken = {la: {key_of(name) for name in taken[la]} for la in _LANGUAGES}
        self._own = {theme.theme_id: dict(theme.names) for theme in new}

    def claim(self, theme: NewTheme, names: Mapping[str, str]) -> bool:
        """Give names to a theme, or say that another one has one of them."""
        for la in _LANGUAGES:
            others = {key_of(own[la]) for i, own in self._own.items() if i != theme.theme_id}
            if key_of(names[la]) in others | self._taken[la]:
                return False
        self._own[theme.theme_id] = dict(names)
        return True


def namer_of(
    settings: Settings, store: Store, batch: str, progress: Progress = SILENT
) -> EndpointNamer | None:
    """Return what names the new themes of a batch, None where our own names stand."""
    before = _facts_before(store, batch, settings.naming)
    if not before and not settings.naming.endpoint:
        return None
    return EndpointNamer(settings, before, progress)


def _facts_before(store: Store, batch: str, chosen: NamingSettings) -> dict[str, Any]:
    """Return what an earlier run of the batch said, unless another endpoint is wanted now."""
    if batch not in set(store.batches()["batch"]):
        return {}
    said: dict[str, Any] = store.facts(batch).get("manifest", {}).get("naming", {})
    wanted = (host_of(chosen.endpoint), chosen.model)
    is_other = chosen.endpoint and wanted != (said.get("host"), said.get("model"))
    return {} if is_other or not _kept_names(said) else said


def _kept_names(said: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the names by theme id that stand in the facts of an earlier run."""
    names: dict[str, dict[str, str]] = said.get("names_from_endpoint", {})
    return {
        identity: own
        for identity, own in names.items()
        if set(own) == set(_LANGUAGES) and all(is_name(name) for name in own.values())
    }
