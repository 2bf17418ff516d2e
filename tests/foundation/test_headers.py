"""How headers are compared."""

from feedback.headers import cohort_column, key, plain


def test_a_typographic_apostrophe_parts_words_as_a_straight_one_does() -> None:
    assert plain("Numéro d’employé(e)") == plain("numéro d'employé(e)") == "numero d employe e"


def test_what_ids_and_cohorts_are_made_of_stays() -> None:
    assert key("Qu’est-ce qui va ?") == "quest ce qui va ?"
    assert cohort_column("Type d’abonnement") == "cohort_type_dabonnement"
    assert cohort_column("Type d'abonnement") == "cohort_type_d_abonnement"
