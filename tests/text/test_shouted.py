import pytest

from feedback.text.names import find_names
from feedback.text.shouted import calmed

NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("MME DURAND NE REPOND JAMAIS AU TELEPHONE", "fr", ["DURAND"]),
        ("MERCI A MADAME MARTIN POUR SON ACCUEIL", "fr", ["MARTIN"]),
        ("JE M'APPELLE NADIA BELKACEM ET JE SUIS DECUE", "fr", ["NADIA BELKACEM"]),
        ("MRS SMITH WAS VERY KIND TO MY MOTHER", "en", ["SMITH"]),
        ("DR HANLEY IS THE MOST CARING DOCTOR", "en", ["HANLEY"]),
        ("THANKS TO JOHN SMITH FOR HIS HELP", "en", ["JOHN SMITH"]),
        ("THE APP CRASHES EVERY TIME I OPEN IT", "en", []),
        ("PERSONNE NE REPOND ET LA LIVRAISON EST EN RETARD", "fr", []),
    ],
)
def test_a_shouted_name_is_found_whole_and_nothing_beside_it(
    text: str, language: str, names: list[str]
) -> None:
    spans = find_names([text], [language], [[]])[0]
    assert [text[span.start : span.end] for span in spans] == names


def test_what_is_not_shouted_stays_and_every_character_keeps_its_place() -> None:
    plain = "Mrs Smith was VERY kind"
    assert calmed(plain, NOTHING) == plain
    loud = "LE COLIS EST ARRIVÉ CASSÉ. PERSONNE NE RÉPOND !"
    assert calmed(loud, NOTHING) == "Le colis est arrivé cassé. Personne ne répond !"
    odd = "İSTANBUL MAĞAZASI ÇOK KÖTÜ HİZMET"
    assert len(calmed(odd, NOTHING)) == len(odd)
