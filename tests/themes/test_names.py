import hashlib
from types import SimpleNamespace

import numpy as np
import pytest

from feedback.themes import glossary
from feedback.themes.candidates import Candidate
from feedback.themes.glossary import by_name, concepts
from feedback.themes.names import _is_pair, _Namer, sentence_case, untaken, without_capital
from feedback.themes.phrases import Lexicon, learn
from feedback.themes.usage import Stems, Usage
from feedback.themes.words import JUDGES, content_words, tone_without_subject


def forms(lexicon: Lexicon) -> set[str]:
    return {lexicon.form(key).lower() for own in lexicon.phrases.values() for key in own}


def test_french_phrases_keep_their_inner_prepositions() -> None:
    texts = [
        "Le temps de réponse du support est trop long.",
        "On attend une mise à jour de l’application depuis mars.",
    ]
    found = forms(learn({0: texts}, "fr"))
    assert "temps de réponse du support" in found
    assert "mise à jour" in found


def test_what_people_want_to_do_may_name_a_theme() -> None:
    english = forms(learn({0: ["I want to cancel my order.", "Please report a lost card."]}, "en"))
    assert {"cancel order", "report a lost card"} <= english
    french = ["Je veux annuler ma commande.", "Impossible de modifier mon adresse."]
    assert {"annuler la commande", "modifier l’adresse"} <= forms(learn({0: french}, "fr"))


def test_a_conjugated_verb_opens_no_name() -> None:
    found = forms(learn({0: ["They cancelled my order yesterday."]}, "en"))
    assert "order" in found
    assert not any(form.startswith("cancel") for form in found)


def test_no_name_is_an_opinion_an_insult_or_a_stop_word() -> None:
    texts = ["A great service.", "The bullshit answer of the support team.", "One thing or other."]
    found = forms(learn({0: texts}, "en"))
    assert "support team" in found
    assert not {"great service", "bullshit answer", "thing", "bullshit"} & found


def test_placeholders_of_personal_data_never_name_a_theme() -> None:
    found = forms(learn({0: ["The call with <PERSON> about the contract."]}, "en"))
    assert not any("person" in form for form in found)
    assert "contract" in found


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("Super, merci !", "praise"),
        ("Great app", "praise"),
        ("Nul nul nul", "blame"),
        ("not good at all", "blame"),
        ("pas mauvais", "praise"),
        ("The invoice is wrong", None),
        ("Très cher", None),
        ("quick and easy", None),
        ("No complaints so far", "praise"),
        ("Rien à redire.", "praise"),
        ("Aucun reproche à faire au livreur", None),
        ("👍", None),
        ("", None),
    ],
)
def test_only_texts_without_a_subject_have_a_mere_tone(text: str, tone: str | None) -> None:
    assert tone_without_subject(text) == tone


def test_content_words_leave_numbers_and_addresses_out() -> None:
    found = content_words("La facture 2024 de a.b@c.fr, voir https://x.fr/y")
    assert list(found) == ["facture", "voir"]


def usage(texts: list[list[str]], wanted: str, language: str) -> tuple[Usage, tuple[str, ...]]:
    stems = Stems(Lexicon(), language)
    key = stems.key(wanted)
    return Usage(texts, stems, frozenset(key)), key


def test_words_are_counted_whole_across_elisions_and_plurals() -> None:
    found, key = usage([["L’application, vite!", "Les applications"], ["app"]], "application", "fr")
    assert found.counts(key).tolist() == [2, 0]
    assert found.share(key, 0) == 1
    assert found.lift(key, 0) > 0 == found.lift(key, 1)


def test_a_verb_that_is_spelt_like_a_noun_is_not_counted_as_one() -> None:
    lexicon = Lexicon(lemmas={"avez": "avoir", "avoirs": "avoir"}, kinds={"avez": "AUX"})
    stems = Stems(lexicon, "fr")
    key = stems.key("avoirs")
    found = Usage([["Vous avez raison", "Impossible d’avoir"], ["Deux avoirs"]], stems, {*key})
    assert found.counts(key).tolist() == [0, 1]


def test_a_name_of_function_words_is_never_counted() -> None:
    found, key = usage([["son téléphone", "son avis"]], "son", "fr")
    assert key == ()
    assert found.counts(key).tolist() == [0]


def test_proper_names_keep_their_capitals_inside_a_name() -> None:
    texts = ["L’export Excel est cassé.", "On veut un export excel.", "Le fichier Excel, svp."]
    lexicon = learn({0: texts}, "fr")
    assert "export Excel" in {lexicon.form(key) for key in lexicon.phrases[0]}


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Export Excel", "export Excel"), ("TVA", "TVA"), ("Wi-Fi", "Wi-Fi"), ("Prix", "prix")],
)
def test_the_second_half_of_a_name_loses_its_capital_unless_it_is_a_name(
    name: str, inside: str
) -> None:
    assert without_capital(name) == inside


def test_sentence_case_keeps_acronyms() -> None:
    assert sentence_case("export GPX") == "Export GPX"
    assert sentence_case("") == ""


