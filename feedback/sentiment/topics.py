"""Answers that name a thing and say nothing of it: "the staff", "qualité", "prix et délais".

Asked what should be improved, such an answer blames. The head alone has learnt from reviews that
"quality" is praised and "staff" too: 12 of 80 such answers kept their praise against the question.
Only words that name what customers are asked about are listed; whoever says more is read as usual.
"""

import re

import numpy as np
from numpy.typing import NDArray

NEUTRAL = (0.1, 0.8, 0.1)
"""Negative, neutral, positive of a bare topic before its question is looked at."""

_MAX_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LINKS = """
a an the of for on at in to with and or your our my their its some this that all
le la les l un une des du de d au aux à en et ou pour sur avec vos votre nos notre mon ma mes leur
leurs ce cette ces son sa ses
"""
_EN = """
everything service services staff team teams employee employees personnel management manager
managers support helpdesk hotline agent agents adviser advisers advisor advisors technician
technicians driver drivers doctor doctors nurse nurses teacher teachers trainer trainers reception
receptionist host hosts waiter waiters attitude behaviour behavior manners welcome attention
customer customers client clients care communication information explanations listening
transparency honesty price prices pricing cost costs fee fees rate rates tariff tariffs discount
discounts offer offers value money refund refunds invoice invoices invoicing billing bill payment
payments checkout contract contracts cancellation delivery deliveries shipping packaging parcel
parcels courier order orders ordering stock availability product products quality range choice
selection variety size sizes design material materials comfort food meal meals breakfast lunch
dinner menu drinks coffee portion portions taste room rooms bed beds bathroom bathrooms toilets
shower showers pool gym spa location access parking car park cleanliness hygiene noise temperature
heating atmosphere ambiance decor lighting music seat seats seating wifi internet connection
connectivity network coverage signal speed performance stability reliability app application
wi-fi website site platform software tool interface design layout navigation usability ergonomics
dashboard dashboards report reports reporting search filters export exports import imports
integration integrations notifications notification alerts settings login password security privacy
onboarding setup installation training documentation tutorials guides features functions
functionality update updates api mobile desktop performance time times waiting wait response queue
queues delay delays hours opening schedule schedules timetable timetables punctuality organisation
organization planning process processes procedure procedures paperwork appointments appointment
booking bookings reservation reservations check-in salary salaries pay workload benefits leadership
recognition career canteen equipment premises office offices facilities transport bus train trains
flight flights luggage boarding course courses content exercises homework exam exams events event
prescription treatment follow-up aftercare guarantee warranty returns return
"""
_FR = """
tout service services personnel équipe équipes employés salariés direction manager managers
management encadrement support assistance hotline sav conseiller conseillers conseillère
conseillères technicien techniciens livreur livreurs chauffeur chauffeurs médecin médecins
infirmiers infirmières professeur professeurs enseignants formateur formateurs réception accueil
serveurs attitude comportement amabilité écoute attention relation client clients clientèle
communication information informations explications transparence prix tarif tarifs coût coûts frais
réduction réductions promotions offre offres rapport remboursement remboursements facture factures
facturation paiement paiements caisse caisses contrat contrats résiliation livraison livraisons
expédition emballage emballages colis commande commandes stock stocks disponibilité produit produits
qualité gamme choix variété taille tailles design matière matériaux confort nourriture repas
petit-déjeuner déjeuner dîner menu menus carte boissons café portions goût chambre chambres lit lits
literie salle salles bain toilettes sanitaires douche douches piscine emplacement accès parking
stationnement propreté hygiène ménage bruit insonorisation température chauffage climatisation
ambiance décoration éclairage musique siège sièges places wifi internet connexion réseau couverture
débit vitesse rapidité performance performances stabilité fiabilité appli application site web
plateforme logiciel outil interface présentation navigation ergonomie simplicité tableau tableaux
bord rapports reporting recherche filtres export exports import imports intégration intégrations
notifications alertes paramètres identification mot passe sécurité confidentialité prise main
installation formation formations documentation tutoriels guides fonctionnalités fonctions mise
mises jour mobile temps attente réponse réponses réactivité délai délais file files queue horaires
ouverture planning plannings ponctualité organisation planification processus procédure procédures
démarches papiers rendez-vous réservation réservations salaire salaires rémunération charge travail
avantages reconnaissance carrière cantine matériel équipement équipements locaux bureaux transport
transports bus train trains vol vols bagages embarquement cours contenu contenus exercices devoirs
examens événements ordonnance traitement suivi garantie retours retour échanges
"""
_TOPICS = frozenset(f"{_EN} {_FR}".split())
_ALLOWED = _TOPICS | frozenset(_LINKS.split())


def is_bare_topic(text: str) -> bool:
    """Say whether an answer of a few words only names things customers are asked about."""
    words = _WORD.findall(text[:200].lower())
    if not 0 < len(words) <= _MAX_WORDS:
        return False
    return _ALLOWED.issuperset(words) and not _TOPICS.isdisjoint(words)


def as_bare(found: NDArray[np.float64], bare: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the probabilities (n, 3) with those of bare topics (n,) as `NEUTRAL`."""
    return np.where(bare[:, None], np.array(NEUTRAL), found)
