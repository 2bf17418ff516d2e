"""Names that a form announces: "au nom de Besson", "surname: Hale", "Regards, P. Moss".

Also given names that are words, where the words around speak of a person: "with joy in support",
"Mark went the extra mile", "la gentillesse d'Aurore".
"""

import re
from collections.abc import Iterator, Sequence

from feedback.text.given_names import both_names, brands, fold_name, given_names, wide_names
from feedback.text.name_words import AT_TEAM, CIVIL, TITLES, is_given, is_word, stop_words
from feedback.text.spans import Span
from feedback.text.unknown_words import is_unknown

_CASED = r"[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+(?:['’][A-Z]?[a-zà-ÿ]{2,})?(?:-[A-ZÀ-ÖØ-Þ][a-zà-ÿ]+)*"
_ANY = rf"(?:{_CASED}|[A-ZÀ-ÖØ-Þ]{{3,}}(?:-[A-ZÀ-ÖØ-Þ]{{3,}})?)"
_PARTICLE = (
    r"(?:(?:[Dd]e [Ll]a|[Dd]e|[Dd]u|[Dd]es|[Ll]e|[Ll]a|[Vv]an(?: [Dd]e[rn]?)?|[Vv]on|[Dd]a|[Dd]os"
    r"|[Ee]l|[Aa][lï]t|[Bb]en|[Mm]ac|[Dd]['’]|[Oo]['’]|[Nn]['’]|[Mm]['’]) ?)"
)
_FAMILY_NAME = rf"{_PARTICLE}?{_ANY}(?: {_PARTICLE}?{_ANY}){{0,2}}"

# "au nom de Besson", "booking under the name Hale", "nom : ROUSSEAU": whatever stands there.
_HELD_BY = re.compile(
    r"(?:\b(?i:(?:au|sous le) nom (?:de|d['’])|under (?:the )?(?:name|surname)(?: of)?"
    r"|in the name of|(?:reservation|booking|table|appointment|account|order|it) (?:is |was )?under"
    r"|(?:un|une|d['’]un|d['’]une|le|la|cette|ce) (?:certaine?|dénommée?|nommée?|prénommée?)"
    r"|a certain|by the name of|(?:made out|payable) to|à l['’]ordre de|goes by|répond au nom de"
    r"|(?:mon|my) (?:pr[ée]nom|first name|surname|last name|nom(?: de famille)?) (?:est|is"
    r"|c['’]est)"
    r"|the name(?: is|'s)|le nom(?: est| c['’]est))"
    rf"(?: (?i:{CIVIL})\.?| (?:mon|ma|my) \w+)? ?"
    r"|\b(?i:(?:sur|fore|first |last |full |family )?name|nom(?: de (?:famille|jeune fille))?"
    r"|pr[ée]nom"
    r"|titulaire|account holder|policy ?holder|cardholder|assurée?|passag(?:er|ère)|passenger"
    r"|b[ée]n[ée]ficiaire|attn|à l['’]attention de|patiente?|contact(?: name)?|guest)"
    rf" ?: ?(?:(?i:{CIVIL})\.? )?)(?P<name>{_FAMILY_NAME})"
)
# "M. et Mme Da Costa", "Mr K. Bensaid", "Pr Lemoine", "Me Carpentier".
_INITIAL = r"(?:[A-ZÀ-Þ]\.[ -]?){1,3}"
_CIVIL = re.compile(rf"\b(?i:{CIVIL})\.? (?P<name>(?:{_INITIAL})?{_FAMILY_NAME})(?!\w)")
_RANK = re.compile(
    rf"\b(?P<title>Pr|Me|Rev|Sgt|Capt|Cpl|Nurse|Officer|Sister|Sir|Lady|Lord|Pc|PC|Cllr|Maître)\.? "
    rf"(?P<name>(?:{_INITIAL})?{_FAMILY_NAME})(?!\w)"
)
_PARTICLED = re.compile(r"(?i:l[ea]|d[eua]|des|van|von|el|ben) [A-ZÀ-Þ]")

