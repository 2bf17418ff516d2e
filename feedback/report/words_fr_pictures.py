"""Les chaînes des évolutions, de la carte, des facteurs, des groupes et de la liste."""

PICTURES: dict[str, str | tuple[str, str]] = {
    "bands.chart_finding": (
        "{n} thème sur {total} distingue nettement {low} ou {high}",
        "{n} thèmes sur {total} distinguent nettement {low} ou {high}",
    ),
    "movers.down": "Tire vers le bas",
    "movers.up": "Porte",
    "movers.down.turned": "Dégrade",
    "movers.up.turned": "Améliore",
    "movers.changed": "Plus ou moins cité qu'en {previous}",
    "movers.none": "rien de significatif",
    "movers.title": "Ce qui compte le plus",
    "matrix.down": "{theme} est souvent cité ({share}) et coûte le plus : {impact}",
    "matrix.up": "{theme} est souvent cité ({share}) et apporte le plus : {impact}",
    "matrix.none": "Aucun thème souvent cité n'a d'effet net",
    "words.title": "Les mots de chaque groupe de notes",
    "words.finding": "Ce que disent plus souvent les {band} : {words}",
    "words.note": (
        "Mots qu'un groupe emploie nettement plus que les autres réponses (rapport de cotes "
        "logarithmique, q < {fdr}) ; à côté, les réponses qui le contiennent : dans le groupe / "
        "ailleurs."
    ),
    "words.caption": "Les mots qui distinguent chaque groupe de notes",
    "col.words": "mots",
    "col.language": "langue",
    "quadrant.fix": "À corriger d'abord",
    "quadrant.watch": "À surveiller",
    "quadrant.keep": "À préserver",
    "quadrant.unclear": "Indécis",
    "quadrant.generic": "sans sujet précis",
    "quadrant.fix_is": "nuit nettement, et souvent cité ou en hausse",
    "quadrant.watch_is": "semble nuire, mais plus rare ou moins sûr",
    "quadrant.keep_is": "aide nettement",
    "priorities.see": "Voir les priorités, leurs intervalles et leurs rangs",
    "priorities.caption": "Matrice de priorité : part, impact, variation et rang de chaque thème",
    "priorities.note": (
        "Le rang est celui de l'impact ; entre parenthèses, les rangs que les données laissent "
        "possibles. Des thèmes dont les rangs se recouvrent ne peuvent être départagés."
    ),
    "col.todo": "que faire",
    "histogram.finding": "{low} de {low_band}, {high} de {high_band}",
    "nav.trend": "Évolution",
    "nav.map": "Carte",
    "nav.drivers": "Facteurs",
    "trend.down": (
        "{metric_The} recule nettement : {first} au début, {value} aujourd'hui, sur {n} lots"
    ),
    "trend.up": (
        "{metric_The} progresse nettement : {first} au début, {value} aujourd'hui, sur {n} lots"
    ),
    "trend.same": (
        "{metric_The} : {first} au début, {value} aujourd'hui, sans écart net avec le lot précédent"
    ),
    "trend.line_down": "{metric_The} recule en {n} lots : {first} au début, {value} maintenant",
    "trend.line_up": "{metric_The} progresse en {n} lots : {first} au début, {value} maintenant",
    "trend.shares": "Ce dont on parle, lot après lot",
    "trend.note": (
        "Le trait vertical est l'intervalle à {level}. La significativité est celle du "
        "dernier lot contre le précédent, ou, si le titre compte des lots, de la droite qui les "
        "traverse."
    ),
    "trend.themes": "Part des commentaires qui citent chaque thème",
    "trend.themes_note": (
        "Les thèmes dont la part change le plus ; en couleur si le dernier changement, ou "
        "l'évolution sur les derniers lots, est significatif."
    ),
    "trend.alt": (
        "Courbe de {metric} par lot, avec son intervalle. Le tableau placé dessous donne "
        "les mêmes chiffres."
    ),
    "trend.themes_alt": (
        "Petites courbes : part des commentaires par thème et par lot. Le tableau placé "
        "dessous donne les mêmes chiffres."
    ),
    "trend.caption": "Les lots, leur indicateur et la part des thèmes",
    "trend.table": "Voir les chiffres",
    "trend.spark": "de {first} à {last} en {n} lots",
    "col.trend": "évolution",
    "col.difference": "écart",
    "col.value": "valeur",
    "col.effect": "effet",
    "col.weight": "poids",
    "map.title": (
        "{n} commentaire sur la carte ; {theme} en réunit {share}",
        "{n} commentaires sur une carte ; {theme} en réunit {share}",
    ),
    "map.bare": (
        "{n} commentaire sur une carte",
        "{n} commentaires sur une carte",
    ),
    "map.note": (
        "Un point par commentaire, près des thèmes qu'il cite ; deux thèmes proches se "
        "ressemblent. Survolez un point pour lire, cliquez pour l'ouvrir. Les filtres de "
        "la rubrique suivante s'appliquent ici aussi."
    ),
    "map.alt": (
        "Carte de tous les commentaires, rangés par thème. La liste qui suit permet de "
        "lire les mêmes commentaires."
    ),
    "map.colour": "Couleur",
    "map.by.band": "groupe de notes",
    "map.by.sentiment": "tonalité",
    "map.by.theme": "thème",
    "map.labels": "Thèmes sur la carte",
    "map.open": "ouvrir",
    "details.parts": "Sous-thèmes",
    "details.cohorts": "Selon les groupes de clients",
    "details.cohorts_note": (
        "Part de chaque groupe qui cite le thème, et son écart avec les autres groupes ; "
        "en gras si significatif (q < {fdr})."
    ),
    "drivers.none": (
        "Aucune mention ne va nettement avec la note une fois les autres prises en compte"
    ),
    "drivers.down.negative": (
        "Une critique sur {theme} va avec une note plus basse de {effect}, les autres "
        "mentions égales par ailleurs"
    ),
    "drivers.down.positive": (
        "Un éloge sur {theme} va avec une note plus basse de {effect}, les autres "
        "mentions égales par ailleurs"
    ),
    "drivers.up.negative": (
        "Une critique sur {theme} va avec une note plus haute de {effect}, les autres "
        "mentions égales par ailleurs"
    ),
    "drivers.up.positive": (
        "Un éloge sur {theme} va avec une note plus haute de {effect}, les autres "
        "mentions égales par ailleurs"
    ),
    "drivers.note": (
        "Régression de la note sur ce que chacun cite, et comment ; l'effet est en points"
        " de note. Ensemble, ces mentions expliquent {r2} des écarts de note ({r2_cv} sur"
        " des réponses non vues)."
    ),
    "drivers.caption": "L'effet propre de chaque mention",
    "drivers.negative": "en mal",
    "drivers.positive": "en bien",
    "col.driver": "citation",
    "alerts.title": "Sur l'ensemble du lot",
    "cohorts.title": "Selon les groupes de clients",
    "cohorts.caption": "L'indicateur par groupe de clients",
    "cohorts.note": (
        "{metric} de chaque groupe et son écart avec les autres ; en gras si significatif"
        " (q < {fdr})."
    ),
    "explorer.since": "Du",
    "explorer.until": "Au",
    "explorer.any.cohort": "tous",
    "method.fingerprint": "Empreinte des réponses (SHA-256)",
    "method.limits": "Limites",
    "limits.link": (
        "Un impact est un lien, pas une cause : ceux qui citent un thème peuvent différer"
        " des autres autrement."
    ),
    "limits.themes": (
        "Les thèmes sont trouvés par regroupement automatique ; un passage peut être mal "
        "rangé. Renommez, fusionnez ou scindez-les : le rapport suivant s'en souvient."
    ),
    "limits.sentiment": (
        "La tonalité est lue par un modèle ; l'ironie et le neutre sont ses points faibles."
    ),
    "limits.sample": (
        "Les intervalles supposent que ceux qui ont répondu ressemblent à ceux qui ne "
        "l'ont pas fait."
    ),
    "limits.people": (
        "Certaines personnes ont donné plusieurs réponses. Les parts sont celles des réponses ; "
        "tests et intervalles tiennent compte de la ressemblance entre les réponses d'une même "
        "personne (Rao et Scott, 1992)."
    ),
    "limits.multiple": (
        "Les tests sont corrigés de leur nombre (Benjamini-Hochberg) ; avec un seuil de "
        "{fdr}, environ une trouvaille signalée sur {one_in} est due au hasard."
    ),
    "index.title": "Tous les rapports",
    "index.caption": "Les rapports de cet espace de travail",
    "index.report": "rapport",
    "index.period": "période",
    "index.responses": "réponses",
    "index.metric": "indicateur",
    "index.change": "variation",
    "index.finding": "ce qu'il faut retenir",
    "index.none": "Aucun rapport pour l'instant. Lancez feedback run.",
    "index.footer": "Écrit par feedback {version}.",
    "index.significant": "significatif",
    "kpi.change_down": "recul significatif",
    "kpi.change_up": "hausse significative",
    "kpi.change_same": "écart non significatif",
    "kind.theme-against-band": "Un thème qui ne va pas avec sa note",
    "kind.gibberish": "Texte illisible",
    "kind.off-topic": "Hors sujet",
    "kind.copied-question": "La question recopiée",
    "kind.straight-lining": "La même réponse partout",
    "kind.language-mismatch": "Une langue inattendue",
    "kind.score-drop": "Un client dont la note chute",
    "kind.promoter-gone-silent": "Des promoteurs qui se taisent",
    "alert.theme-jump": "La part d'un thème bouge nettement",
    "alert.band-jump": "La part d'un groupe de notes bouge nettement",
    "alert.sentiment-jump": "La tonalité bascule",
    "alert.scores-shifted": "Notes peut-être décalées d'une ligne",
    "alert.scale-changed": "L'échelle a peut-être changé",
    "alert.promoter-gone-silent": "Des promoteurs se taisent",
    "dimension.language": "langue",
    "dimension.country": "pays",
    "dimension.plan": "formule",
    "dimension.product": "produit",
    "dimension.brand": "marque",
    "dimension.tenure": "ancienneté",
}
