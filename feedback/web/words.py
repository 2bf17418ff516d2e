"""What the pages say, in English and in French."""

from collections.abc import Mapping

from feedback import export

LANGUAGES = ("en", "fr")

_WORDS: dict[str, tuple[str, str]] = {
    "reports": ("Reports", "Rapports"),
    "search": ("Search", "Recherche"),
    "themes": ("Themes", "Thèmes"),
    "anomalies": ("Anomalies", "Anomalies"),
    "new_run": ("New run", "Nouvelle analyse"),
    "other_language": ("Français", "English"),
    "skip": ("Skip to the content", "Aller au contenu"),
    "main_nav": ("Main", "Principal"),
    "nothing_yet": (
        "Nothing has been run in this workspace yet.",
        "Aucune analyse n’a encore été faite dans cet espace.",
    ),
    "answers": ("answers", "réponses"),
    "answer": ("answer", "réponse"),
    "themes_of_latest": ("Themes of the latest batch", "Thèmes du dernier lot"),
    "batch": ("Batch", "Lot"),
    "theme": ("Theme", "Thème"),
    "band": ("Score band", "Tranche de note"),
    "score": ("Score", "Note"),
    "sentiment": ("Sentiment", "Sentiment"),
    "language": ("Language", "Langue"),
    "anomaly": ("Anomaly", "Anomalie"),
    "since": ("From", "Du"),
    "until": ("To", "Au"),
    "all": ("all", "tout"),
    "low": ("low", "basse"),
    "mid": ("middle", "moyenne"),
    "high": ("high", "haute"),
    "negative": ("negative", "négatif"),
    "neutral": ("neutral", "neutre"),
    "positive": ("positive", "positif"),
    "fr": ("French", "français"),
    "en": ("English", "anglais"),
    "query_label": (
        "Words or a sentence, in French or English",
        "Mots ou phrase, en français ou en anglais",
    ),
    "query_help": (
        '"a phrase" must stand word for word; -word must not stand',
        "« une expression » doit figurer mot pour mot ; -mot ne doit pas figurer",
    ),
    "found": ("found", "trouvées"),
    "shown": ("shown", "affichées"),
    "no_word": ("No comment holds", "Aucun commentaire ne contient"),
    "looked_for": ("looked for", "cherché"),
    "nearest_meaning": (
        "No comment holds these words; these are the nearest in meaning.",
        "Aucun commentaire ne contient ces mots ; voici les plus proches par le sens.",
    ),
    "nearest_far": (
        "No comment holds these words or comes near their meaning; these are the least far.",
        "Aucun commentaire ne contient ces mots ni ne s'en approche ; voici les moins éloignés.",
    ),
    "duplicates": ("near-identical", "quasi identiques"),
    "filters": ("Filters", "Filtres"),
    "remove_filter": ("Remove the filter", "Retirer le filtre"),
    "nothing_found": ("Nothing found.", "Rien trouvé."),
    "previous": ("Previous", "Précédents"),
    "next": ("Next", "Suivants"),
    "keep_title": ("Keep this search as a theme", "Garder cette recherche comme thème"),
    "keep_help": (
        "Mark the hits that do not belong: the others become examples that later runs code by.",
        "Cochez les intrus : les autres deviennent des exemples pour les analyses suivantes.",
    ),
    "not_this": ("does not belong", "n’en fait pas partie"),
    "name_fr": ("French name", "Nom français"),
    "name_en": ("English name", "Nom anglais"),
    "keep": ("Keep as a theme", "Garder comme thème"),
    "explain": ("Why this place", "Pourquoi cette place"),
    "status": ("Status", "État"),
    "active": ("active", "actif"),
    "emerging": ("new", "nouveau"),
    "retired": ("retired", "retiré"),
    "pinned": ("pinned", "épinglé"),
    "keywords": ("Keywords", "Mots-clés"),
    "rename": ("Rename", "Renommer"),
    "merge": ("Merge into", "Fusionner avec"),
    "split": ("Split in two", "Diviser en deux"),
    "first_phrase": ("Typical of the first part", "Typique de la première partie"),
    "second_phrase": ("Typical of the second part", "Typique de la seconde partie"),
    "pin": ("Pin", "Épingler"),
    "retire": ("Retire", "Retirer"),
    "undo": ("Undo the last edit", "Annuler la dernière modification"),
    "edits": ("Edits so far", "Modifications"),
    "version": ("version", "version"),
    "edit": ("Edit", "Modifier"),
    "choose": ("choose", "choisir"),
    "quotes": ("Quotes", "Citations"),
    "conflict_title": (
        "Someone changed the codebook meanwhile",
        "Quelqu’un a modifié les thèmes entre-temps",
    ),
    "conflict_help": (
        "Nothing was overwritten. Compare both, then decide.",
        "Rien n’a été écrasé. Comparez les deux, puis décidez.",
    ),
    "yours": ("Your edit", "Votre modification"),
    "theirs": ("Made meanwhile", "Faites entre-temps"),
    "apply_anyway": ("Apply mine as well", "Appliquer aussi la mienne"),
    "discard": ("Discard mine", "Abandonner la mienne"),
    "accept": ("Accept", "Confirmer"),
    "dismiss": ("Dismiss", "Écarter"),
    "note": ("Note", "Remarque"),
    "accepted": ("accepted", "confirmée"),
    "expected": ("expected", "attendue"),
    "no_anomalies": ("No anomalies to review.", "Aucune anomalie à examiner."),
    "review": ("Theme review", "Relecture des thèmes"),
    "review_help": (
        "Does each sentence speak of the theme it was given? A sample, every theme alike.",
        "Chaque phrase parle-t-elle du thème qu’on lui a donné ? Un échantillon, autant par thème.",
    ),
    "shortcuts_review": (
        "Keys: y right, n no theme, o choose another, t take it, s skip.",
        "Touches : y juste, n aucun thème, o en choisir un autre, t le prendre, s passer.",
    ),
    "reviewer": ("Reviewer", "Relecteur"),
    "no_theme": ("No theme", "Aucun thème"),
    "right": ("Right", "Juste"),
    "another_theme": ("Another theme", "Un autre thème"),
    "take_it": ("Take it", "Le prendre"),
    "skip_it": ("Skip", "Passer"),
    "review_done": ("All segments are reviewed.", "Tout est relu."),
    "review_figures": ("What the review says", "Ce que dit la relecture"),
    "segment_reviewed": ("segment reviewed", "segment relu"),
    "segments_reviewed": ("segments reviewed", "segments relus"),
    "agreed_with": ("agreed with", "d’accord"),
    "alpha": ("Krippendorff’s alpha", "Alpha de Krippendorff"),
    "segment_both": ("segment in both reviews", "segment dans les deux relectures"),
    "segments_both": ("segments in both reviews", "segments dans les deux relectures"),
    "precision": ("Precision", "Précision"),
    "recall": ("Recall", "Rappel"),
    "shortcuts_anomalies": (
        "Keys: j next, k previous, a accept, d dismiss.",
        "Touches : j suivante, k précédente, a confirmer, d écarter.",
    ),
    "shortcuts_themes": (
        "Keys: j next, k previous, p pin, x retire, r rename, u undo.",
        "Touches : j suivant, k précédent, p épingler, x retirer, r renommer, u annuler.",
    ),
    "upload_title": ("Look at a new file", "Examiner un nouveau fichier"),
    "upload_help": (
        "The file is read by a process of its own; nothing is analysed before you say so.",
        "Le fichier est lu par un processus à part ; rien n’est analysé sans votre accord.",
    ),
    "file": ("File", "Fichier"),
    "inspect": ("Look at it", "Examiner"),
    "inspected": ("What was recognised", "Ce qui a été reconnu"),
    "role": ("Role", "Rôle"),
    "column": ("Column", "Colonne"),
    "evidence": ("Evidence", "Indice"),
    "problems": ("Problems", "Problèmes"),
    "rows": ("rows", "lignes"),
    "batch_name": ("Name of the batch", "Nom du lot"),
    "report_language": ("Language of the report", "Langue du rapport"),
    "run": ("Run", "Lancer l’analyse"),
    "job_title": ("Run", "Analyse"),
    "running": ("running", "en cours"),
    "done": ("done", "terminée"),
    "failed": ("failed", "échouée"),
    "open_report": ("Open the report", "Ouvrir le rapport"),
    "problem_title": ("That did not work", "Cela n’a pas marché"),
    "not_found": ("There is no such page.", "Cette page n’existe pas."),
    "went_wrong": ("Something went wrong.", "Quelque chose a mal tourné."),
    "login_title": ("Token", "Jeton"),
    "login_help": (
        "This workspace is served with a token.",
        "Cet espace est protégé par un jeton.",
    ),
    "login": ("Open", "Ouvrir"),
    "login_wrong": ("That is not the token.", "Ce n’est pas le bon jeton."),
    "any": ("any", "n’importe laquelle"),
    "none": ("none", "aucune"),
    "cohort": ("Cohort", "Cohorte"),
    "did_rename": ("rename", "renommer"),
    "did_merge": ("merge", "fusionner"),
    "did_split": ("split", "diviser"),
    "did_pin": ("pin", "épingler"),
    "did_retire": ("retire", "retirer"),
    "did_import": ("themes taken in", "thèmes ajoutés"),
    "did_undo": ("undo", "annuler"),
}


class Words:
    """The words of one language; a word that has no translation stays as it is."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._place = LANGUAGES.index(language)

    def __call__(self, key: str) -> str:
        """Return the words of a key, or of a kind of anomaly."""
        pair = _WORDS.get(key)
        if pair:
            return pair[self._place]
        name = export.anomaly_name(key, self.language)
        return name[:1].lower() + name[1:] if name else key

    def number(self, value: float, digits: int | None = None) -> str:
        """Return a number with the language's decimal sign.

        Args:
            value: Any.
            digits: After the sign; None: as many as it needs, six in all at most.
        """
        text = f"{value:g}" if digits is None else f"{value:.{digits}f}"
        return text.replace(".", ",") if self.language == "fr" else text


def preferred(headers: Mapping[str, str], asked: str | None, kept: str | None) -> str:
    """Return the language asked for, else the one kept, else the browser's, else English."""
    for wanted in (asked, kept):
        if wanted in LANGUAGES:
            return str(wanted)
    for part in headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].casefold()
        if code in LANGUAGES:
            return code
    return "en"