_TOLD_BEFORE = re.compile(
    r"(?:^|[^\w])(?:(?:j['’]ai|je l['’]ai|on a|nous avons|avoir|avons|ai) "
    r"(?:re)?(?:appelée?|contactée?|jointe?|eue?|vue?|rencontrée?|demandée?|croisée?)"
    r"|(?:re)?appele[rz]|contacte[rz]|remercie[rz]?|f[ée]licite[rz]?|salue[rz]z?"
    r"|f[ée]licitations à|mention (?:sp[ée]ciale|bien|tr[eè]s bien)? ?(?:à|pour)|coup de cœur pour"
    r"|(?:dites|dire|direz|dis|dit|écrit|parlé|confiance|pensée|pouce|coucou|bonjour|hommage) à"
    r"|auprès de|hormis|sauf|à part|surtout|notamment|échange(?:s|r|é|ée)? avec|discuté avec"
    r"|rdv avec"
    r"|voir avec|vu avec|vue avec|rendez-vous avec|contact avec|(?:eu|eue) affaire à|suivie? par"
    r"|reçue?s? par|aidée?s? par|conseillée?s? par|accueillie?s? par|servie?s? par|géré par"
    r"|fait par"
    r"|animée? par|installée? par|signée? par"
    r"|(?:gentillesse|patience|accueil|aide|explications?|conseils?|travail|interventions?"
    r"|réponses?"
    r"|départ|remplaçante?|professionnalisme|écoute|sourire|humour|visite|passage|appel|mails?"
    r"|bienveillance|efficacité|compétence|disponibilité|attitude|comportement) (?:de |d['’])"
    r"|(?:i|we|she|he|they|to|and|just|then|have|had|ve)(?: \w+ly| just)? "
    r"(?:rang|called|phoned|emailed|texted|messaged|contacted|met|asked|told|saw|thank)"
    r"|(?:contact|email|phone|message|thank|tell|ask) (?=[A-Z])"
    r"|(?:spoke|spoken|speaking|speak|talk|talked|talking|chatted|chatting|chat|dealt|dealing|deal"
    r"|met) (?:to|with)|(?:helped|served|assisted|seen|handled|fitted|installed|trained|taught"
    r"|greeted|welcomed|treated|answered|signed|looked after|run|dealt with) by"
    r"|(?:kudos|credit|props|cheers|hats off|shout ?out|well done|big up|special mention|praise"
    r"|hello"
    r"|regards|love|kind words|thanks|thank you) (?:goes |go )?(?:to|for)|ask(?:ed|ing)? for"
    r"|thank you(?: so much| very much| again)?|reply from|call from|visit from|email from"
    r"|replaced|except|apart from|especially|asked|emailed|phoned|contacted)[ ,:]*$",
    re.IGNORECASE,
)
# Brands and things too often to be told by a weak word before.
_THINGS_WORDS = """
chase ruby sage luna sterling lincoln marshall max hudson opal jasper crystal parker jade cliff
grant hope page art major king carter hunter mason griffin ivy june mai jan dakota dallas devon
georgia virginia sydney chelsea austin madison florence orlando jackson israel troy kent chester
savannah
"""
_THINGS = frozenset(_THINGS_WORDS.split())
_ADJECTIVE = (
    r"(?:helpful|kind|rude|great|lovely|patient|polite|brilliant|amazing|excellent|fantastic"
    r"|friendly"
    r"|wonderful|fab(?:ulous)?|superb|attentive|professional|knowledgeable|efficient|courteous"
    r"|understanding|honest|awful|dismissive|unhelpful|arrogant|sweet|charming|welcoming|quick"
    r"|nice)"
)
_HER_VERBS = (
    r"(?:sorted|helped|explained|listened|rang|apologi[sz]ed|deserves?|saved (?:me|us|my|our|the)"
    r"|went (?:above|the extra|out of)|go(?:es)? (?:above|the extra|out of)|told (?:me|us|my)"
    r"|knows? (?:his|her|their|what|every)|knew (?:his|her|what)|promised|answered|replied|emailed"
    r"|fixed (?:it|my|the|our)|took (?:the|his|her|care|my|our)|gave (?:me|us|my)|did (?:a|an|such)"
    r"|made (?:me|us|my|our|it|sure)|came (?:out|over|back|round|on)|called (?:me|us|back)|phoned"
    r"|assured|offered|showed|stayed|spent|solved|resolved|never (?:called|rang|came|replied)"
    r"|hung up"
    r"|picked up|walked (?:me|us)|talked (?:me|us)|put (?:me|us|my)|set (?:me|us|up)|could not have"
    r"|couldn['’]t have|at (?:the|your) |really |always |kindly |still works?|works? (?:at|in"
    r"|there)"
    r"|left (?:me|us)|who |turned up|arrived|showed up|popped)"
)
_TOLD_AFTER = re.compile(
    rf",? (?:(?:was|is|were|are|has been|have been)(?: (?:so|very|really|extremely|just|super|truly"
    rf"|an? absolute|an?|absolutely|always|both|incredibly))* {_ADJECTIVE}\b|{_HER_VERBS}"
    r"|is (?:a|an|the) (?:star|gem|legend|credit|angel|hero|best|asset|diamond|ray|treasure"
    r"|pleasure|delight|pro|professional)|in \w+ who\b"
    r"|(?:is|was) (?:on (?:leave|holiday|maternity)|off (?:sick|work|today|ill)|away|in charge"
    r"|leaving"
    r"|retiring|moving)\b|(?:has|had) (?:left|gone|moved|retired|been)\b"
    r"|est (?:pass[ée]e?|venue?|revenue?|intervenue?|restée?|arrivée?|repartie?)\b"
    r"|,? ?qui (?:a|m['’]a|nous|s['’]est|est|sait|tient|connaît|gère)\b"
    r"|est (?:en (?:congé|vacances|arrêt|formation)|absente?|partie?|de retour|malade)\b"
    r"|(?:m['’]a|nous a|m['’]avait|nous avait|s['’]est|l['’]a)\b"
    r"|a (?:été|su|pris|fait|tout|bien|vraiment|toujours|réglé|résolu|répondu|trouvé|géré|réparé"
    r"|accepté|promis|débloqué|écouté|expliqué|rappelé|raccroché|immédiatement|rapidement)\b"
    r"|(?:est|était) (?:très|vraiment|toujours|super|adorable|génial|parfaite?|au top|top"
    r"|souriante?"
    r"|patiente?|aimable|gentille?|compétente?|à l['’]écoute|efficace|charmante?|disponible|une? "
    r"|injoignable|désagréable|absente?)"
    r"|(?:mérite|connaît|connait|gère|maîtrise|explique|travaille|répond) )"
    r"|['’]s (?=[a-z])"
)
_TOLD_LOWER = re.compile(
    r"\b(?:(?:spoke|spoken|speaking|speak|talked|talking|chatted|chatting|dealt|dealing) (?:to"
    r"|with)"
    r"|(?:helped|served|assisted|seen) by|ask(?:ed|ing)? for|(?:lady|guy|man|woman|bloke|chap|girl"
    r"|lad|person|someone|somebody|agent|rep) (?:called|named)|emailed|messaged|texted|rang"
    r"|parlé (?:à|avec|a)|eu affaire [àa]|(?:échangé|discuté) avec|(?:re)?contacté|rappelé"
    r"|(?:reçue?|aidée?|conseillée?|accueillie?|servie?) par|(?:dame|monsieur|homme|femme|fille"
    r"|gars"
    r"|personne|type|conseill[eè]re?) (?:nommée?|appelée?|du nom de|prénommée?)) "
    r"(?P<name>[a-zà-ÿ]{2,}(?:-[a-zà-ÿ]{2,})?)(?![\w'’-])",
    re.IGNORECASE,
)
_TEAMED_LOWER = re.compile(
    r"(?P<before>^|[.!?\n] *|\b(?:with|to|by|avec|à|par|from|and|et|merci|thanks|thank you) )"
    rf"(?P<name>[a-zà-ÿ]{{2,}}){AT_TEAM.pattern}",
    re.IGNORECASE,
)
_WEAK_WORDS = """
hope patience joy grace will may mark bill rich max sue pat faith page
"""
_WEAK = frozenset(_WEAK_WORDS.split())
_WORDS = re.compile(
    r"(?<![\w@./#-])(?<![^dDuU]['’])(?:[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-ZÀ-Þ][a-zà-ÿ]+)?|[A-Z]J)(?![\w-])"
)
_ARTICLE = re.compile(
    r"(?:^|\W)(?:l['’]|(?:le|la|les|un|une|the|an?|ma|mon|my|your|ce|cette|this) )$", re.IGNORECASE
)
_SEASON = re.compile(r"\b(?:de|à|pour|avant|après|depuis|vers|joyeux|merry) $", re.IGNORECASE)
_SECOND = re.compile(
    r"(?<![\w@.'’-])(?:Nguyen |Tran |Le |Pham |Hoang )?(?:Thi|Thị) [A-ZÀ-Ỵ][\wÀ-ỹ]+"
)


