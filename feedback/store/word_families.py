"""Words that the stemmer takes for forms of another one.

Snowball knows endings, not words (overstemming: Paice, 1994): whoever asks for "Excel" finds
"excellent", for "devis" (quote) "devait", for "maintenance" "maintenant", for "quit" "quite". Read
off the stems that 37,000 comments of customers, patients, students and travellers share: whoever
asks for the one of these words does not mean the other. Each line is a family that has a stem of
its own, its first word; accents are folded.
"""

_FAMILIES = {
    "fr": """
        maintenant
        notamment
        tellement
        devant
        devait devais devaient
        serie series
        important importante importants importantes importance
        importe
        formation formations
        attention attentions
        attentif attentive attentifs attentives
        environnement
        rendement rendements
        direction directions
        pays
        base bases
        mini
        faute fautes
        courant courants courante
        course courses
        tele
        repas
        mari maris
        traine trainer traines
        partie parties
        parti partis
    """,
    "en": """
        important importance importantly
        excellent excellence excellently
        several
        quite
        likely
        hardly
        lately
        shortly
        nearly
        mainly
        mostly
        useful
        customer customers
        personal personally
        fitness
        wellness
        attendant attendants
        attendance
        officer officers
        department departments
        formation
        production
        experiment experiments
        accounting accountant accountants
    """,
}

ROOTS = {
    language: {
        word: family.split()[0] for family in text.strip().splitlines() for word in family.split()
    }
    for language, text in _FAMILIES.items()
}
"""Language → folded word → the word that stands for its family in the index."""
