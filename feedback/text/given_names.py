"""Which words are given names: in France and the English-speaking countries, and elsewhere.

Most come from mimesis (MIT), whose lists are long but lack some of the most common names; the
supplement below adds those, and names of the large communities with roots elsewhere. Names of
mimesis' other countries count only where they are no word, no place and no given name of another
sort: "Priscilla" and "Rafał", not "Run", "Store" or "Summer".
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
shopify klarna zara celio jules armand etam
"""
_STOP = frozenset(_BRANDS.split())
"""Brands, assistants and places that are given names somewhere."""

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
aide amber amiens ange angel ariel art august austin avril basil beau bebe bee bell berry bill
blair blanche blossom blythe brant bree brittany brooks buck bud buddy burt buster caprice carey
carlton carol caroll carry carter celesta chad chadwick chan chance chang chante chase cher chere
chester chi chia chin china cinderella clair claire clay cliff cole columbus come conception
constance cordell cortez dacia daisy dakota dale dallas dan dawn dean dee deja delicia dell delta
denver desire devin devon diamond dick dino dion dior don donny dot drew dung dusti dusty earl
earnest echo eden else emerald eve fleur flo flora florence forest foster france frank gala gale
garland gene genesis genie germain german gil glen golden grace grant granville guy hai han hang
harley harmony hazel heath heather hello hilton honey hong honor hue hunter hyo hyun iban ike iris
isis israel ivory jade jaime jan january jasmine jasper jay jean jen jesus jewel joie jolie jordan
jordon joy jun june kelvin kent king kit lacy lady lance lane lang lavern lee leroy les liberty
lien lily lincoln line ling lloyd long loris lorraine love luna mac madison major man manie manual
manuel many marc mardi marin marina marine mark marvel mason maud mauve max meg melody merle
merlin mignon milan miles mina miss monte moon morgan nada nana neo noble noe noel noella nubia
numbers octave olympia omega page paris pat patience paz peg pia pierre poppy porsche porter
prince queenie quinn quyen ravi ray reed rex rey rich riva rob robin rocky rolf roman rose rosy
royal ruby russ rusty sage said sal samara sanda santo santos savanna savannah scarlet scot
season see september serina shad shay shelby sidney signe skye son song sonny spring sterling
stormy sue sunday sydney tad tai tam tatum ted thi tien tijuana tiny toi tran trinity troy tula
ulysses val
valentin valentine van vance velvet venice vernon victoire violette virginia wade walker wan wes
will willow winter yen yong young yuk yung
"""


# Short forms by which people are called; mimesis lists few.
_FAMILIAR = """
Alex Andy Babs Barney Baz Ben Bertie Brad Caro Cath Chris Chrissie Dave Domi Dougie Eddie Fred
Freddie Gaz Gege Gerry Greg Gus Isa Jacky Jeff Jess Jim Joe Joss Juju Ken Kev Lulu Ludo Maddie Mel
Mimi Momo Nath Nico Nono Olu Phil Ricky Ritchie Ron Ronnie Sam Seb Shaz Stef Steph Steve Tash Teddy
Thom Tim Tom Tony Vero Vicky Zack
"""
# Of three letters, and no word in lower case either.
_SHORT = frozenset(["baz", "ben", "gaz", "joe", "kev", "ron", "seb", "tim", "tom"])

# Given names that are words too, and people's names often enough to be told by what is around
# them ("Rose de l'accueil", "Mark in billing"): no month, no place, no brand.
_BOTH = """
amber ange angel aude bill blair blanche claire clay cliff constance daisy dale dan dawn dean dick
don donny drew earl eve flo frank gene gil glen grace guy hazel heather hope hunter iris ivy jade
jaime jasmine jasper jay jean jen jordan jordon joy lance lily lloyd manu manuel marc marin marina
marine mark marvin mason maud max meg melody merle miles noe noel noella olive pat patience peg
pierre poppy ray rex rich rob robin rocky roman rose rosy ruby russ rusty sonny sue ted valentin
valentine victoire violette wade walker will willow
"""
_BOTH_NAMES = frozenset(_BOTH.split())


def fold_name(word: str) -> str:
    """Lower-case without accents, as the lists are kept."""
    if word.isascii():
        return word.lower()  # the same, at a tenth of the time
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _fold_all(words: Iterable[str]) -> frozenset[str]:
    """Fold many words at once, as `fold_name` does: a fifth of its time."""
    joined = unicodedata.normalize("NFKD", "\n".join(words).casefold().replace("’", "'"))
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
def given_names() -> frozenset[str]:
    """Return the folded given names that seldom mean anything else, about 4,000."""
    names = {fold_name(name) for name in f"{_SUPPLEMENT} {_FAMILIAR}".split()}
    for locale in ("fr", "en"):
        lists = _dataset(locale, "person")["names"]
        names |= {fold_name(name) for group in lists.values() for name in group}
    return frozenset(name for name in names if len(name) > 2) - ordinary_names()


@lru_cache(maxsize=1)
def wide_names() -> frozenset[str]:
    """Return the folded given names of mimesis' other countries that are nothing else, some 18,000.

    Names of three letters are left out: "Ion", "Lev" and "Bet" are too much else.
    """
    names: set[str] = set()
    for locale in _locales():
        names |= {n for n in _listed(locale, "names") if _LATIN.fullmatch(n)}
    other = _other_words() | ordinary_names() | given_names()
    return _apart(_fold_all(names), other)


@lru_cache(maxsize=2)
def plain_names(language: str) -> frozenset[str]:
    """Return the given names that are nothing else in a language, in lower case either.

    In 48,000 comments of nine development files such a word in lower case was a person's name in
    all but a few: "fares" and "maris", plurals of words, which are left out here.
    """
    other = places() | _STOP | _folded_words(language)
    other |= nlp.stop_words("fr") | nlp.stop_words("en")
    return _apart({n for n in given_names() if len(n) > 3 or n in _SHORT}, other)


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Return the folded surnames of mimesis' countries that are no word, place or brand."""
    names: set[str] = set()
    for locale in _locales():
        names |= {n for n in _listed(locale, "surnames") if _LATIN.fullmatch(n)}
    return _apart(_fold_all(names), _other_words())


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Return the folded words of the places that mimesis lists, in every country."""
    found: set[str] = set()
    for locale in _locales():
        address = _dataset(locale, "address")
        found.update(word for key in _PLACES for word in _words_of(address.get(key)))
    return _fold_all(found)


@lru_cache(maxsize=1)
def _other_words() -> frozenset[str]:
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