# "jean pierre", "marie claude": two given names that are one, in lower case.
_DOUBLE_LOWER = re.compile(
    r"(?<![\w@'’./-])(?P<first>jean|marie|anne|mary|john|pierre"
    r"|paul)[ -](?P<second>[a-zà-ÿ]{3,})(?![\w'’-])"
)
# "tell Nobby his cake was good": whatever the name, "his" is of a person.
_TOLD_PERSON = re.compile(
    r"\b(?i:tell|told|ask|asked|remind|thank|dites à|dire à|direz à|demandez à) "
    rf"(?P<name>{_CASED})(?= (?:(?:that|if) )?(?:he|she|his|her|qu['’](?:il|elle)|s['’]il"
    rf"|si elle)\b)"
)


_WORKER = (
    r"guide|tour leader|kin[ée]|physio\w*|coach|prof(?:esseure?)?|ma[iî]tresse?|instit\w*"
    r"|monit(?:eur|rice)"
    r"|maître[- ]nageur|animat(?:eur|rice)|éducat(?:eur|rice)|serveu(?:r|se)|barman|barmaid"
    r"|coiffeu(?:r|se)"
    r"|esthéticienne|sage-femme|aide[- ]soignante?|auxiliaire|assistante?|secrétaire|hôte|hôtesse"
    r"|caissi(?:er|ère)|gardienn?e?|concierge|facteur|factrice|artisan|plombier|électricien"
    r"|architecte"
    r"|notaire|avocate?|comptable|banqui(?:er|ère)|courti(?:er|ère)|nounou|puéricultrice|ostéo\w*"
    r"|dentiste"
    r"|orthophoniste|psy\w*|pharmacienn?e?|vétérinaire|tuteur|tutrice|référente?|interne|stagiaire"
    r"|apprentie?|élève|étudiante?|petit[- ]fils|petite[- ]fille|gendre|belle[- ]m[eè]re"
    r"|beau[- ]père"
    r"|belle[- ]fille|tante|oncle|parrain|marraine|filleule?|bébé|copine?|propriétaire|locataire"
    r"|patronn?e?"
    r"|associée?|binôme|client(?:e)?|host(?:ess)?|dentist|hygienist|tutor|teacher|therapist"
    r"|counsel+or"
    r"|consultant|surgeon|gp|vet|groomer|stylist|hairdresser|barber|plumber|electrician|builder"
    r"|fitter"
    r"|installer|surveyor|solicitor|broker|accountant|banker|cleaner|porter|receptionist"
    r"|bartender|waiter"
    r"|waitress|server|cashier|clerk|pa|assistant|secretary|intern|apprentice|student|pupil"
    r"|supervisor"
    r"|team leader|(?:case|social|key|support) worker|health visitor|midwife|carer|landlord"
    r"|landlady|tenant"
    r"|grandson|granddaughter|grand(?:ad|ma|pa|mother|father)|nan|uncle|aunt(?:ie)?|toddler"
    r"|girlfriend"
    r"|boyfriend|mate|housemate|flatmate|boss|postman|lad|girl|boy|kid|twins|gardener|handyman"
    r"|mechanic|optician|osteopath|chiropodist|pharmacist|practitioner|lawyer|architect|mentor"
    r"|(?:account|project|branch|store|shop|case|customer success|relationship|duty|office) manager"
)
# "notre guide Anselme": what follows who somebody is to the writer.
_WORKING = re.compile(
    rf"\b(?i:mon|ma|notre|son|sa|votre|leur|my|our|his|her|your|their|la|le|l['’]"
    rf"|the)[ ]?(?i:{_WORKER}),? "
    rf"(?P<name>{_CASED}(?: {_CASED})?)(?![\w-])"
)
# "moi c'est flora", "hi, nick here", "slt, karim belaid à l'appareil".
_GREETING = (
    r"(?:hi|hiya|hello|hey|bonjour|bjr|salut|slt|coucou|bonsoir|good (?:morning|afternoon|evening))"
)
_HERE_LOWER = re.compile(
    rf"(?:^|[.!?\n] *|\b{_GREETING}[ ,!]{{1,3}})(?P<name>[a-zà-ÿ-]{{3,}})"
    r"(?P<more> [a-zà-ÿ'’-]{3,})?,? (?:here|ici|à l['’]appareil|speaking)\b"
    r"|(?:^|[,.!\n] *|\b(?:moi,?|me|slt|salut|bjr|hi|hey) )(?:moi )?(?:c['’ ]?est|its|it['’]s) "
    r"(?P<plain>[a-zà-ÿ-]{3,})(?= ?(?:,|$|\n|again|encore|from|de la|du))"
)
# "Sad that Harmony has left, she was great".
_SHE = re.compile(r"[^.!?\n]{0,60}[,;.] ?(?:she|he|elle|il) ", re.IGNORECASE)