def test_glossary_names_are_complete_and_distinct() -> None:
    for language in ("fr", "en"):
        names = [entry[language].casefold() for entry in concepts()]
        assert all(names)
        assert len(set(names)) == len(names)
        assert all(1 <= len(name.split()) <= 5 for name in names)


def test_themes_may_share_a_translation_but_no_words_of_their_texts() -> None:
    score = Candidate({"en": "credit score", "fr": "Crédit"}, {"en": ("credit", "score")}, {})
    concept = Candidate({"en": "Loan", "fr": "Crédit"}, {"en": ("loan",), "fr": ("crédit",)}, {})
    card = Candidate({"en": "credit card", "fr": "Carte"}, {"en": ("credit", "card")}, {})
    used = {"fr": {"crédit"}, "en": {"credit card"}}
    kept = untaken([score, concept, card], used)
    assert [candidate.names for candidate in kept] == [{"en": "credit score"}]


def _meaning(texts):
    """Encode the glossary: what looks alike in French lies together, and so does what is alike."""
    axes = {"Courses": (0, 1), "Shopping": (1,), "cours collectifs": (0, 2), "Group classes": (2,)}
    axes["Cours collectifs"] = (0, 2)
    rows = np.full((len(texts), 40), 0.0, dtype=np.float32)
    for number, text in enumerate(texts):
        rows[number, list(axes.get(text, (3 + hash_of(text) % 36,)))] = 1
    return rows


def hash_of(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=4).digest(), "big")


@pytest.mark.parametrize("batch", [("fr", "en"), ("fr",)])
def test_a_translation_means_the_phrase_in_both_languages(monkeypatch, batch) -> None:
    kept = tuple(c for c in concepts() if c["fr"] != "Cours collectifs")
    monkeypatch.setattr(glossary, "concepts", lambda: kept)
    centres = {language: np.zeros(40, dtype=np.float32) for language in ("", *batch)}
    found = glossary.load_glossary(_meaning, centres)
    vector = _meaning(["cours collectifs"])[0] / np.sqrt(2)
    nearest = kept[int((found.vectors["fr"] @ vector).argmax())]
    assert nearest == {"fr": "Courses", "en": "Shopping"}
    assert found.translated("cours collectifs", vector, "fr") == {"fr": "cours collectifs"}
    monkeypatch.undo()
    found = glossary.load_glossary(_meaning, centres)
    assert found.translated("cours collectifs", vector, "fr")["en"] == "Group classes"


def test_what_only_judges_is_named_by_what_it_judges() -> None:
    assert set(JUDGES.values()) <= {names["en"] for names in concepts()}


def candidate(word: str, closeness: float, share: float, lift: float, score: float) -> Candidate:
    keys = {"fr": (f"{word}-fr",), "en": (word,)}
    return Candidate({"fr": f"{word}-fr", "en": word}, keys, {}, closeness, share, lift, score)


def chosen(found: list[Candidate], near: list[Candidate]) -> str | None:
    """Return the English name that a theme gets from its shortlist and the nearest concepts."""
    namer = _Namer.__new__(_Namer)
    namer._candidates = SimpleNamespace(nearest_concepts=lambda _: near)
    namer._used = {"fr": set(), "en": set()}
    best = namer._first(0, found)
    return best.names["en"] if best else None


def test_a_name_that_somebody_said_goes_before_a_nearer_one_that_nobody_did() -> None:
    said, unsaid = candidate("heating", 0.5, 0.09, 1, 2.4), candidate("hot water", 0.67, 0, 0, 2.1)
    assert chosen([said, unsaid], [unsaid]) == "heating"
    assert chosen([unsaid], [unsaid]) == "hot water"


def test_what_many_say_and_mean_goes_before_words_that_few_share() -> None:
    few = candidate("terms", 0.2, 0.17, 0.7, 2.0)
    assert chosen([few], [candidate("advisers", 0.48, 0.7, 0.97, 1.9)]) == "advisers"
    assert chosen([few], [candidate("advisers", 0.48, 0, 0, 1.9)]) == "terms"


def test_words_far_from_the_theme_that_hardly_anybody_used_are_no_name() -> None:
    assert chosen([candidate("reviews", 0.12, 0.11, 0.6, 0.9)], []) is None


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Gestionnaire", "Manager"),
        ("Horaires", "Hours"),
        ("Horaires d’ouverture", "Opening hours"),
        ("Panne", "Breakdown"),
        ("Technicien", "Technician"),
        ("Cotisation", "Contribution"),
    ],
)
def test_a_concept_is_called_what_it_is_in_most_trades(french: str, english: str) -> None:
    assert by_name(french)["en"] == english
    assert by_name(english)["fr"] == french


@pytest.mark.parametrize(
    ("names", "is_pair"),
    [
        ({"fr": "SSO", "en": "SSO and login"}, True),
        ({"fr": "Prix et délais"}, True),
        ({"fr": "Etiquette", "en": "Brandy"}, False),
    ],
)
def test_a_name_that_joins_two_things_takes_no_third(names: dict[str, str], is_pair: bool) -> None:
    assert _is_pair(Candidate(names, {}, {})) is is_pair
