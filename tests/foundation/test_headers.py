"""How headers are compared."""

from feedback.headers import cohort_column, key, plain


def test_a_typographic_apostrophe_parts_words_as_a_straight_one_does() -> None:
    assert plain("Numéro d’employé(e)") == plain("numéro d'employé(e)") == "numero d employe e"


def test_what_ids_and_cohorts_are_made_of_stays() -> None:
    assert key("Qu’est-ce qui va ?") == "quest ce qui va ?"
    assert cohort_column("Type d’abonnement") == "cohort_type_dabonnement"
    assert cohort_column("Type d'abonnement") == "cohort_type_d_abonnement"


def test_one_group_of_customers_has_one_name_in_both_languages() -> None:
    assert {cohort_column(n) for n in ("Pays", "country", "Property: Country")} == {
        "cohort_country"
    }
    assert cohort_column("Formule") == cohort_column("Plan") == "cohort_plan"
    assert cohort_column("Pays de naissance") == "cohort_pays_de_naissance"
    assert cohort_column("Property type") == "cohort_property_type"