def cued_names(text: str, vocabulary: frozenset[str]) -> Iterator[Span]:
    """Yield the names in a comment that its words announce, in any order; some may overlap.

    Args:
        text: A comment.
        vocabulary: Words that comments of the batch write in lower case, folded.
    """
    for finder in (_holders, _civil, _told, _told_lower, _here_lower):
        yield from finder(text)
    for match in _WORKING.finditer(text):
        words = match["name"].split()
        if is_unknown(words[0], vocabulary) or fold_name(words[0]) in both_names():
            is_full = len(words) > 1 and is_unknown(words[1], vocabulary)
            end = match.end("name") if is_full else match.start("name") + len(words[0])
            yield Span(match.start("name"), end, "person")
    for match in _TOLD_PERSON.finditer(text):
        if fold_name(match["name"]) not in stop_words():
            yield Span(match.start("name"), match.end("name"), "person")
    for match in _DOUBLE_LOWER.finditer(text):
        second = fold_name(match["second"])
        if second not in stop_words() and (second in given_names() or second in both_names()):
            yield Span(match.start(), match.end(), "person")
    for match in _SECOND.finditer(text):
        yield Span(match.start(), match.end(), "person")


def _holders(text: str) -> Iterator[Span]:
    """Find in whose name something is."""
    for match in _HELD_BY.finditer(text):
        first = fold_name(match["name"].split()[0])
        is_plain = first in stop_words() or first in brands()
        if not is_plain or _PARTICLED.match(match["name"]):
            yield Span(match.start("name"), match.end("name"), "person")


