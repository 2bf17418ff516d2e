"""The vocabulary by which columns, scales and speakers are recognised, in French and English."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEXT_STRONG = _words(
    "text texte comment comments commentaire commentaires verbatim verbatims avis review reviews "
    "feedback content contenu message body remarque remarques opinion temoignage answer reponse "
    "why pourquoi explanation explication suggestion suggestions improvement ameliorations tweet"
)
TEXT_WEAK = _words(
    "positive negative positif negatif positifs negatifs pros cons avantages inconvenients "
    "raison reason reasons raisons data description preciser specify details detail open ouverte"
)
TEXT_NEVER = _words(
    "id ids guid uuid label labels sentiment category categorie type theme topic topics tag tags "
    "date time timestamp lang language langue url link lien email mail ip adresse address phone "
    "telephone count length longueur score rating name nom prenom firstname lastname browser "
    "resolution version user agent city ville country pays intent split reply developer owner "
    "consent consentement answered helpful status statut"
)
TITLE = _words("title titre headline summary resume objet subject heading")
# A title of something else than what was written.
TITLE_NEVER = _words(
    "job jobs poste emploi fonction metier employee employe contact product produit produits item "
    "article book livre movie film video song album episode course cours formation page listing "
    "annonce event evenement project projet campaign campagne survey enquete sondage"
)
MERE_SCORE = _words(
    "note notes score scores rating ratings overall global globale general generale client "
    "customer user utilisateur q a de of sur to out scale echelle min max points pts"
)
FOLLOW_UP = re.compile(
    r"\b(why|pourquoi|reasons?|raisons?|specify|preciser|precisez|expliquez|explain|comment|"
    r"commentaires?|motif|justif\w*)\b"
)

SCORE = _words(
    "score scores note notes rating ratings nps enps csat ces stars star etoile etoiles rate "
    "grade evaluation satisfaction recommend recommander recommandation recommendation recommande "
    "recommanderiez effort likelihood probabilite "
    "appreciation"
)
SCORE_QUESTION = re.compile(
    r"recommend|recommand|satisf|how likely|probabilit|\beffort|\brate\b|\bnotez\b|\bnote\b|"
    r"\brating\b|\bstars?\b|\betoiles?\b|\bscore\b|how easy|\bfacile\b|\bfacilement\b|"
    r"facilite (de|a|avec)\b|strongly (dis)?agree|"
    r"tout a fait d accord|sur une echelle|on a scale|evalu"
)
SCORE_NEVER = _words(
    "id confidence confiance count number nombre age year annee amount montant price prix helpful "
    "likes votes duration duree label sentiment truth time click date reason category categorie "
    "comment commentaire comments text why pourquoi problem feature recommended topic code phone"
)
SCORE_OVERALL = _words("overall global globale general generale total")

DATE = _words(
    "date dates day jour heure timestamp time responded created submitted recorded published "
    "publication completed horodateur horodatage soumis cree envoye received response reponse "
    "start end startdate enddate"
)
DATE_FIRST = _words(
    "response reponse responded publication published submitted soumis recorded completed created "
    "cree horodateur horodatage timestamp end envoye review avis"
)
DATE_LAST = _words(
    "exp experience start debut sent birth naissance flown update updated maj modified"
)

ID = _words("id ids identifiant uuid guid ref reference ticket matricule numero key cle")
ID_NEVER = _words(
    "collector product produit app application topic theme short payment order campaign campagne "
    "question survey sondage enquete category parent external token project projet label file"
)
ID_RESPONSE = _words("response reponse review avis answer feedback ticket comment submission")
ID_PERSON = _words("respondent repondant participant customer client user utilisateur contact")
# Who answers a survey of staff, and who served the customer in a survey of customers.
STAFF = _words(
    "employee employees employe employes salarie salaries salariee staff worker payroll "
    "personnel collaborateur collaboratrice collaborator matricule badge"
)
RESPONDENT = (
    ID_PERSON
    | STAFF
    | _words(
        "cust member membre adherent adherente abonne abonnee subscriber usager usagere assure "
        "assuree patient patiente panelist paneliste participante beneficiaire student etudiant "
        "etudiante eleve pupil learner apprenant apprenante permanent"
    )
)
RESPONDENT_ID = ID | _words("code number no num nr")
RESPONDENT_LINK = _words(
    "de du d le la l of the unique e votre your quel quelle est what is ? optional optionnel "
    "facultatif"
)
NOBODY = _words("anonyme anonymous inconnu inconnue unknown guest")

COHORT = _words(
    "plan offre offer tier segment country pays region market marche product produit app "
    "application channel canal journey parcours step etape stage touchpoint lang language langue "
    "team equipe department departement service agence agency store magasin brand marque platform "
    "plateforme device version type profile profil industry secteur company entreprise airline "
    "assureur insurer cabin traveller site cohort cohorte group groupe gender genre sexe role "
    "subscription abonnement formule sub qtr quarter trimestre anciennete tenure size taille"
)
COHORT_NEVER = _words(
    "sentiment label polarity truth email mail ip phone telephone consent consentement status "
    "browser resolution finished progress firstname lastname prenom split confidence id"
)
PERSON_NAME = _words("name nom names noms")
PERSON = _words("first last full customer client user recipient respondent contact agent author")

WEIGHT = _words("weight weights weighting poids ponderation redressement")

BAND = _words("rating band bande category categorie group groupe type nps segment classe")
PRODUCT_BANDS = _words(
    "promoter promoters promoteur promoteurs passive passives passif passifs neutre detractor "
    "detractors detracteur detracteurs"
)

SENTIMENT_LABELS = _words("negative neutral positive mixed negatif neutre positif mitige")

MISSING = frozenset(
    [
        "",
        "na",
        "n/a",
        "n.a.",
        "nan",
        "null",
        "none",
        "#n/a",
        "-",
        "--",
        ".",
        "n/d",
        "nd",
        "nsp",
        "ne sait pas",
        "don't know",
        "no answer",
        "sans reponse",
        "sans réponse",
        "?",
        "<na>",
        "nil",
    ]
)

# A handful of the commonest function words tells prose from lists of names.
FUNCTION_WORDS = _words(
    "the a an and or but to of in on for with is are was were be been it its i you we they he she "
    "my your our their this that not no so very have has had do does did can could would will as "
    "at by from if me more too all when what "
    "le la les un une des de du d l et ou mais est sont etait ete je tu il elle on nous vous ils "
    "elles c ce ca cela cette ces mon ma mes votre vos notre nos ne pas plus tres trop que qu qui "
    "pour par avec sans dans sur en au aux a y j ai n se s si tout bien"
)

INTERVIEWER = _words(
    "chercheur chercheuse interviewer intervieweur intervieweuse enqueteur enquetrice moderator "
    "moderateur moderatrice animateur animatrice researcher journaliste journalist host "
    "question facilitator facilitateur facilitatrice q int enq mod"
)
INTERVIEWEE = _words(
    "interviewe interviewee respondent repondant participant participante client cliente customer "
    "user utilisateur utilisatrice reponse answer r a p guest invite invitee"
)
BYSTANDER = re.compile(r"\b(interruption|hors entretien|bruit|music|musique|applause|inaudible)\b")
ROLE_IS_NAME = re.compile(
    r"(?:interview(?:er|eur|euse)|enqu[eê]t(?:eur|rice)|mod[eé]rat(?:or|eur|rice)|chercheu(?:r|se)|"
    r"host|animat(?:eur|rice)|conducted by|men[eé] par|r[eé]alis[eé] par|anim[eé] par)"
    r"\s*(?:\([^)]*\))?\s*(?:is|was|est|:|=|-|–)?\s*(?P<name>[A-ZÀ-Ý][\w'’.-]*(?:\s+[A-ZÀ-Ý][\w'’.-]*){0,3})",
    re.IGNORECASE,
)
