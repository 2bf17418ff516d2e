"""Exports of two languages name a group of customers once."""

from collections.abc import Callable

import pandas as pd

from feedback.ingest import Reading
from feedback.ingest.countries import one_spelling
from tests.ingest.conftest import Write


def test_a_country_is_spelled_as_most_rows_spell_it() -> None:
    values = pd.Series(["Belgium", "Belgique", "Belgique", None, "FR", "France", "Elsewhere"])
    assert one_spelling(values).tolist()[:3] == ["Belgique"] * 3
    assert one_spelling(values).tolist()[4:] == ["FR", "FR", "Elsewhere"]
    assert one_spelling(values)[3:4].isna().all()


def test_the_order_of_the_rows_decides_nothing() -> None:
    values = pd.Series(["Canada", "CA", "Suisse", "Switzerland"])
    assert set(one_spelling(values)) == set(one_spelling(values[::-1])) == {"CA", "Suisse"}


def test_what_is_spelled_in_one_way_stays() -> None:
    values = pd.Series(["Pays-Bas", "Nord", "Sud"])
    assert one_spelling(values).tolist() == ["Pays-Bas", "Nord", "Sud"]


def test_a_french_and_an_english_export_share_their_groups(
    write: Write, load: Callable[..., Reading]
) -> None:
    said = "Le colis numéro {} est arrivé en bon état et à temps"
    french = "\n".join(f"{i % 11};{said.format(i)};Belgique;Solo" for i in range(40))
    english = "\n".join(f"{i % 11},Parcel {i} came on time,Belgium,Solo" for i in range(20))
    reading = load(
        write("fr.csv", f"Note NPS;Commentaire;Pays;Formule\n{french}\n"),
        write("en.csv", f"NPS,Comment,Property: Country,Property: Plan\n{english}\n"),
    )
    cohorts = [name for name in reading.responses.columns if name.startswith("cohort_")]
    assert cohorts == ["cohort_country", "cohort_plan"]
    assert set(reading.responses["cohort_country"]) == {"Belgique"}
    assert reading.responses["cohort_plan"].eq("Solo").all()