def _civil(text: str) -> Iterator[Span]:
    """Find names with initials or particles after a civility, and names after a rank."""
    for match in _CIVIL.finditer(text):
        name = match["name"]
        if re.match(_INITIAL, name) or _is_particled(name):
            yield Span(match.start("name"), match.end("name"), "person")
    for match in _RANK.finditer(text):
        first = fold_name(re.sub(rf"^{_INITIAL}", "", match["name"]).split()[0])
        is_listed = first in given_names() or first in wide_names()
        if first not in stop_words() and (is_listed or not is_word(first)):
            yield Span(match.start("name"), match.end("name"), "person")


def _is_particled(name: str) -> bool:
    """Say whether a name begins with a particle and goes on as a name: "Le Bihan"."""
    words = fold_name(name).split()
    return bool(_PARTICLED.match(name)) and len(words) > 1 and words[1] not in TITLES


def _told(text: str) -> Iterator[Span]:
    """Find given names that are words as well, by a cue before or a deed after."""
    for word in _WORDS.finditer(text):
        folded = fold_name(word[0])
        if folded not in both_names():
            continue
        before = text[max(0, word.start() - 40) : word.start()]
        if _ARTICLE.search(before) or (folded == "noel" and _SEASON.search(before)):
            continue
        is_cued = folded not in _THINGS and _TOLD_BEFORE.search(before)
        is_human = folded not in _THINGS and bool(_SHE.match(text, word.end()))
        if is_cued or is_human or _TOLD_AFTER.match(text, word.end()):
            yield Span(word.start(), word.end(), "person")


