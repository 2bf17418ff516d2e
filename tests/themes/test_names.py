import pytest

from feedback.themes.candidates import plain
from feedback.themes.glossary import concepts
from feedback.themes.names import sentence_case
from feedback.themes.phrases import Lexicon, learn
from feedback.themes.words import content_words, tone_without_subject


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
        ("👍", None),
        ("", None),
    ],
)
def test_only_texts_without_a_subject_have_a_mere_tone(text: str, tone: str | None) -> None:
    assert tone_without_subject(text) == tone


def test_content_words_leave_numbers_and_addresses_out() -> None:
    assert content_words("La facture 2024 de a.b@c.fr, voir https://x.fr/y") == ["facture", "voir"]


def test_plain_text_counts_whole_words_across_elisions() -> None:
    assert plain("application") in plain("L’application, vite!")
    assert plain("app") not in plain("L’application")


def test_sentence_case_keeps_acronyms() -> None:
    assert sentence_case("export GPX") == "Export GPX"
    assert sentence_case("") == ""


def test_glossary_names_are_complete_and_distinct() -> None:
    for language in ("fr", "en"):
        names = [entry[language].casefold() for entry in concepts()]
        assert all(names)
        assert len(set(names)) == len(names)
        assert all(1 <= len(name.split()) <= 5 for name in names)
