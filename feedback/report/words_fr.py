"""Toutes les chaînes françaises de la page. Une paire : singulier, pluriel ; ``{n}`` le nombre.

Written with plain spaces: `format.typeset` sets the no-break ones and the apostrophes.
"""

from feedback.report.words_fr_pictures import PICTURES

WORDS: dict[str, str | tuple[str, str]] = {
    # the page around the content
    "page.title": "{label} : ce que disent les clients",
    "page.skip": "Aller au rapport",
    "page.contents": "Rubriques",
    "page.footer": (
        "Écrit par feedback {version} à partir du lot « {batch} ». Rien sur cette page n'en sort."
    ),
    "nav.themes": "Thèmes",
    "nav.bands": "Groupes de notes",
    "nav.details": "Thème par thème",
    "nav.anomalies": "À relire",
    "nav.explorer": "Tous les commentaires",
    "nav.method": "Méthode",
    # header
    "meta.responses": ("{n} réponse", "{n} réponses"),
    "meta.commented": "dont {commented} avec commentaire",
    "meta.period": "du {first} au {last}",
    "kpi.interval": "intervalle à 95 %",
    "kpi.interval_of": "intervalle à {level} : {interval}",
    "kpi.metric_n": ("{n} note", "{n} notes"),
    "kpi.alt": "{metric} {value}, intervalle {interval}",
    "kpi.before": "{batch} : {value}",
    "kpi.commented": "réponses commentées",
    "kpi.commented_of": "{commented} sur {total}",
    "kpi.filler": ("{n} sans contenu, écartée", "{n} sans contenu, écartées"),
    "kpi.sentiment": "tonalité",
    "kpi.sentiment_all": "tonalité, toutes questions",
    "asked.title": "Tonalité par question",
    "asked.n": ("{n} réponse", "{n} réponses"),
    "asked.nps": "Commentaires NPS",
    "asked.survey": "Commentaires sans question",
    "asked.interview": "Entretiens",
    "asked.others": "Autres questions",
    "kpi.mixed": ("{n} mêle éloge et critique", "{n} mêlent éloge et critique"),
    "kpi.reread": "à relire",
    "kpi.reread_what": (
        "réponse dont le texte et la note se contredisent, ou qui intrigue",
        "réponses dont le texte et la note se contredisent, ou qui intriguent",
    ),
    "kpi.reread_against": ("{n} contredit sa propre note", "{n} contredisent leur propre note"),
    "kpi.reread_none": "aucune réponse n'intrigue",
    "unit.points": ("{size} point", "{size} points"),
    # metric names with their article
    "metric.the.nps": "le NPS",
    "metric.the.enps": "l'eNPS",
    "metric.the.csat": "la satisfaction (CSAT)",
    "metric.the.ces": "la facilité (CES)",
    "metric.the.ces.turned": "l'effort (CES)",
    "metric.of.ces.turned": "de l'effort (CES)",
    "metric.the.stars": "la note moyenne",
    "metric.the.other": "le score moyen",
    "metric.of.nps": "du NPS",
    "metric.of.enps": "de l'eNPS",
    "metric.of.csat": "de la satisfaction (CSAT)",
    "metric.of.ces": "de la facilité (CES)",
    "metric.of.stars": "de la note moyenne",
    "metric.of.other": "du score moyen",
    # the finding in the title
    "title.down": "{metric_The} recule de {size}",
    "title.up": "{metric_The} progresse de {size}",
    "title.down_theme": "{metric_The} recule de {size} ; {theme}, plus souvent cité, y pèse",
    "title.up_theme": "{metric_The} progresse de {size} ; {theme}, plus souvent cité, y contribue",
    "title.down_theme.turned": (
        "{metric_The} recule de {size}, et c'est mieux ; {theme}, plus souvent cité, y contribue"
    ),
    "title.up_theme.turned": (
        "{metric_The} augmente de {size}, et c'est moins bien ; {theme}, plus souvent cité, y pèse"
    ),
    "title.trend_down": "{metric_The} recule de {size} en {n} lots",
    "title.trend_up": "{metric_The} progresse de {size} en {n} lots",
    "title.trend_down_theme": "{metric_The} recule de {size} en {n} lots ; {theme} y pèse le plus",
    "title.trend_up_theme": "{metric_The} progresse de {size} en {n} lots ; {theme} y pèse le plus",
    "title.stable": "{metric_The} n'a pas nettement bougé",
    "title.stable_theme": "{metric_The} n'a pas nettement bougé ; {theme} y pèse le plus",
    "title.theme_down": "{theme} pèse le plus sur {metric_the}",
    "title.theme_up": "{theme} porte le plus {metric_the}",
    "title.stable_group_under": (
        "{metric_The} n'a pas nettement bougé ; {group} est {size} sous les autres"
    ),
    "title.stable_group_over": (
        "{metric_The} n'a pas nettement bougé ; {group} est {size} au-dessus des autres"
    ),
    "title.group_under": "{group} est {size} sous les autres ({metric})",
    "title.group_over": "{group} est {size} au-dessus des autres ({metric})",
    "title.metric": "{metric_The} est de {value} ; aucun thème ne se détache",
    "title.themes": "{theme} et {second} sont les thèmes les plus cités",
    "title.theme": "{theme} est le seul thème de ces commentaires",
    "title.reading": (
        "{n} commentaire : trop peu pour des thèmes, il se lit",
        "{n} commentaires : trop peu pour des thèmes, ils se lisent",
    ),
    "title.empty": "Des notes sans commentaires",
    # the lead
    "lead.metric": (
        "{metric_The} est de {value} (intervalle à {level} : {low} à {high}), sur {n} notes."
    ),
    "lead.metric_bare": (
        "{metric_The} est de {value}, sur {n} note.",
        "{metric_The} est de {value}, sur {n} notes.",
    ),
    "lead.metric_down": "{metric_The} passe de {before} à {value} : recul significatif (p {p}).",
    "lead.metric_up": "{metric_The} passe de {before} à {value} : hausse significative (p {p}).",
    "lead.metric_same": (
        "{metric_The} passe de {before} à {value}, un écart que le hasard peut expliquer (p {p})."
    ),
    "lead.metric_trend_down": (
        "{metric_The} passe de {before} à {value}, ce que le hasard peut expliquer (p {p}) ; son "
        "recul depuis {first}, en {n} lots, est significatif (p {line_p})."
    ),
    "lead.metric_trend_up": (
        "{metric_The} passe de {before} à {value}, ce que le hasard peut expliquer (p {p}) ; sa "
        "hausse depuis {first}, en {n} lots, est significative (p {line_p})."
    ),
    "lead.down": (
        "Ce qui pèse le plus : {theme}, cité dans {share} des commentaires ; sans ces "
        "réponses, {metric_the} serait de {without} (q {q})."
    ),
    "lead.down.by": (
        "Ce qui pèse le plus : {theme}, cité par {share} de ceux qui ont noté et "
        "commenté ; sans leurs notes, {metric_the} serait de {without} (q {q})."
    ),
    "lead.up": (
        "Ce qui porte le plus : {theme}, cité dans {share} des commentaires ; sans ces "
        "réponses, {metric_the} serait de {without} (q {q})."
    ),
    "lead.up.by": (
        "Ce qui porte le plus : {theme}, cité par {share} de ceux qui ont noté et "
        "commenté ; sans leurs notes, {metric_the} serait de {without} (q {q})."
    ),
    "lead.down.turned": (
        "Ce qui fait le plus de tort : {theme}, cité dans {share} des commentaires ; sans ces "
        "réponses, {metric_the} serait de {without} (q {q})."
    ),
    "lead.down.turned.by": (
        "Ce qui fait le plus de tort : {theme}, cité par {share} de ceux qui ont noté et "
        "commenté ; sans leurs notes, {metric_the} serait de {without} (q {q})."
    ),
    "lead.up.turned": (
        "Ce qui aide le plus : {theme}, cité dans {share} des commentaires ; sans ces "
        "réponses, {metric_the} serait de {without} (q {q})."
    ),
    "lead.up.turned.by": (
        "Ce qui aide le plus : {theme}, cité par {share} de ceux qui ont noté et "
        "commenté ; sans leurs notes, {metric_the} serait de {without} (q {q})."
    ),
    "lead.group_under": (
        "{group} est {size} sous les autres : {metric} de {value} contre {others}, "
        "sur {n} notes (q {q})."
    ),
    "lead.group_over": (
        "{group} est {size} au-dessus des autres : {metric} de {value} contre {others}, "
        "sur {n} notes (q {q})."
    ),
    "lead.none": "Aucun thème n'est lié à la note au-delà de ce que le hasard explique.",
    "lead.mention.down.negative": (
        "Aucun thème dans son ensemble n'est lié à la note, "
        "mais une critique sur {theme} va avec une note plus basse de {effect}."
    ),
    "lead.mention.down.positive": (
        "Aucun thème dans son ensemble n'est lié à la note, "
        "mais un éloge sur {theme} va avec une note plus basse de {effect}."
    ),
    "lead.mention.up.negative": (
        "Aucun thème dans son ensemble n'est lié à la note, "
        "mais une critique sur {theme} va avec une note plus haute de {effect}."
    ),
    "lead.mention.up.positive": (
        "Aucun thème dans son ensemble n'est lié à la note, "
        "mais un éloge sur {theme} va avec une note plus haute de {effect}."
    ),
    "lead.rising": "{theme} passe de {before} à {share} des commentaires (q {q}).",
    "lead.falling": "{theme} descend de {before} à {share} des commentaires (q {q}).",
    "lead.trend_up": (
        "{theme} progresse en {n} lots, de {first} à {share} des commentaires (q {q})."
    ),
    "lead.trend_down": (
        "{theme} recule en {n} lots, de {first} à {share} des commentaires (q {q})."
    ),
    "lead.emerging": "{theme} apparaît pour la première fois.",
    "lead.sentiment": "{positive} des commentaires sont positifs, {negative} négatifs.",
    "lead.theme_share": "{theme} est cité dans {share} des commentaires.",
    "lead.reading": (
        "Il faut plus de commentaires pour dégager des thèmes ; tous sont donnés ci-dessous, "
        "en entier."
    ),
    # themes
    "themes.down": "{theme} tire {metric_the} vers le bas",
    "themes.down_two": "{theme} et {second} tirent {metric_the} vers le bas",
    "themes.up": "{theme} porte {metric_the}",
    "themes.down.turned": "{theme} dégrade {metric_the}",
    "themes.down_two.turned": "{theme} et {second} dégradent {metric_the}",
    "themes.up.turned": "{theme} améliore {metric_the}",
    "themes.none": "Aucun thème ne déplace nettement {metric_the}",
    "themes.counted": ("{n} thème dans les commentaires", "{n} thèmes dans les commentaires"),
    "themes.absent": "Pas de thèmes : trop peu de commentaires",
    "themes.note_impact": (
        "Classés par impact : {metric} de toutes les réponses moins {metric} sans celles qui "
        "citent le thème, avec son intervalle à {level}. En couleur quand le lien est "
        "significatif (q < {fdr})."
    ),
    "themes.note_share": (
        "Classés par la part des commentaires qui citent le thème. Un commentaire peut en "
        "citer plusieurs."
    ),
    "themes.note_change": (
        "Variation : points de part par rapport à {previous} ; en gras si significative."
    ),
    "themes.themeless": (
        "Un commentaire ({share}) ne relève d'aucun thème : le lire.",
        "{n} commentaires ({share}) ne relèvent d'aucun thème : les lire.",
    ),
    "themes.note_generic": "Éloges et reproches sans sujet précis viennent en dernier.",
    "themes.caption": "Les thèmes, leur part, leur tonalité et leur impact",
    "themes.matrix_note": (
        "Un point par thème ; le trait est l'intervalle de son impact. Un nom sans place "
        "est dans le tableau, avec les mêmes chiffres."
    ),
    "themes.matrix_alt": (
        "Graphique de {n} thèmes : part des commentaires en abscisse, impact sur {metric} en "
        "ordonnée. Le tableau des thèmes donne les mêmes chiffres."
    ),
    "col.rank": "rang",
    "col.theme": "thème",
    "col.share": "part",
    "col.n": ("commentaire", "commentaires"),
    "col.sentiment": "tonalité",
    "col.impact": "impact sur {metric}",
    "col.interval": "intervalle",
    "col.change": "variation",
    "col.lift": "contre l'ensemble",
    "col.band": "groupe",
    "col.score": "note",
    "col.answers": "réponses",
    "axis.share": "part des commentaires",
    "axis.impact": "impact sur {metric}",
    "axis.band_share": "part du groupe",
    "axis.score": "note donnée",
    "axis.answers": "réponses",
    "status.emerging": "émergent",
    "status.new": "nouveau",
    "status.pinned": "épinglé",
    "status.generic": "sans sujet précis",
    "status.retired": "retiré",
    "effect.down": "tire vers le bas",
    "effect.up": "porte",
    "effect.down.turned": "dégrade",
    "effect.up.turned": "améliore",
    "effect.none": "sans effet net",
    "vanished.title": "Thèmes disparus",
    "vanished.line": "{theme} : {share} des commentaires en {previous}, aucun cette fois.",
    # bands
    "bands.nps.low": "détracteurs",
    "bands.nps.mid": "passifs",
    "bands.nps.high": "promoteurs",
    "bands.any.low": "notes basses",
    "bands.any.mid": "notes moyennes",
    "bands.any.high": "notes hautes",
    "bands.title_contrast": (
        "{share} des {band} parlent de {theme}, contre {other_share} des {other}"
    ),
    "bands.title_none": "Aucun écart significatif entre les groupes de notes",
    "bands.note": (
        "Part des notes de chaque groupe dont les commentaires citent le thème, comparée à "
        "l'ensemble. Plus c'est bleu, plus le thème y est sur-représenté ; ▲ et ▼ signalent les "
        "écarts significatifs (q < {fdr})."
    ),
    "bands.caption": "Les thèmes par groupe de notes",
    "bands.over": "nettement sur-représenté",
    "bands.under": "nettement sous-représenté",
    "bands.chart": "Qui parle de quoi",
    "bands.chart_alt": (
        "Graphique : pour chaque thème, la part des {low}, des {mid} et des {high} qui le "
        "citent. Le tableau des thèmes par groupe donne les mêmes chiffres."
    ),
    "histogram.title": "Comment les notes se répartissent",
    "histogram.note": ("{n} note", "{n} notes"),
    "histogram.alt": (
        "Histogramme des notes données, coloré par groupe. Le tableau placé dessous donne "
        "les mêmes chiffres."
    ),
    "histogram.caption": "Réponses par note",
    # sentiment
    "sentiment.negative": "négatif",
    "sentiment.neutral": "neutre",
    "sentiment.positive": "positif",
    "sentiment.mixed": "mitigé",
    "sentiment.unsure": "incertain",
    "sentiment.none": "non noté",
    "sentiment.bar": "{negative} négatif, {neutral} neutre, {positive} positif",
    "sentiment.brief": "{negative} négatif · {positive} positif",
    # theme details
    "details.title": "Thème par thème, avec les mots des clients",
    "details.note": (
        "Les citations sont les passages les plus proches du cœur du thème ; sont soulignés les "
        "mots qui décident de leur tonalité, sinon le passage quand le commentaire en dit plus."
    ),
    "details.count": ("{n} commentaire", "{n} commentaires"),
    "details.keywords": "Mots-clés",
    "details.words": "Mots qui le distinguent",
    "details.change": "Depuis le lot précédent",
    "details.moved": "{before} en {previous}, {share} cette fois : {gap} ({interval}, q {q})",
    "details.line": "En {n} lots : {first} au début, {share} maintenant (q {q})",
    "details.first": "absent en {previous}, {share} cette fois",
    "details.profile": "Par groupe de notes",
    "details.all": ("Lire le commentaire sur ce thème", "Lire les {n} commentaires sur ce thème"),
    "details.metric": "{metric} de ceux qui le citent : {value} ({interval})",
    # languages
    "language.fr": "français",
    "language.en": "anglais",
    "language.de": "allemand",
    "language.es": "espagnol",
    "language.it": "italien",
    "language.nl": "néerlandais",
    "language.pt": "portugais",
    "language.other": "autres langues",
    "language.unnamed": "autre langue",
    "language.none": "langue inconnue",
    # quotes and comments
    "comment.score": "note {score}",
    "comment.score_of": "note {score}/{high}",
    "comment.link": "Lien vers le commentaire {id}",
    "comment.cut": "abrégé ici ; complet dans responses.csv",
    "reading.title": "Les commentaires",
    "reading.note": "Trop peu de commentaires pour les grouper en thèmes : les voici, un à un.",
    # anomalies
    "anomalies.title": ("{n} réponse mérite une relecture", "{n} réponses méritent une relecture"),
    "anomalies.none": "Aucune réponse n'intrigue",
    "anomalies.none_note": "Aucun texte ne contredit sa note, et rien ne paraît copié.",
    "anomalies.note": (
        "Le programme signale, une personne décide. Chaque réponse dit pourquoi elle est ici."
    ),
    "anomalies.several": (
        "{n} d'entre elles figure sous plusieurs titres.",
        "{n} d'entre elles figurent sous plusieurs titres.",
    ),
    "anomalies.given": "donné {score}",
    "anomalies.expected": "attendu {score}",
    "anomalies.same": ("{n} réponse", "{n} réponses dans ces termes"),
    "anomalies.more": ("Montrer l'autre", "Montrer les {n} autres"),
    "anomalies.rest": ("{n} autre est dans anomalies.csv.", "{n} autres sont dans anomalies.csv."),
    "kind.complaint-high-score": "Une plainte avec une note haute",
    "kind.praise-low-score": "Un éloge avec une note basse",
    "kind.score-named-in-text": "Le texte annonce une autre note",
    "kind.inverted-scale": "Échelle probablement lue à l'envers",
    "kind.near-duplicate": "Presque le même texte deux fois",
    "kind.non-answer": "Réponses sans contenu",
    # explorer
    "explorer.title": "Tous les commentaires, à fouiller",
    "explorer.noscript": (
        "La recherche demande JavaScript, désactivé ici. Tous les commentaires sont dans "
        "responses.csv, à côté de ce fichier."
    ),
    "explorer.search": "Chercher dans les commentaires",
    "explorer.placeholder": "des mots, dans n'importe quel ordre",
    "explorer.theme": "Thème",
    "explorer.band": "Groupe de notes",
    "explorer.sentiment": "Tonalité",
    "explorer.language": "Langue",
    "explorer.flag": "À relire",
    "explorer.any.theme": "tous",
    "explorer.any.band": "tous",
    "explorer.any.sentiment": "toutes",
    "explorer.any.language": "toutes",
    "explorer.any.flag": "tout",
    "explorer.no_theme": "sans thème",
    "explorer.any_flag": "tout motif",
    "explorer.mixed": "mitigé (éloge et critique)",
    "explorer.unsure": "incertain (lu avec peu de certitude)",
    "explorer.reset": "Effacer",
    "explorer.more": "En montrer plus",
    "explorer.count": "{n} commentaires sur {total}",
    "explorer.nothing": "Aucun commentaire ne convient. Retirez un mot ou un filtre.",
    "explorer.one": "Un seul commentaire, par son lien.",
    "explorer.unknown": "Aucun commentaire n'a cette adresse.",
    "explorer.only": "Montrer à nouveau tous les commentaires",
    "explorer.results": "Commentaires trouvés",
    # method
    "method.title": "Comment c'est fait, et jusqu'où s'y fier",
    "method.read": "Ce qui a été lu",
    "method.n_sources": ("{n} fichier", "{n} fichiers"),
    "method.responses": "Réponses",
    "method.respondents": "Personnes qui les ont données",
    "method.commented": "Avec commentaire",
    "method.filler": "Commentaires sans contenu",
    "method.empty": "Notes sans mots",
    "method.scored": "Avec une note",
    "method.sources": "Sources",
    "method.languages": "Langues",
    "method.left_out": "Lignes et notes écartées",
    "method.left_out_none": "Rien n'a été écarté.",
    "method.replaced": "Données personnelles remplacées",
    "method.replaced_none": "Aucune donnée personnelle n'a été trouvée.",
    "method.notices": "À savoir d'abord",
    "method.notices_none": "Rien n'a dû être supposé.",
    "method.models": "Modèles",
    "method.models_caption": "Les modèles et leur qualité mesurée",
    "method.role": "sert à",
    "method.model": "modèle",
    "method.quality": "qualité mesurée",
    "method.licence": "licence",
    "method.settings": "Réglages",
    "method.setting": "réglage",
    "method.value": "valeur",
    "method.seed": "Graine de tout tirage au hasard",
    "method.confidence": "Niveau des intervalles",
    "method.fdr": "Seuil de signification (q)",
    "method.bootstrap": "Rééchantillonnages derrière un impact",
    "method.figures": "Indicateurs",
    "method.figures_caption": "Les indicateurs et leur intervalle",
    "method.metric": "indicateur",
    "method.how": "intervalle selon",
    "role.themes": "trouver les thèmes",
    "role.features": "tonalité, anomalies, recherche",
    "role.sentiment": "tonalité",
    "role.segments": "découper les commentaires",
    "role.language": "reconnaître la langue",
    "role.privacy": "trouver les données personnelles",
    "left_out.empty row": "lignes sans réponse dans les colonnes de texte et de note",
    "left_out.copy of an earlier row with the same id": (
        "lignes qui en répètent une autre dans chaque cellule, identifiant compris"
    ),
    "left_out.not a score that can be read": "notes illisibles",
    "left_out.score outside its scale": "notes hors de leur échelle",
    "left_out.a cell of # characters is not an answer": "cellules trop longues pour une réponse",
    "left_out.a turn of # characters is not an answer": "tours de parole trop longs",
    "left_out.has # cells where the header has #": "lignes avec plus de cellules que l'en-tête",
    "replaced.person": "noms de personnes",
    "replaced.email": "adresses électroniques",
    "replaced.phone": "numéros de téléphone",
    "replaced.iban": "comptes bancaires",
    "replaced.card": "numéros de carte",
    "replaced.national_id": "numéros d'identité",
    "replaced.address": "adresses postales",
    "replaced.reference": "références de dossier",
    "replaced.url": "adresses web",
    "replaced.ip": "adresses IP",
    # glossary
    "glossary.title": "Les mots employés",
    "glossary.impact": "impact",
    "glossary.impact_is": (
        "L'indicateur de toutes les réponses moins l'indicateur sans celles qui citent le "
        "thème : ce que le thème coûte ou rapporte. C'est un lien, pas une cause."
    ),
    "glossary.interval": "intervalle",
    "glossary.interval_is": (
        "La plage où se trouve le vrai chiffre, si tout le monde avait répondu, au niveau de "
        "confiance indiqué."
    ),
    "glossary.q": "p et q",
    "glossary.q_is": (
        "La facilité avec laquelle le hasard seul donnerait un tel écart ; q est p corrigé "
        "du nombre de thèmes testés (Benjamini-Hochberg). Petit : difficile à mettre sur le "
        "compte du hasard."
    ),
    "glossary.lift": "contre l'ensemble (×)",
    "glossary.lift_is": (
        "La part dans le groupe divisée par la part dans toutes les réponses notées : ×2 "
        "veut dire deux fois plus souvent."
    ),
    "glossary.share": "part",
    "glossary.share_is": (
        "Les commentaires qui citent le thème, parmi tous ceux qui ont du contenu. Un "
        "commentaire peut citer plusieurs thèmes."
    ),
    "glossary.nps": "NPS",
    "glossary.nps_is": (
        "Pourcentage de promoteurs (9-10) moins pourcentage de détracteurs (0-6) ; de −100 à 100."
    ),
    "glossary.csat": "CSAT",
    "glossary.csat_is": "Pourcentage de réponses dans les deux cases les plus satisfaites.",
    "glossary.ces": "CES",
    "glossary.ces_is": "Accord moyen avec « c'était facile », en points de l'échelle.",
    "glossary.sentiment": "tonalité",
    "glossary.sentiment_is": (
        "Ce qu'un modèle entraîné lit dans le texte : négatif, neutre ou positif. Il se "
        "trompe parfois ; sa qualité mesurée est donnée plus haut."
    ),
    **PICTURES,
}
