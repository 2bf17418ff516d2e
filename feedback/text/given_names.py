"""Which words are given names: in France and the English-speaking countries, and elsewhere.

Most come from mimesis (MIT) and from the births of the United States since 1880 (`names_us.txt`,
public domain); `names_more.txt` and the supplement below add what both lack, French spellings and
short forms above all. Names of mimesis' other countries count only where they are no word, no
place and no given name of another sort: "Priscilla" and "Rafał", not "Run", "Store" or "Summer".
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from feedback import nlp

_LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]{3,}")
_PLACES = ("city", "state", "country", "province", "region")
_BRANDS = """
alexa siri cortana orange mercedes carmen sonia skoda dacia nokia kia audi nova vera wanadoo
boulanger casino leclerc auchan carrefour darty conforama decathlon micromania america africa asia
europa india easter april lundi mardi chelsea bentley tesla porsche jaguar cisco oracle adobe sage
shopify klarna zara celio jules armand etam ameli
sony asiana saudia asser jadore heathrow login
"""
_STOP = frozenset(_BRANDS.split())
"""Brands, assistants, places and other words of no dictionary that are given names somewhere."""

_SUPPLEMENT = """
Abbie Abdel Abdelkader Abdou Abdul Abena Abigail Adebayo Aditi Aditya Agnes Agnieszka Ahmad
Ahmadou Aisha Aissatou Ajay Akash Akosua Alain Aleksandra Alfie Alison Alistair Amanda Amit
Andrzej Angus Anil Anita Anjali Ann Anne Annette Annick Annie Antoinette Arjun Armelle Arun Ashok
Asif Aude Ayodele Aziz Babatunde Bachir Barbara Beatrice Beatriz Becky Benedicte Bernadette
Bertrand Beth Bethany Betty Beverly Blandine Bola Boubacar Brenda Brigitte Callum Carine Carly
Carole Carolyn Catherine Cathy Chantal Cheikh Cheryl Chidi Chinedu Chinonso Chioma Christelle
Christiane Christina Christine Christophe Ciara Cindy Clare Claudine Clive Colette Corinne Cynthia
Cyrille Danielle Debbie Debra Declan Deepa Deepak Deepika Delphine Denise Divya Djamel Donna Doris
Dorothy Edith Eileen Eilidh Ellie Emeka Emmeline Euan Evelyn Evie Fabienne Fabrice Fadila Farid
Farida Fatema Fatiha Fatim Fatimata Fatou Femi Fergus Finley Fiona Folake Fouad Francine Franck
Frederique Freya Gaurav Gemma Genevieve Geoff Georges Georgina Geraldine Germaine Gilles Gillian
Gisele Gloria Habib Hakim Hamid Hamish Harish Haruto Helen Herve Hicham Hilary Hiroshi Houda
Huguette Hussain Hussein Ifeanyi Igor Imogen Ingrid Isabel Isabella Isabelle Isla Jakub Jane Janet
Janice Jean-Claude Jean-Francois Jean-Louis Jean-Luc Jean-Marc Jean-Marie Jean-Michel Jean-Paul
Jean-Philippe Jean-Pierre Jean-Yves Jeannine Jennifer Jill Jing Joanna Joanne Joao Jodie Joelle
Josette Josiane Judy Kader Kadiatou Kamel Karen Katarzyna Kate Katherine Kathleen Kathryn Kathy
Katie Kavita Khaled Khalid Kieran Kimberly Kirsty Kofi Krzysztof Kwame Lakshmi Lan Latifa Liliane
Liz Lizzie Lorcan Lori Lydie Lynne Malgorzata Mandy Manish Marek Margaret Marguerite Mariama
Marie-Christine Marie-Claude Marie-Helene Marie-Laure Marie-Pierre Marilyn Martha Martine Maryse
Meera Megan Mei Michelle Mick Millie Milos Mohammad Molly Monique Mouhamed Mounir Mourad Muhammad
Muriel Mustapha Nabila Nadeem Nadege Nadia Nadine Nancy Natalie Nathalie Neha Nelly Ngozi Niall
Niamh Nicole Nkechi Noor Nordine Obinna Odette Odile Oksana Olu Olumide Oluwaseun Oonagh Oumar
Oumou Padraig Pamela Pascal Pascale Patrice Paula Paulette Paulo Pawel Philippa Pierrick Piotr
Pooja Prakash Priya Quang Rachid Rachida Rahul Raj Rajesh Ravi Redouane Regis Rehana Renee
Rhiannon Rhys Rohan Rohit Rosie Rui Ruth Saida Salah Salif Salima Sally Samantha Samir Sandra
Sandrine Sanjay Sanjeev Saoirse Segun Serge Severine Seydou Shabana Sharon Sheila Shreya Sian
Simone Sinead Siobhan Sipho Slimane Stephanie Stu Sunil Sunita Suresh Susan Sylvain Tamsin Tara
Tarik Tariq Temitope Teresa Thabo Theresa Therese Thierry Tomasz Toufik Tunde Uche Usman Valerie
Vicky Vijay Vikram Virginie Viviane Wojciech Xin Yannick Yaw Yves Yvette Yvonne Zach Zainab Zara
Zineb Zohra Zoltan Zoubida
Abiodun Abiola Adaeze Adama Adebola Adewale Adjoa Adwoa Afia Afua Akua Aliou Amadou Amara Ama
Aminata Assane Awa Awuah Ayo Babacar Bakary Binta Bintou Chiamaka Chibuzo Chidera Chimamanda
Chinwe Coumba Dembele Diarra Djibril Ebele Efua Ekow Emmanuelle Esi Fanta Fatoumata Fofana Ibou
Idrissa Ikenna Issa Kadi Kelechi Khadija Khady Kobina Kojo Koffi Kouadio Kouakou Kouame Kouassi
Kwabena Kwadwo Kwaku Kwasi Lamine Lassana Maame Maimouna Malick Mamadou Mame Mariam Modou Moussa
Ndeye Ngoc Nii Nnamdi Nneka Obi Ogechi Oke Olamide Omotola Ousmane Papa Rokhaya Samba Sekou
Seynabou Souleymane Tidiane Uchenna Wanjiru Wambui Yaa Yacouba Yaya Zahra Zodwa
Addison Afonso Aimee Aled Alexei Allie Alun Amrita Angelica Ariana Ashton Aurora Baya Beryl Bonnie
Borja Bridget Brooke Bryony Celso Cherif Claudia Colleen Cornel Cristina Denys Dimitris Diogo Emilia
Emlyn Enid Erica Eugenia Eulalie Faisal Felicia Florentin Francisca Gabor Georgette Geraint Ghislain
Giselle Gorka Helder Hermance Honorine Hyacinthe Irene Iwan Jamil Jeannette Jenny Jocasta Jojo
Juliana Kartik Katy Kostas Libby Lorelei Loulou Lyes Madalena Magda Magdalena Mairi Margarida
Mariana Marie-Jeanne Marie-Louise Marisa Mateus Mathurin Meredith Miranda Monica Morag Morgan Musa
Nasser Norma Octavian Patsy Penny Phoebe Pierrette Qiang Rafa Raimundo Ramona Reg Regina Rhonda Rita
Rogerio Ronda Rosa Rosaria Sabah Said Salem Sebastiao Serdar Shelley Shelly Sidney Sienna Siwan
Tammy Tanguy Tereza Terri Timur Titi Una Urbain Verity Veronica Victorien Vikas Vitor Xiang Yuan Zac
Zain Amy Ava Ian Mia Kim Jon Jim Eli Kay Kai Lou Ari Liz Lyn Jed Jai Taj Luc Uwe Abi Huy Viv Zak Pam
Bev Ned
Anatoly Anu Bethan Billel Carys Catalin Dominik Duarte Eira Ganesh Goncalo Hemant Ioana Joaquim
Kishore Kylie Lars Lyudmila Madhuri Mette Mukesh Nikita Parul Pieter Pilar Rani Saba Samson Seun
Shankar Srinivas Subramanian Sushma Temi Umesh Vladimir Waqas Yogesh Yui
Steeve Steevy Cyndi Gwendoline Mickael Kevyn Jimmy Fredo Seba Oriane Cassie Mélina Tamsyn Jemma Kaz
Shaz Dazza Gazza Nobby Wahida Waheed Wahid Bazza Robbo Jonno Stevo Lofty Ginge Tosh
Aarav Aditi Ananya Anushka Arjun Ayesha Bhavna Chandra Darshan Farhan Gurpreet Harpreet Ishaan
Jaspreet Kiran Krishna Lata Mahesh Manpreet Mohit Naveen Nikhil Nisha Pallavi Parveen Pradeep
Preeti Rajiv Ramesh Rekha Ritu Rupal Sadia Saima Sandeep Shilpa Simran Sneha Suman Swati Tanvi
Trisha Uma Vandana Varun Vinay Vivek Yash Zubair
Anh Bao Binh Chau Duc Hien Hoang Huong Khanh Linh Minh Nga Nguyen Phuong Quynh Thanh Thao Thuy
Trang Tuan Tuyet Viet Xuan Hye Ji-Woo Min-Jun Seo-Yeon Haruka Kenji Yuki Takumi Sakura Wei Xiao
Bronwen Cerys Ffion Gethin Gwilym Llewellyn Myfanwy Nerys Rhodri Sioned Aoibheann Caoimhe Cathal
Cillian Fionnuala Grainne Oisin Orla Roisin Ruairi Tadhg Ailsa Catriona Iain Mhairi Shona
"""

# Given names that are also words, places, months, brands or functions: only a civility, a cue
# ("je m'appelle", "my name is") or the entity model makes a person of them.
_ORDINARY = """
aide alien alise alla amber amiens ange angel angelic angle ara ariel art august austin avril azalee
barbie basil beau bebe bee bell berry bill blair blanche blossom blythe bok bong booker brain brande
brant bree briar brittany brooks buck bud buddy burl burt buster cabal cade camelia canon caprice
carey carlton carol caroll carry carter celesta chad chadwick chan chance chang chante chase cher
chere cherish chester chevy chi chia chin china chuck ciel cinderella circinus clair claire clay
cliff cole columbus come conception constance cordell cortez coy curt dacia daine daisy dakota dale
dallas dan dawn dean dee deja delicia dell delta denver desire devin devon dia diamond dick dimple
dino dion dior don dong donny dot drew duc dung dusti dusty earl earnest echo edda eden else emerald
emery emir ethyl eve fairy fleur flo flora florence forest foster france frank gage gala gale
garland garner garret gene genesis genie germain german gil glen golden grace grant granville guy
hai halley han hang harley harmony hazel heath heather hello hilton holland honey hong honor houston
hue hunter hyo hyun iban ike ira iris irish isis israel ivory jade jan january jasmine jasper jay
jean jen jesus jewel joie jolie jordan jordon joy juju jun june karma kelvin kent king kip kit
kyrielle lacy lady laine lan lance lane lang lavern lavette lean lee leroy les liberty lien lily
lincoln line ling lloyd loan long lore loris lorraine lory love luna lunette mac madison maile maire
major man mana manie manual manuel many maple marc mardi marin marina marine mark marquis marvel
mason maud mauve max maxima meg melody merle merlin mica miette mignon milan miles min mina ming
miss monte montrose moon morgan nada nail nana neo noble noe noel noella noma nubia numbers octave
olympia omega orlando page pandora papa paris pasty pat patience paz pearly peg pia pierre ping
pinkie piper poppy porsche porter prince queenie quinn quyen ravi ray rea reed refugia rex rey ria
rich riva rob robin rocky rod rolf roman rose rosette rosy royal ruby russ rusty sage said sal
samara samba sanda sang santo santos sari savanna savannah scarlet scot season see september serina
shad shay shelby shin sidney signe sirena skye sol sommer son song sonny sparkle spring sterling
stormy sue sunday sung sunni swan sydney tad tai tam tanner tao tatum tawny ted temple tequila thi
tien tijuana tiny toi tory tran trinity troy tula ulysses ute val valentin valentine van vance
velvet vena venice vernon victoire violette virginia wade walker wan wes will willow winter yang yaw
yen yon yong young yuk yung
"""


# Short forms by which people are called; mimesis lists few.
_FAMILIAR = """
Alex Andy Babs Barney Baz Ben Bertie Brad Caro Cath Chris Chrissie Dave Domi Dougie Eddie Fred
Freddie Gaz Gege Gerry Greg Gus Isa Jacky Jeff Jess Jim Joe Joss Juju Ken Kev Lulu Ludo Maddie Mel
Mimi Momo Nath Nico Nono Olu Phil Ricky Ritchie Ron Ronnie Sam Seb Shaz Stef Steph Steve Tash Teddy
Thom Tim Tom Tony Vero Vicky Zack
"""
# Of three letters, and no word in lower case either.
_SHORT = frozenset(["baz", "gaz", "joe", "kev", "ron", "seb", "tim", "tom"])
# Slips of the pen and forms of words: "a very", "je m'en munis", "have ben".
_SLIPS_WORDS = """
asser avery conner eula imma jadore jai jaime mame petre
"""
_SLIPS = frozenset(_SLIPS_WORDS.split())

# Given names that are words too, and people's names often enough to be told by what is around
# them ("Rose de l'accueil", "Mark in billing"): no month, no place, no brand.
_BOTH = """
aj amber ange angel archer aria aude autumn bailey bao bea bec bill bishop blair blake blanche
blessing bo brook buck buddy butch carlton carmel carol carter charity chase chelsea cherry chester
chuck cj claire clark clay cliff clover cole colt comfort constance cooper coral crystal cy daisy
dakota dale dallas dan dawn dean delphin destiny dev dick dieudonne don donny drake drew dung earl
ed eden ember ernest esperance eve faith fay felicity fern fleur flo flora florence foster frank
gene georgia germain gil ginger glen grace grant griffin guy harley harmonie harmony harper hazel
heath heather holly honor hope houston hudson hung hunter hyacinth iris ivy jack jackson jade jan
jasmine jasper jay jean jen jesus jewel jj jo joao jordan jordon joy june kennedy kent kj lam lance
lee leroy li lily lincoln lloyd logan lorraine lourdes lu luna ly mac mai manu manuel marc marian
marin marina marine mark marshall marvin mason maud max meg melody mercy merle mike miles mj mo
morgan myrtle nana narcisse nick noe noel noella octave ola olive opal orlando oz paige parker pat
patience patty pearl peg penn pierre pip piper pj poppy prosper prudence quan ram ravi ray reed
reine rex rich richarde ridley river rj rob robin rocky roman rose rosemary rosy rowan ruby russ
rusty saffron sage sandro savannah sawyer scarlett shelby sherry sidney skye sonny sterling sue
summer sunny sydney tam tanner taylor ted thi tien tito tj toto tracy troy tucker turner val
valentin valentine vera vic victoire violet violette virginia vy wade walker walter will willow wolf
wren wu xu yen yi yong yu zola
"""
_BOTH_NAMES = frozenset(_BOTH.split())

# Dictionaries and lists of places hold these as well, but in lower case they are people.
_PEOPLE = """
aaron abigail abraham adele adil adrian adriana albane albert alberto alexander alexandra alexandre
alfred alfredo alice amelia amelie anita ann anna anne anthony antonin antony arnaud arthur aurelien
axel barbara benedict benjamin benoit bernard beth betty bob bobby brian bruce bruno bryan byron
calvin carlos caroline carrie cassandra catarina catherine cecilia celestin charles charlie
christian christina christophe christopher clarisse claude clemence clement colette conrad cynthia
cyril damien dana daniel daniela danielle daphne darren david deborah denis denise dennis derek
derrick diana diane didier diego dimitri dominic dominique donna doris dorothy dougie douglas duncan
dylan eddy edgar edmond edmund eduardo edward edwin elena elias elijah elisa elise elizabeth elliot
emilie emilien emily emma emmanuel eric erin esther etienne eugene eugenie eva evelyn fabien
fabienne fatiha fatima felipe felix ferdinand fernando francesca francisco francois franklin fred
freddie frederic frederick freya gabin gabriel gael gareth gary gemma genevieve george georges
gerard germaine gilbert gilles gina giovanni gordon graham greg gregory guillaume gustave gwen hakim
hamza harriet harry hector helen helena helene henri henry herbert hermine herve hippolyte howard
hubert hugh hugo humphrey ian ibrahim ines ingrid isaac isabel isabella isabelle ivan jackie jacob
jacqueline jacques james jamie jane janet janice jarrod jason jeanne jeff jeffrey jemima jenna
jeremiah jeremie jeremy jerome jerry jessica jimmy joachim joanne joe joel johann john johnny jonah
jonathan jorge jose joseph josephine joshua joyce juan judith jules julia julian julie julien juliet
juliette julio karen karl keith kendall kenneth kevin kimberly kristen kyle lamia lamine laura
lauren laurence laurent leandro leigh lenny leo leon leonard leopold lewis liam lila lilas lilian
lillian linda lindsay lisa lola louis louisa louise luca lucas lucia lucie lucien lucy luis luke
lydia lyndon lynn madeleine malcolm marcel marcelo marco marcos marcus marguerite maria marianne
marie mario marion martha martin martine mathias mathieu mathilde mathis matthew maurice maxime
maxwell melanie melinda melissa michael micheal michel michelle mickey miguel mikael mitchell
mohamed mohammad mohammed molly morgane muhammad myriam nadia naomi natalie natasha nathan nicholas
nicola nicolas nicole nigel nina noemie nora oceane oliver olivia olivier omar ophelie otis owen
pablo pamela pascal patrice patricia patrick paul paula paulette pauline pedro peggy percy peter
philip philippe phillip phyllis quentin rachel rafael ralph ramon raoul raphael raul raymond rebecca
reda rene renee reuben ricardo richard ricky rita robert roberto rodney rodolphe roger roland romain
romane ronald ronnie roslyn ross rowena rupert russell ruth sabine sabrina salim sally salome sam
samia samir sammy samuel sandra sandrine sandy sarah scott sebastian sebastien selma serge sergio
seth shannon sharon sheila shona sian simeon simon sofia sonia sophia sophie stanislas stella
stephane stephanie stephen steven stewart stuart susan suzanne sylvain sylvie tamara tania tara
teddy terence teresa theo theodore theresa therese thierry thomas tiffany tim timothy toby todd tom
tommy tony trevor tristan tyrone valerie vanessa veronica veronique victor vincent virginie vivian
walter wanda warren wayne wendy wesley wilfred william wyatt xavier yolande yvette yvonne zachary
zelie zoe
"""
_PEOPLE_NAMES = frozenset(_PEOPLE.split())


_SPELLINGS = (
    *(("ph", "f"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("ch", "C"), ("h", ""), ("c", "k")),
    *(("y", "i"), ("z", "s"), ("ae", "e"), ("ee", "i"), ("ie", "i"), ("ll", "l")),
)
"""Letters that French and English names swap, and one spelling for each, applied in this order."""


def fold_name(word: str) -> str:
    """Lower-case without accents, as the lists are kept."""
    if word.isascii():
        return word.lower()  # the same, at a tenth of the time
    plain = unicodedata.normalize("NFKD", _respelt(word.casefold()))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _respelt(text: str) -> str:
    """Write what Unicode does not take apart in the letters of the lists."""
    return text.replace("’", "'").replace("æ", "ae").replace("œ", "oe")


def _fold_all(words: Iterable[str]) -> frozenset[str]:
    """Fold many words at once, as `fold_name` does: a fifth of its time."""
    joined = unicodedata.normalize("NFKD", _respelt("\n".join(words).casefold()))
    combining = {ord(char): None for char in set(joined) if unicodedata.combining(char)}
    return frozenset(joined.translate(combining).split("\n")) - {""}


@lru_cache(maxsize=1)
def ordinary_names() -> frozenset[str]:
    """Return the given names that more often mean something else."""
    return frozenset(_ORDINARY.split())


@lru_cache(maxsize=1)
def both_names() -> frozenset[str]:
    """Return the words that are people's names often enough to be told by the words around."""
    return _BOTH_NAMES


