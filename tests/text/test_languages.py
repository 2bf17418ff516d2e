from pathlib import Path

import pandas as pd
import pytest

from feedback.text.clean import clean
from feedback.text.languages import detect, segment_languages

THIRD = {
    "es": [
        "El servicio de atención al cliente es muy lento y caro",
        "No funciona desde la última actualización, muy decepcionado",
    ],
    "de": [
        "Die Lieferung kam viel zu spät und niemand hat geantwortet",
        "Sehr gutes Produkt, aber der Preis ist leider gestiegen",
    ],
    "it": [
        "Il servizio clienti non risponde mai al telefono, pessimo",
        "Ottimo prodotto ma la consegna è stata troppo lenta",
    ],
    "pt": [
        "O atendimento foi péssimo e não resolveram o meu problema",
        "Gostei muito do aplicativo, funciona muito bem",
    ],
    "nl": [
        "De levering was veel te laat en niemand nam de telefoon op",
        "Heel goed product, maar de prijs is helaas gestegen",
    ],
    "ru": ["Очень плохое обслуживание, больше не приду"],
    "ar": ["خدمة سيئة جدا ولن أعود مرة أخرى"],
    "ja": ["対応がとても遅くて残念でした"],
}
FRENCH = ["Le service est bien mais trop cher pour nous", "La livraison arrive toujours en retard"]
ENGLISH = ["The service is good but too expensive for us", "Delivery has always been late so far"]


def test_third_languages_are_called_by_their_name() -> None:
    texts = [text for group in THIRD.values() for text in group]
    wanted = [code for code, group in THIRD.items() for _ in group]
    assert detect([*texts, *FRENCH, *ENGLISH]) == [*wanted, "fr", "fr", "en", "en"]


def test_wordless_comments_take_the_language_of_the_batch() -> None:
    assert detect(["👍", *FRENCH])[0] == "fr"
    assert detect(["👍", "", "8/10", *ENGLISH])[:3] == ["en", "en", "en"]


def test_a_lone_english_comment_in_a_french_file_stays_english() -> None:
    french = [f"{sentence} {n}" for n in range(60) for sentence in FRENCH]
    assert detect(["Very good app, works well", *french])[0] == "en"


def test_the_other_comments_decide_an_ambiguous_one() -> None:
    french = [f"J'ai cette appli depuis {n} jours et elle est super" for n in range(30)]
    english = [f"I have used this app for {n} days and it is great" for n in range(30)]
    assert detect(["Super appli", *french, *english])[0] == "fr"


def test_the_stated_language_is_evidence_and_no_verdict() -> None:
    given = ["fr", None, "fr"]
    codes = detect(["Impossible", "The invoice is wrong again", "The invoice is wrong"], given)
    assert codes == ["fr", "en", "en"]


def test_nothing_depends_on_the_order_of_the_rows() -> None:
    texts = [*FRENCH, *ENGLISH, "Super", "Top", "ok", "Nickel", "Simple", "👍", *THIRD["es"]]
    codes = dict(zip(texts, detect(texts), strict=True))
    backwards = texts[::-1]
    assert dict(zip(backwards, detect(backwards), strict=True)) == codes


def test_a_long_segment_in_the_other_language_leaves_its_response() -> None:
    texts = ["But the customer service has been very helpful with this", "Super", "mais trop cher"]
    assert segment_languages(texts, ["fr", "fr", "fr"]) == ["en", "fr", "fr"]


@pytest.mark.shared
def test_short_app_reviews_beat_the_best_library_alone(shared: Path) -> None:
    frames = [
        pd.read_csv(shared / "app_reviews" / f"reviews_{code}.csv").assign(code=code)
        for code in ("fr", "en")
    ]
    reviews = pd.concat(frames).dropna(subset=["data"])
    reviews = reviews[reviews["data"].str.split().str.len().between(3, 8)]
    codes = detect([clean(text) for text in reviews["data"]])
    assert (pd.Series(codes) == reviews["code"].to_numpy()).mean() >= 0.98