def _here_lower(text: str) -> Iterator[Span]:
    """Find who announces himself in lower case."""
    for match in _HERE_LOWER.finditer(text):
        group = "name" if match["name"] else "plain"
        folded = fold_name(match[group])
        if folded in stop_words() or not (is_given(folded) or folded in both_names()):
            continue
        is_strange = group == "plain" and folded in _WEAK  # "c'est grace", "its will"
        more = match["more"] if group == "name" else None
        is_full = more and fold_name(more.strip()) not in stop_words()
        if not is_strange:
            yield Span(match.start(group), match.end("more" if is_full else group), "person")


def _told_lower(text: str) -> Iterator[Span]:
    """Find given names in lower case after a cue that only a person follows."""
    for match in _TOLD_LOWER.finditer(text):
        folded = fold_name(match["name"])
        listed = folded in given_names() or folded in wide_names() or folded in both_names()
        if listed and folded not in stop_words():
            yield Span(match.start("name"), match.end("name"), "person")
    for match in _TEAMED_LOWER.finditer(text):
        folded = fold_name(match["name"])
        is_word_first = folded in _WEAK and not match["before"].strip(" .!?\n")
        if folded in both_names() and not is_word_first:
            yield Span(match.start("name"), match.end("name"), "person")


# "Wannes Dierickx, w.dierickx@exemple.be": somebody beside the address or the number to reach.
_REACHED = re.compile(
    rf"(?<![\w@.'’-])(?P<name>{_CASED}(?: {_PARTICLE}?{_CASED}){{0,2}}) ?[,:(–-]? ?$"
)
_REACHED_CHARS = 60


def reached_names(text: str, taken: Sequence[Span], vocabulary: frozenset[str]) -> Iterator[Span]:
    """Yield the names before an e-mail address or a telephone number.

    Args:
        text: A comment.
        taken: Spans of other personal data in it.
        vocabulary: Words that comments of the batch write in lower case, folded.
    """
    for span in taken:
        if span.kind not in ("email", "phone"):
            continue
        start = max(0, span.start - _REACHED_CHARS)
        match = _REACHED.search(text[start : span.start])
        if not match:
            continue
        local = (
            fold_name(text[span.start : span.end].partition("@")[0]) if span.kind == "email" else ""
        )
        words = re.split(r"[ '’-]", match["name"])
        is_spelt = any(len(word) > 3 and fold_name(word) in local for word in words)
        are_unknown = len(words) > 1 and all(is_unknown(w, vocabulary) for w in words if len(w) > 3)
        if is_spelt or are_unknown:
            yield Span(start + match.start("name"), start + match.end("name"), "person")