@lru_cache(maxsize=1)
def brands() -> frozenset[str]:
    """Return the folded names of companies and products that are nobody's name."""
    return frozenset(word for part in _shipped("brands.txt") for word in part)


@lru_cache(maxsize=1)
def _sounds() -> frozenset[str]:
    """Return how the given names of five letters or more sound."""
    return frozenset(_sound(name) for name in given_names() if len(name) > 4)


def sounds_given(word: str) -> bool:
    """Say whether a word is a given name in another spelling: "Typhaine", "Stefanie"."""
    folded = fold_name(word)
    return (
        len(folded) > 4
        and word[1:].islower()
        and folded not in brands()
        and _sound(folded) in _sounds()
    )


def _sound(folded: str) -> str:
    """Write a folded name as it sounds, roughly: "tiphaine" and "typhaine" are one."""
    for letters, sound in _SPELLINGS:
        folded = folded.replace(letters, sound)
    return re.sub(r"(.)\1+", r"\1", folded)


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return the folded given names that seldom mean anything else, about 8,000."""
    names = {fold_name(name) for name in f"{_SUPPLEMENT} {_FAMILIAR}".split()}
    names |= _fold_all(_shipped("names_more.txt")[0]) | (
        frozenset(_shipped("names_us.txt")[0]) - _STOP
    )
    for locale in ("fr", "en"):
        lists = _dataset(locale, "person")["names"]
        names |= {fold_name(name) for group in lists.values() for name in group}
    return (
        frozenset(name for name in names if len(name) > 2)
        - ordinary_names()
        - both_names()
        - _SLIPS
    )


@lru_cache(maxsize=1)
def wide_names() -> frozenset[str]:
    """Return the folded given names of other countries that are nothing else, some 40,000.

    Those of mimesis, and the rarer ones of the United States. Names of three letters are left
    out: "Ion", "Lev" and "Bet" are too much else.
    """
    names: set[str] = set(_shipped("names_us.txt")[1])
    for locale in _locales():
        names |= {n for n in _listed(locale, "names") if _LATIN.fullmatch(n)}
    other = other_words() | ordinary_names() | given_names()
    return _apart(_fold_all(names), other)


@lru_cache(maxsize=2)
def plain_names(language: str) -> frozenset[str]:
    """Return the given names that are nothing else in a language, in lower case either.

    In 48,000 comments of nine development files such a word in lower case was a person's name in
    all but a few: "fares" and "maris", plurals of words, which are left out here.
    """
    other = places() | _STOP | _SLIPS | {"ben", "fanta", "munir"} | _folded_words(language)
    other |= nlp.stop_words("fr") | nlp.stop_words("en")
    return _apart({n for n in given_names() if len(n) > 3 or n in _SHORT}, other) | _PEOPLE_NAMES


def _shipped(name: str) -> list[list[str]]:
    """Return the names of a file beside this one, in parts set apart by an empty line."""
    lines = (files("feedback.text") / name).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#"))
    return [part.split() for part in text.split("\n\n")]


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Return the folded surnames of mimesis' countries that are no word, place or brand."""
    return _apart(all_surnames(), other_words())


