"""Which columns are recognised, in tables of invented feedback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.errors import InputError, SettingsError
from feedback.ingest import Reading, inspect
from feedback.settings import ReadSettings

Write = Callable[..., Path]
Load = Callable[..., Reading]

SAID = (
    "la livraison est arrivée avec deux jours de retard",
    "the new dashboard is easy to read and fast",
    "je n’ai pas compris la facture du mois de mars",
    "support answered within the hour, thank you",
    "rien à redire, tout fonctionne comme prévu",
    "trop de clics pour exporter un simple tableau",
)


def _table(head: str, rows: int, line: Callable[[int], str]) -> str:
    return head + "\n" + "\n".join(line(i) for i in range(rows)) + "\n"


def _said(i: int) -> str:
    return f'"{SAID[i % 6]} ({i})"'


def _roles(reading: Reading) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for guess in reading.sources[0].columns:
        roles.setdefault(guess.role, []).append(guess.name)
        assert guess.evidence
    return roles


def test_roles_are_recognised_by_name_and_by_value(write: Write, load: Load) -> None:
    text = _table(
        "ticket;recu le;formule;categorie nps;note;ce que vous en pensez;bug;langue",
        60,
        lambda i: (
            f"T{i};{1 + i % 28:02d}/03/2024;{'Pro' if i % 3 else 'Essai'};"
            f"{'Promoteur' if i % 11 > 8 else 'Passif' if i % 11 > 6 else 'Détracteur'};"
            f"{i % 11};{_said(i)};{i % 2};fr"
        ),
    )
    roles = _roles(load(write("a.csv", text)))
    assert roles == {
        "text": ["ce que vous en pensez"],
        "score": ["note"],
        "date": ["recu le"],
        "id": ["ticket"],
        "cohort": ["formule", "langue"],
    }


def test_a_label_is_never_taken_for_text_or_score(write: Write, load: Load) -> None:
    text = _table(
        "verbatim,sentiment,label,theme,confidence",
        40,
        lambda i: f"{_said(i)},{('negative', 'positive')[i % 2]},{i % 3},prix,0.{i % 9}",
    )
    roles = _roles(load(write("a.csv", text)))
    assert roles["text"] == ["verbatim"]
    assert "score" not in roles


def test_the_overall_rating_wins_over_its_parts(write: Write, load: Load) -> None:
    text = _table(
        "review,seat rating,food rating,overall rating",
        50,
        lambda i: f"{_said(i)},{1 + i % 5},{1 + i % 4},{1 + i % 10}",
    )
    assert _roles(load(write("a.csv", text)))["score"] == ["overall rating"]


def test_the_source_id_is_kept_and_a_mail_address_is_not(write: Write, load: Load) -> None:
    text = _table("respondent_id,avis,note", 30, lambda i: f"R-{i:03d},{_said(i)},{1 + i % 5}")
    assert load(write("a.csv", text)).responses["response_id"][4] == "R-004"
    mails = _table("id,avis,note", 30, lambda i: f"ana{i}@exemple.fr,{_said(i)},{1 + i % 5}")
    ids = load(write("b.csv", mails)).responses["response_id"]
    assert not ids.str.contains("@|exemple").any()


def test_the_same_id_in_two_files_stays_two_responses(write: Write, load: Load) -> None:
    one = _table("id,avis,note", 25, lambda i: f"{i},{_said(i)},{1 + i % 5}")
    two = _table("id,avis,note", 25, lambda i: f"{i},{_said(i + 1)},{1 + i % 5}")
    paths = write("mars.csv", one), write("avril.csv", two)
    responses = load(*paths).responses
    assert len(responses) == 50
    assert responses["response_id"].is_unique
    assert responses.equals(load(*reversed(paths)).responses)


def test_several_open_questions_follow_their_scores(write: Write, load: Load) -> None:
    head = (
        '"Recommanderiez-vous (0 à 10) ?","Pourquoi ?","Effort (1 à 7)",'
        '"Qu’est-ce qui vous a coûté un effort ?"'
    )
    text = _table(
        head,
        40,
        lambda i: (
            f"{i % 11},{_said(i) if i % 2 else ''},{1 + i % 7},{_said(i + 1) if i % 4 == 0 else ''}"
        ),
    )
    reading = load(write("a.csv", text))
    responses = reading.responses
    why = responses[responses["question"] == "Pourquoi ?"]
    assert len(why) == 20
    assert set(why["scale"]) == {"nps"}
    effort = responses[responses["question"].fillna("").str.startswith("Qu’est")]
    assert len(effort) == 10
    assert set(effort["scale"]) == {"ces"}
    assert responses["respondent_id"].nunique() == 40
    # Every score of a named metric is carried once at least, in words or not.
    assert responses.loc[responses["scale"] == "nps", "respondent_id"].nunique() == 40
    assert responses.loc[responses["scale"] == "ces", "respondent_id"].nunique() == 40


def test_settings_override_the_recognition(write: Write, load: Load) -> None:
    text = _table(
        "remarque,autre,n1,n2,quand,cle,plan",
        30,
        lambda i: f"{_said(i)},{_said(i + 2)},{i % 11},{i % 20},0{1 + i % 9}/02/2024,k{i},A",
    )
    reading = load(
        write("a.csv", text),
        text=("Autre",),
        score="n2",
        scale="0-20",
        date="quand",
        id="cle",
        cohorts=("plan",),
        source="survey",
    )
    assert _roles(reading) == {
        "text": ["autre"],
        "score": ["n2"],
        "date": ["quand"],
        "id": ["cle"],
        "cohort": ["plan"],
    }
    assert reading.responses["scale_high"].unique().tolist() == [20]
    assert reading.responses["cohort_plan"].unique().tolist() == ["A"]


def test_a_column_of_respondents_is_an_id_if_it_holds_codes_and_none_if_it_holds_names(
    write: Write, load: Load
) -> None:
    codes = _table("respondent,comment,score", 12, lambda i: f"G{i:04d},{_said(i)},{i % 11}")
    assert _roles(load(write("codes.csv", codes)))["id"] == ["respondent"]
    names = _table("respondent,comment,score", 12, lambda i: f"Maud {'K' * i},{_said(i)},{i % 11}")
    assert "id" not in _roles(load(write("names.csv", names)))


def test_an_unknown_column_names_the_close_ones(write: Write, load: Load) -> None:
    path = write("a.csv", _table("commentaire,note", 9, lambda i: f"{_said(i)},{i % 6}"))
    with pytest.raises(SettingsError, match="commentaire"):
        load(path, text=("comentaire",))
    with pytest.raises(SettingsError, match="The columns are: commentaire, note"):
        load(path, text=("zzz",))


def test_no_text_column_is_said_with_the_columns_there_are(write: Write, load: Load) -> None:
    path = write("a.csv", _table("note,plan", 30, lambda i: f"{i % 6},{'AB'[i % 2]}"))
    with pytest.raises(InputError, match="--text; the columns are: note, plan"):
        load(path)


def test_a_title_stands_in_where_the_body_is_empty(write: Write, load: Load) -> None:
    text = "title,body\nUn accueil en or,..\nBof,je m’attendais à bien mieux pour ce prix\n"
    comments = set(load(write("a.csv", text)).responses["comment"])
    assert comments == {"Un accueil en or", "Bof. je m’attendais à bien mieux pour ce prix"}


@pytest.mark.parametrize(
    ("title", "body", "comment"),
    [
        ("Fees doubled", "no email before it", "Fees doubled. no email before it"),
        ("À fuir !", "deux mois d’attente", "À fuir ! deux mois d’attente"),
        ("Très déçue…", "rien ne marche", "Très déçue… rien ne marche"),
        ("Très déçue", "très déçue : rien ne marche", "très déçue : rien ne marche"),
        ("Très déçue par le ser…", "Très déçue par le service", "Très déçue par le service"),
        ("Bon", "Bonjour, tout va", "Bon. Bonjour, tout va"),
        ("Great app!", "Great app", "Great app"),
        ("5 étoiles", "tout était parfait", "tout était parfait"),
        ("4/5", "almost perfect", "almost perfect"),
        ("Rated 5.0 out of 5 stars", "almost perfect", "almost perfect"),
        ("Top 10", "best bank by far", "Top 10. best bank by far"),
        ("n/a", "nothing to add here", "nothing to add here"),
        ("", "sans titre mais content", "sans titre mais content"),
        ("Sans un mot", "", "Sans un mot"),
        ("(again)", "it crashed on start", "(again). it crashed on start"),
    ],
)
def test_a_title_is_read_before_its_body(
    write: Write, load: Load, title: str, body: str, comment: str
) -> None:
    rows = "".join(f"title number {i},{_said(i)},{1 + i % 5}\n" for i in range(12))
    path = write("a.csv", f'title,body,rating\n{rows}"{title}","{body}",3\n')
    assert comment in set(load(path).responses["comment"])


def test_a_title_is_shown_and_leaves_the_ids_of_the_answers(write: Write, load: Load) -> None:
    text = _table("review title,review,note", 30, lambda i: f"Jour {i},{_said(i)},{i % 6}")
    reading = load(write("a.csv", text))
    assert _roles(reading)["title"] == ["review title"]
    assert reading.sources[0].ignored == ()
    other = _table("product title,review,note", 30, lambda i: f"Lampe {i},{_said(i)},{i % 6}")
    other_reading = load(write("b.csv", other))
    assert "title" not in _roles(other_reading)
    assert other_reading.sources[0].ignored == ("product title",)
    assert not other_reading.responses["comment"].str.contains("Lampe").any()


def test_titles_can_be_left_to_empty_bodies(write: Write, load: Load) -> None:
    text = _table("title,body,note", 12, lambda i: f"Jour {i},{_said(i) if i else ''},{i % 6}")
    comments = load(write("a.csv", text), titles=False).responses["comment"]
    assert comments.str.startswith("Jour").sum() == 1


def test_titles_that_a_site_writes_for_each_score_are_left_out(write: Write, load: Load) -> None:
    labels = {10: "Exceptionnel", 8: "Très bien", 6: "Agréable", 4: "Décevant", 2: "Médiocre"}
    text = _table(
        "titre,avis,note",
        300,
        lambda i: (
            f"{labels[2 * (1 + i % 5)] if i % 3 else f'Séjour numéro {i}'},"
            f"{_said(i) if i % 2 else ''},{2 * (1 + i % 5)}"
        ),
    )
    comments = load(write("a.csv", text)).responses["comment"]
    assert not comments.str.contains("|".join(labels.values())).any()
    assert (comments == "").sum() == 100
    assert comments.str.startswith("Séjour numéro").sum() == 100


def test_labels_a_site_writes_for_each_score_are_not_comments(write: Write, load: Load) -> None:
    labels = {10: "Exceptionnel", 8: "Très bien", 6: "Agréable", 4: "Décevant", 2: "Médiocre"}
    text = _table(
        "comment,score",
        300,
        lambda i: f"{labels[2 * (1 + i % 5)] if i % 3 else _said(i)},{2 * (1 + i % 5)}",
    )
    reading = load(write("a.csv", text))
    assert (reading.responses["comment"] == "").sum() == 200
    assert "labels-not-comments" in {notice.code for notice in reading.notices}


def test_notices_hold_no_file_name_and_no_row(write: Write, load: Load) -> None:
    reading = load(write("secret_name.csv", "avis,note\nbien trop cher pour moi,9\nok,99\n,\n"))
    assert reading.notices
    for notice in reading.notices:
        assert "secret_name" not in notice.en + notice.fr


def test_inspect_shows_what_would_be_read(write: Write) -> None:
    text = _table(
        "date,nps,avis", 40, lambda i: f"{1 + i % 28:02d}/03/2024,{i % 11},{_said(i) if i else ''}"
    )
    found = inspect(write("a.csv", text), ReadSettings())
    assert found.dates == ("2024-03-01", "2024-03-28")
    assert found.empty_comment_share == pytest.approx(1 / 40)
    [source] = found.to_dict()["sources"]
    assert {c["role"]: c["name"] for c in source["columns"]} == {
        "text": "avis",
        "score": "nps",
        "date": "date",
    }
    assert source["scales"][0]["scale"] == "nps"
    assert SAID[1] not in str(found)


def test_inspect_reports_an_odd_file_instead_of_failing(write: Write) -> None:
    found = inspect(write("a.csv", "note,plan\n3,A\n4,B\n"), ReadSettings())
    assert found.n_responses == 0
    assert "no column holds answers" in found.problems[0]


def test_weights_are_read_and_are_no_cohort(write: Write, load: Load) -> None:
    rows = "".join(f"{i % 11};le suivi du dossier {i} est lent;{1 + i % 3},5\n" for i in range(30))
    reading = load(write("a.csv", "note;commentaire;poids\n" + rows))
    assert sorted(reading.responses["weight"].unique()) == [1.5, 2.5, 3.5]
    assert "cohort_poids" not in reading.responses
    assert "weight" in {guess.role for guess in reading.sources[0].columns}
    assert (
        load(write("b.csv", "note;commentaire;w\n" + rows), weight="w").responses["weight"].mean()
    )


def test_a_scale_that_most_scores_lie_outside_of_is_refused(write: Write, load: Load) -> None:
    rows = "".join(f"avis numéro {i} sur la livraison,{4 + i % 7}\n" for i in range(30))
    path = write("a.csv", f"commentaire,note\n{rows}")
    with pytest.raises(SettingsError, match='"1-5" does not fit column "note": 20 of 30'):
        load(path, scale="1-5")
    assert load(path, scale="0-10").responses["score"].notna().all()


def test_a_named_score_column_without_any_score_is_refused(write: Write, load: Load) -> None:
    path = write("a.csv", _table("commentaire,site", 9, lambda i: f"{_said(i)},{'Lyon' * (i + 1)}"))
    with pytest.raises(SettingsError, match='column "site" holds a score'):
        load(path, score="site")


def _with_client(rows: int, client: Callable[[int], str]) -> str:
    return _table(
        "ID réponse;N° client;note;commentaire;courriel",
        rows,
        lambda i: f"R{i:03d};{client(i)};{i % 11};{_said(i)};ana{i}@exemple.fr",
    )


def test_the_customer_beside_the_response_is_the_respondent(write: Write, load: Load) -> None:
    path = write("a.csv", _with_client(40, lambda i: f"CL-{i % 38}"))
    reading = load(path)
    assert _roles(reading)["id"] == ["ID réponse"]
    assert _roles(reading)["respondent"] == ["N° client"]
    responses = reading.responses.set_index("response_id")
    assert (
        responses.loc["R001", "respondent_id"] == responses.loc["R039", "respondent_id"] == "CL-1"
    )
    assert reading.sources[0].ignored == ("courriel",)
    [guess] = [g for g in reading.sources[0].columns if g.role == "respondent"]
    assert guess.evidence == "the name says who answered; 38 different values in 40 rows"


@pytest.mark.parametrize(
    "name",
    [
        "customer_id",
        "Client",
        "Numéro de client",
        "UserID",
        "respondent",
        "Code client",
        "Member no.",
        "Numéro d’employé(e)",
        "No employé",
        "Matricule",
        "Employee number",
        "Employee ID",
        "Identifiant de l'employé",
        "Identifiant du salarié (facultatif)",
        "Quel est votre numéro de badge ?",
        "Badge",
        "Student number/Numéro étudiant",
        "Code permanent",
        "Patient",
    ],
)
def test_a_respondent_is_known_by_name(write: Write, load: Load, name: str) -> None:
    text = _table(
        f"response_id,{name},avis,note", 30, lambda i: f"R{i},K{i % 28},{_said(i)},{i % 6}"
    )
    assert _roles(load(write("a.csv", text)))["respondent"] == [name]


@pytest.mark.parametrize("name", ["Employee number", "Matricule", "Patient", "Customer number"])
def test_a_respondent_is_known_without_a_response_id(write: Write, load: Load, name: str) -> None:
    text = _table(f"{name},avis,note", 30, lambda i: f"K{i % 28},{_said(i)},{i % 6}")
    responses = load(write("a.csv", text)).responses
    assert responses["respondent_id"].nunique() == 28
    assert responses["response_id"].nunique() == 30


def test_an_employee_before_the_row_number_is_the_respondent(write: Write, load: Load) -> None:
    text = _table("Matricule,ID,avis,note", 30, lambda i: f"E{i},{i},{_said(i)},{i % 6}")
    roles = _roles(load(write("a.csv", text)))
    assert (roles["id"], roles["respondent"]) == (["ID"], ["Matricule"])


def test_the_employee_who_serves_is_not_the_respondent(write: Write, load: Load) -> None:
    head = "response_id,employee id,customer id,avis,note"
    both = _table(head, 60, lambda i: f"R{i},E{i},K{i % 50},{_said(i)},{i % 6}")
    assert _roles(load(write("a.csv", both)))["respondent"] == ["customer id"]
    head = "response_id,employee id,avis,note"
    one = _table(head, 700, lambda i: f"R{i},E{i % 50},{_said(i)},{i % 6}")
    assert "respondent" not in _roles(load(write("b.csv", one)))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Client", "Maud Kern{}"),
        ("Employé", "Maud Kern{}"),
        ("Badge", "or"),
        ("Permanent", "oui"),
        ("Téléphone de l'employé", "06{:08d}"),
        ("Téléphone du client", "06{:08d}"),
        ("type de client", "T{}"),
        ("client depuis", "20{:02d}"),
        ("customer product id", "P{}"),
    ],
)
def test_other_columns_about_customers_name_no_respondent(
    write: Write, load: Load, name: str, value: str
) -> None:
    text = _table(
        f"response_id,{name},avis,note", 30, lambda i: f"R{i},{value.format(i)},{_said(i)},{i % 6}"
    )
    assert "respondent" not in _roles(load(write("a.csv", text)))


def test_a_customer_number_of_few_values_is_a_group(write: Write, load: Load) -> None:
    roles = _roles(load(write("a.csv", _with_client(60, lambda i: f"CL-{i % 4}"))))
    assert "respondent" not in roles
    assert roles["cohort"] == ["N° client"]


def test_a_customer_number_alone_stays_the_id(write: Write, load: Load) -> None:
    text = _table("N° client,avis,note", 30, lambda i: f"CL-{i},{_said(i)},{i % 6}")
    reading = load(write("a.csv", text))
    assert _roles(reading)["id"] == ["N° client"]
    assert "respondent" not in _roles(reading)
    responses = reading.responses
    assert responses["respondent_id"].equals(responses["response_id"])


def test_an_id_that_counts_the_rows_names_no_respondent(write: Write, load: Load) -> None:
    def month(name: str, first: int) -> Reading:
        rows = [f"{i + 1},{_said(i + first)},{i % 6}" for i in range(30) if i != 7]
        return load(write(name, "ID,avis,note\n" + "\n".join(rows) + "\n"))

    one, two = month("mars.csv", 0), month("avril.csv", 100)
    assert set(one.responses["response_id"]) == {str(i + 1) for i in range(30) if i != 7}
    assert one.responses["respondent_id"].nunique() == 29
    assert not set(one.responses["respondent_id"]) & set(two.responses["respondent_id"])
    [guess] = [g for g in one.sources[0].columns if g.role == "id"]
    assert guess.evidence.endswith("it counts the rows and names no respondent")


@pytest.mark.parametrize(
    ("name", "identity"),
    [("N° client", "{}"), ("Employee ID", "{}"), ("ID", "{}000"), ("ID", "K{}")],
)
def test_an_id_of_people_names_them(write: Write, load: Load, name: str, identity: str) -> None:
    text = _table(f"{name},avis,note", 30, lambda i: f"{identity.format(i + 1)},{_said(i)},{i % 6}")
    reading = load(write("a.csv", text))
    wanted = {identity.format(i + 1) for i in range(30)}
    assert set(reading.responses["respondent_id"]) == wanted
    assert not any("counts the rows" in guess.evidence for guess in reading.sources[0].columns)


def test_a_mail_address_as_customer_number_is_hashed(write: Write, load: Load) -> None:
    path = write("a.csv", _with_client(30, lambda i: f"ana{i % 29}@exemple.fr"))
    who = load(path).responses["respondent_id"]
    assert not who.str.contains("@|exemple").any()
    assert who.nunique() == 29


def test_rows_that_name_nobody_are_different_people(write: Write, load: Load) -> None:
    names = ("", "anonyme", "n/a")
    path = write("a.csv", _with_client(30, lambda i: names[i % 3] if i < 6 else f"CL-{i}"))
    who = load(path).responses["respondent_id"]
    assert who.nunique() == 30
    assert who.str.startswith("CL-").sum() == 24


def test_the_respondent_can_be_named(write: Write, load: Load) -> None:
    text = _table("ref,compte,avis,note", 30, lambda i: f"R{i},C{i % 9},{_said(i)},{i % 6}")
    reading = load(write("a.csv", text), respondent="Compte")
    assert _roles(reading)["respondent"] == ["compte"]
    assert "cohort" not in _roles(reading)
    assert reading.responses["respondent_id"].nunique() == 9
    with pytest.raises(SettingsError, match='no column "zzz"'):
        load(write("a.csv", text), respondent="zzz")


@pytest.mark.parametrize(
    "spelled",
    ["Numéro d'employé(e)", "numero d'employe e", "NUMÉRO D’EMPLOYÉ(E)", "NumeroDEmployeE"],
)
def test_a_column_is_named_whatever_its_apostrophe_case_and_accents(
    write: Write, load: Load, spelled: str
) -> None:
    head = "ref,Numéro d’employé(e),avis,note,Noté le"
    text = _table(head, 30, lambda i: f"R{i},C{i % 9},{_said(i)},{i % 6},2024-03-{i % 28 + 1:02d}")
    path = write("a.csv", text)
    reading = load(path, respondent=spelled, text=("AVIS",), score="Note", date="note le ?")
    assert _roles(reading)["respondent"] == ["Numéro d’employé(e)"]
    assert _roles(reading)["date"] == ["Noté le"]


def test_a_spelling_that_means_two_columns_is_refused(write: Write, load: Load) -> None:
    text = _table("id,Avis,AVIS,note", 30, lambda i: f"R{i},{_said(i)},{_said(i + 1)},{i % 6}")
    path = write("a.csv", text)
    assert _roles(load(path, text=("AVIS",)))["text"] == ["AVIS"]
    with pytest.raises(SettingsError, match="more than one column") as caught:
        load(path, text=("avis",))
    assert "Avis, AVIS" in str(caught.value)


def test_a_named_date_column_without_any_date_is_refused(write: Write, load: Load) -> None:
    rows = "".join(f"avis numéro {i} sur la livraison,Lyon {i},202403{10 + i}\n" for i in range(9))
    path = write("a.csv", f"commentaire,site,jour\n{rows}")
    with pytest.raises(SettingsError, match=r'column "site" holds a date\. .*--date'):
        load(path, date="site")
    assert load(path, date="jour").responses["date"].notna().all()
