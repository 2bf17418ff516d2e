"""Postal addresses as France, Belgium, Switzerland, Canada, Britain and America write them."""

import re
from collections.abc import Iterator

from feedback.text.spans import Span

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_CITY_WORD = r"[A-ZÀ-ÖØ-Þ][^\W\d_]+(?![\w])"
_CITY_NAME = (
    rf"{_CITY_WORD}(?:[ '’-](?:(?:sur|sous|en|les|la|le|lès|aux?)[ -])?{_CITY_WORD}){{0,3}}"
)

_FR_STREET = (
    r"rue|avenue|av\.?|ave\.?|boulevard|bd\.?|bld\.?|blvd\.?|bvd\.?|impasse|imp\.|allées?|quai"
    r"|faubourg|fbg\.?|sentier|ruelle|venelle|chaussée|rte\.?|chem\.?|all\.|r\.(?= )"
)
# Ordinary words, too ("3 places", "2 cours de yoga"): a capital must follow.
_FR_STREET_CAPITAL = (
    "place|pl\\.|chemin|ch\\.|cours|route|square|sq\\.|résidence|rés\\.|lotissement|lot\\.|passage"
    "|villa|cité|esplanade|hameau|parc|clos|mail|montée|côte|promenade|traverse|voie|rond-point"
    "|rang"
    "|domaine|val|quartier"
)
# In the singular after a number above one they are no ordinary words: "18 chemin du lac".
_FR_STREET_SINGULAR = (
    r"(?:chemin|route|square|passage|résidence|residence|lotissement|hameau|place|cité|montée|quai"
    r"|clos|traverse|esplanade|promenade)"
    r"(?= (?:du|de la|de l['’]|des|d['’]|st|saint|sainte)\b)(?! (?:de|du) (?:parking|train|cinéma))"
)
_PARTICLES = (
    r"(?:(?:de|du|des|d['’]|la|le|les|l['’]|aux?|à|sainte?|st|général|gal|docteur|dr|maréchal"
    r"|président|jean)[ -]?){0,5}"
)
# In lower case the end of a street's name shows only where it is one of the most common.
_FR_FAMOUS = (
    r"(?i: (?:hugo|jaurès|jaures|moulin|curie|zola|leclerc|gaulle|clemenceau|ferry|briand|mermoz"
    r"|rostand"
    r"|verne|blum|bert|mitterrand|schuman|monnet|thorez|vaillant|rousseau|macé|perrin|faure)\b)?"
)
_MORE_NAME = rf"(?: (?:(?:de|du|des|la|le|les|d['’]|l['’]|et) ?)?{_CAPITAL}){{0,4}}"
# "69003 Lyon", "1003 Lausanne", "Montréal (QC) H2X 1Y4".
_CA_CODE = r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d"
_FR_CITY = (
    rf"(?:,? ?(?:à )?(?:(?:F-|B-|CH-)?\d{{5}}(?: {_CITY_NAME}(?: cedex(?: \d+)?)?)?"
    rf"|,? ?(?:B-|CH-)?\d{{4}} {_CITY_NAME}"
    rf"|, (?:à )?{_CITY_NAME}(?:,? \(?[A-Z]{{2}}\)?)?(?:,? {_CA_CODE})?(?=[\s,.;:!?)]|$)))?"
)
_FR_UNIT = (
    r"(?:(?:(?i:appt?\.?|appartement|bât\.?|bat\.?|bâtiment|batiment|bloc|esc\.?|escalier|étage"
    rf"|porte|entrée|lot) ?\w{{1,4}}|(?:Résidence|Rés\.|Residence|Villa|Immeuble)(?: {_CAPITAL}"
    r"){1,3})(?: ?,| -| –)? ){0,3}"
)
_FR_ADDRESS = re.compile(
    rf"(?<![\w,.]){_FR_UNIT}(?:n° ?)?\d{{1,4}} ?(?:(?:bis|ter|quater|[a-d])\b)?,? ?"
    r"(?:(?:de la|de l['’]|du|des) ?)?"
    rf"(?:(?i:{_FR_STREET}) (?i:{_PARTICLES})[\w'’-]+{_FR_FAMOUS}"
    rf"|(?i:{_FR_STREET_CAPITAL}) (?i:{_PARTICLES}){_CAPITAL}"
    rf"|(?<![01] )(?i:{_FR_STREET_SINGULAR}) (?i:{_PARTICLES})[\w'’-]+)"
    rf"{_MORE_NAME}(?:, (?i:bât|bat|appt?|esc|porte|étage)\.? ?\w{{1,3}})?{_FR_CITY}"
)
# The number behind: "avenue de la Gare 15, 1003 Lausanne".
_NUMBER_LAST = re.compile(
    rf"\b(?i:{_FR_STREET}|{_FR_STREET_CAPITAL}) (?i:{_PARTICLES}){_CAPITAL}{_MORE_NAME}"
    rf",? (?:n° ?)?\d{{1,4}}[a-z]?(?:,? (?:B-|CH-)?\d{{4,5}} {_CITY_NAME}|(?=[,.;)\n]|$))"
)
_POST_BOX = re.compile(
    rf"\b(?:(?:BP|B\.P\.|CS|C\.P\.|(?i:boîte postale|case postale|boite postale)) ?\d{{1,6}}"
    rf"|P\.? ?O\.? Box \d{{1,6}})(?:,? (?:\d{{4,5}} )?{_CITY_NAME}(?: cedex(?: \d+)?)?)?"
    r"(?:,? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})?",
)
_PLACE_CALLED = re.compile(
    rf"\b[Ll]ieu[- ]?dit:? [«\"“]? ?(?:(?:[Ll][ea]s?|[Ll]['’]|[Dd]u|[Dd]e la) ?)?{_CAPITAL}"
    rf"(?:[ -]{_CAPITAL}){{0,3}} ?[»\"”]?(?:,? \d{{5}} {_CITY_NAME})?"
)

