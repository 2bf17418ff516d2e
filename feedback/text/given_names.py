"""Which words are given names: in France and the English-speaking countries, and elsewhere.

Most come from mimesis (MIT), whose lists are long but lack some of the most common names; the
supplement below adds those, and names of the large communities with roots elsewhere. Names of
mimesis' other countries count only where they are no word, no place and no given name of another
sort: "Priscilla" and "Rafał", not "Run", "Store" or "Summer".
"""

import json
import re
import unicodedata
from collections.abc import Iterator
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


def fold_name(word: str) -> str:
    """Lower-case without accents, as the lists are kept."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=1)
def ordinary_names() -> frozenset[str]:
    """Return the given names that more often mean something else."""
    return frozenset(_ORDINARY.split())


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return the folded given names that seldom mean anything else, about 4,000."""
    names = {fold_name(name) for name in _SUPPLEMENT.split()}
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
    other: set[str] = set()
    for locale in _locales():
        lists = _dataset(locale, "person").get("names") or {}
        groups = lists.values() if isinstance(lists, dict) else [lists]
        names |= {fold_name(n) for group in groups for n in group if _LATIN.fullmatch(n)}
        address = _dataset(locale, "address")
        other |= {fold_name(word) for key in _PLACES for word in _words_of(address.get(key))}
    other |= ordinary_names() | given_names() | _STOP
    for language in ("fr", "en"):
        words = nlp.stop_words(language) | nlp.dictionary(language)
        other |= {word if word.isascii() else fold_name(word) for word in words}
    return frozenset(name for name in names - other if name.rstrip("s") not in other)


def _locales() -> list[str]:
    folder = files("mimesis") / "datasets"
    return sorted(p.name for p in folder.iterdir() if (p / "person.json").is_file())


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
