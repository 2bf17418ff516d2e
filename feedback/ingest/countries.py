"""One spelling for one country, where files of two languages or a code and a name meet."""

from collections import Counter

import pandas as pd

from feedback.headers import plain

COLUMN = "cohort_country"

_SPELLINGS = """
AT|austria|autriche|aut
AU|australia|australie|aus
BE|belgium|belgique|bel
BR|brazil|bresil|bra
CA|canada|can
CH|switzerland|suisse|che
CI|ivory coast|cote d ivoire|civ
CM|cameroon|cameroun|cmr
CN|china|chine|chn
CZ|czechia|czech republic|tchequie|republique tcheque|cze
DE|germany|allemagne|deu
DK|denmark|danemark|dnk
DZ|algeria|algerie|dza
EG|egypt|egypte|egy
ES|spain|espagne|esp
FI|finland|finlande|fin
FR|france|fra
GB|united kingdom|great britain|royaume uni|grande bretagne|uk|gbr
GR|greece|grece|grc
HU|hungary|hongrie|hun
IE|ireland|irlande|irl
IN|india|inde|ind
IT|italy|italie|ita
JP|japan|japon|jpn
LU|luxembourg|lux
MA|morocco|maroc|mar
MX|mexico|mexique|mex
NL|netherlands|the netherlands|pays bas|nld
NO|norway|norvege|nor
NZ|new zealand|nouvelle zelande|nzl
PL|poland|pologne|pol
PT|portugal|prt
RO|romania|roumanie|rou
SE|sweden|suede|swe
SN|senegal|sen
TN|tunisia|tunisie|tun
TR|turkey|turkiye|turquie|tur
US|united states|united states of america|usa|etats unis|etats unis d amerique
ZA|south africa|afrique du sud|zaf
"""
_CODES = {
    spelling: line.partition("|")[0]
    for line in _SPELLINGS.split("\n")
    if line
    for spelling in line.lower().split("|")
}


def one_spelling(values: pd.Series) -> pd.Series:
    """Return the countries of a batch, each spelled as most of its rows spell it.

    "Belgium" of one export and "Belgique" of another are one group of customers; other values, and
    a country that is spelled in one way, stay as they are. Ties go to the first in the alphabet, so
    that the order of the rows decides nothing.

    Args:
        values: Shape (n_responses,), missing where nobody said.
    """
    counts = Counter(values.dropna())
    found: dict[str, list[str]] = {}
    for value in sorted(counts, key=lambda value: (-counts[value], value)):
        if code := _CODES.get(plain(value)):
            found.setdefault(code, []).append(value)
    renamed = {other: first for first, *others in found.values() for other in others}
    return values.replace(renamed) if renamed else values