_EN_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Close|Crescent|Cres|Boulevard|Blvd"
    "|Terrace|Ter|Gardens|Gdns|Grove|Square|Sq|Hill|Mews|Parkway|Pkwy|Way|Place|Pl|Row|Walk|Rise"
    "|Vale"
    "|View|Wharf|Green|Circle|Cir|Trail|Trl|Loop|Highway|Hwy|Approach|Parade|Quay|Yard|Broadway"
    "|Path"
    "|Croft|Meadows?|Mount|Alley|Turnpike|Pike|Villas|Cottages|House|Lodge|Mansions|Buildings|Tower"
)
_POSTCODE = (
    rf"[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}|(?:[A-Z]{{2}},? )?\d{{5}}(?:-\d{{4}})?"
    rf"|(?:[A-Z]{{2}},? )?{_CA_CODE}|[A-Z]\d[\dW] ?[A-Z\d]{{4}}"
)
_TOWN = rf"{_CITY_WORD}(?:[ -](?:(?:upon|on|in|the|le|under|by)[ -])?{_CITY_WORD}){{0,2}}"
_EN_CITY = (
    rf"(?:(?:,? (?:in )?{_TOWN}){{0,3}},? (?:{_POSTCODE})|, {_TOWN}(?:, [A-Z]{{2}}\b)?)?(?!\w)"
)
_EN_UNIT = r"(?:(?:(?i:Flat|Apt\.?|Apartment|Unit|Suite|Ste|Room|Floor) \w{1,4}|#\d{1,4}),? )"
_EN_UNIT_AFTER = r"(?:,? (?:(?i:Flat|Apt\.?|Apartment|Unit|Suite|Ste\.?) ?#?\w{1,4}|#\w{1,4}))?"
_EN_ADDRESS = re.compile(
    rf"(?<![\w.,]){_EN_UNIT}?\d{{1,5}}[a-zA-Z]?,? "
    rf"(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.? )?(?:(?:St\.? )?{_CAPITAL} ){{1,3}}"
    rf"(?:{_EN_STREET})\b\.?(?: (?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\b)?"
    rf"(?:, {_CAPITAL}(?: {_CAPITAL})? (?:{_EN_STREET})\b)?"
    rf"{_EN_UNIT_AFTER}{_EN_CITY}"
)
# "62 birch road", "9 the crescent": in lower case only the types that are little else.
_EN_LOWER_STREET = "street|road|rd|avenue|ave|lane|crescent|terrace|grove|gardens|close|mews"
_NO_STREET = (
    r"(?:the|a|an|of|on|in|to|my|your|our|his|her|is|it|and|down|up|off|from|for|same|this|that|way"
    r"|lanes?|miles?|minutes?|mins?|hours?|hrs?|days?|weeks?|years?|months?|speed|stars?|side"
    r"|times?"
    r"|cars?|people|busy|main|wide|feet|foot|metres?|meters?|more|other|wrong|different|whole|fast)"
)
_EN_LOWER_ADDRESS = re.compile(
    rf"(?<![\w.,£$€-])\d{{1,4}}[a-z]?,? (?:(?!{_NO_STREET}\b)[a-z'’]{{2,}} ){{1,2}}"
    rf"(?:{_EN_LOWER_STREET})(?! (?:to|of|by|at noon|in \d)\b)\b{_EN_CITY}"
)
_THE_STREET = re.compile(
    rf"(?<![\w.,£$€-])\d{{1,4}}[a-z]?,? [Tt]he (?i:crescent|green|avenue|close|drive|grove|lane"
    rf"|street"
    r"|square|terrace|mews|paddocks?|orchards?|ridings|spinney|glebe|lawns|beeches|meadows?|oaks"
    r"|elms"
    r"|limes|laurels|willows|cedars|mount|croft|broadway|parade|maltings|quadrant|circus|crossway"
    rf"|ridgeway|fairway|poplars|vale|rise|hollow|dell|mall|causeway|promenade|esplanade)\b"
    rf"(?! (?:one|ones|light)\b){_EN_CITY}"
)
# A British or Canadian postcode is a street, with the house and the street before it.
_POSTCODE_ALONE = re.compile(
    rf"(?<![\w-])(?:(?:[Tt]he )?{_CAPITAL}(?: {_CAPITAL}){{0,3}}, ){{0,3}}(?:{_CAPITAL} ){{0,2}}"
    rf"(?:[A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}|{_CA_CODE})(?![\w-])"
)
_PATTERNS = (
    _FR_ADDRESS,
    _NUMBER_LAST,
    _POST_BOX,
    _PLACE_CALLED,
    _EN_ADDRESS,
    _EN_LOWER_ADDRESS,
    _THE_STREET,
    _POSTCODE_ALONE,
)


def addresses(text: str) -> Iterator[Span]:
    """Yield the postal addresses of a comment; some may overlap."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "address")