@lru_cache(maxsize=1)
def all_surnames() -> frozenset[str]:
    """Return the folded surnames of mimesis' countries, "smith" and "petit" among them."""
    names: set[str] = set()
    for locale in _locales():
        names |= {n for n in _listed(locale, "surnames") if _LATIN.fullmatch(n)}
    return _fold_all(names)


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Return the folded words of the places that mimesis lists, in every country."""
    found: set[str] = set()
    for locale in _locales():
        address = _dataset(locale, "address")
        found.update(word for key in _PLACES for word in _words_of(address.get(key)))
    return _fold_all(found)


@lru_cache(maxsize=1)
def other_words() -> frozenset[str]:
    """Return what a name may be besides: words of both languages, places, brands."""
    return places() | _STOP | _folded_words("fr") | _folded_words("en")


@lru_cache(maxsize=2)
def _folded_words(language: str) -> frozenset[str]:
    """Return the words of a language, folded."""
    return _fold_all(nlp.stop_words(language) | nlp.dictionary(language))


def _apart(names: Collection[str], other: Collection[str]) -> frozenset[str]:
    """Return the names that are nothing else, nor the plural of it."""
    return frozenset(n for n in names if n not in other and n.rstrip("s") not in other)


def _listed(locale: str, key: str) -> set[str]:
    """Return the names of a country, both sexes together."""
    lists = _dataset(locale, "person").get(key) or {}
    groups = lists.values() if isinstance(lists, dict) else [lists]
    return {name for group in groups for name in group}


def _locales() -> list[str]:
    folder = files("mimesis") / "datasets"
    return sorted(p.name for p in folder.iterdir() if (p / "person.json").is_file())


@lru_cache(maxsize=128)
def _dataset(locale: str, name: str) -> dict[str, Any]:
    path = files("mimesis") / "datasets" / locale / f"{name}.json"
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return read


def _words_of(value: object) -> Iterator[str]:
    """Yield the words of a list of places, however deep it lies."""
    if isinstance(value, str):
        yield from re.split(r"[^\w'’]+", value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _words_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words_of(item)
