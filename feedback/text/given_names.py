"""Which words are given names in France and in the English-speaking countries.

Most come from mimesis (MIT), whose lists are young and Anglo-American; the supplement below adds
those of older French people and of the large communities with roots elsewhere.
"""

import unicodedata
from functools import lru_cache

_SUPPLEMENT = """
Abdel Abdelkader Abdou Adebayo Aditi Aditya Agnieszka Ahmadou Aissatou Ajay Akash Alain Aleksandra
Alistair Amit Andrzej Anil Anita Anjali Anne Annick Annie Antoinette Arjun Armelle Arun Ashok Aude
Ayodele Aziz Babatunde Bachir Beatrice Beatriz Benedicte Bernadette Bertrand Boubacar Brigitte
Callum Carole Catherine Chantal Cheikh Chidi Chinedu Chioma Christelle Christiane Christine
Christophe Ciara Claudine Colette Corinne Danielle Declan Deepak Deepika Delphine Denise Divya
Djamel Edith Eilidh Emeka Fabienne Fabrice Fadila Farid Farida Fatiha Fatim Fatimata Fatou Fergus
Fiona Folake Fouad Francine Franck Frederique Gaurav Gemma Genevieve Georges Gilles Gisele Habib
Hakim Hamid Hamish Harish Haruto Herve Hicham Hiroshi Houda Huguette Hussein Ifeanyi Igor Imogen
Isabelle Isla Jakub Jean-Claude Jean-Francois Jean-Louis Jean-Luc Jean-Marc Jean-Marie Jean-Michel
Jean-Paul Jean-Philippe Jean-Pierre Jean-Yves Jeannine Jing Joao Joelle Josette Josiane Kader
Kadiatou Kamel Katarzyna Kavita Khaled Kieran Kofi Krzysztof Kwame Lakshmi Lan Latifa Liliane
Lorcan Lydie Malgorzata Manish Marek Mariama Marie-Christine Marie-Claude Marie-Helene Marie-Laure
Marie-Pierre Martine Maryse Meera Mei Milos Monique Mouhamed Mounir Mourad Muriel Mustapha Nabila
Nadege Nadia Nadine Nathalie Neha Nelly Ngozi Niall Niamh Nicole Nkechi Nordine Obinna Odette
Odile Oksana Olu Olumide Oluwaseun Oonagh Oumar Oumou Padraig Pascale Patrice Paulette Paulo Pawel
Pierrick Piotr Pooja Prakash Priya Quang Rachid Rachida Rahul Raj Rajesh Ravi Redouane Regis Renee
Rhiannon Rhys Rohan Rohit Rui Saida Salah Salif Salima Samir Sandrine Sanjay Sanjeev Saoirse Segun
Serge Severine Seydou Shreya Simone Sinead Siobhan Slimane Stephanie Sunil Sunita Suresh Sylvain
Tamsin Tarik Tariq Temitope Teresa Thierry Tomasz Toufik Tunde Uche Usman Valerie Vijay Vikram
Virginie Viviane Wojciech Xin Yannick Yves Yvette Yvonne Zainab Zineb Zohra Zoltan Zoubida
"""

# Given names that are also words, places, months, brands or functions: only a civility, a cue
# ("je m'appelle", "my name is") or the entity model makes a person of them.
_ORDINARY = """
aide amiens ange angel ariel art august austin avril basil beau bebe bee bell berry bill blair
blanche blossom blythe brant bree brooks buck bud buddy burt buster caprice carey carlton carol
caroll carry carter celesta chad chadwick chan chance chang chante chase cher chere chester chi
chia chin china cinderella clair claire clay cliff cole columbus come conception constance cordell
cortez dacia dakota dale dallas dan dean dee deja delicia dell delta denver desire devin devon
diamond dick dino dion dior don donny dot drew dung dusti dusty earl earnest echo eden else
emerald eve fleur flo flora forest foster france frank gala gale garland gene genesis genie
germain german gil glen golden grace grant granville guy hai han hang harley harmony heath hello
hilton honey hong honor hue hunter hyo hyun iban ike iris isis israel ivory jade jaime jan january
jasmine jasper jay jean jen jesus jewel joie jolie jordan jordon joy kelvin kent king kit lacy
lady lance lane lang lavern lee leroy les liberty lien lily lincoln line ling lloyd long loris
love luna mac madison major man manie manual manuel many marc mardi marin marina marine mark
marvel mason maud mauve max meg melody merle merlin mignon milan miles mina miss monte moon morgan
nada nana neo noble noe noel noella nubia numbers octave olympia omega page paris pat patience paz
peg pia pierre porsche porter prince queenie quinn quyen ravi ray reed rex rey rich riva rob robin
rocky rolf roman rosy royal russ rusty sage said sal samara sanda santo santos savanna savannah
scarlet scot season see september serina shad shay shelby sidney signe skye son song sonny spring
sterling stormy sunday sydney tad tai tam tatum ted thi tien tijuana tiny toi tran trinity troy
tula ulysses val valentin valentine van vance velvet venice vernon victoire violette wade walker
wan wes will willow winter yen yong young yuk yung
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
    import json
    from importlib.resources import files

    names = {fold_name(name) for name in _SUPPLEMENT.split()}
    for locale in ("fr", "en"):
        path = files("mimesis") / "datasets" / locale / "person.json"
        lists = json.loads(path.read_text(encoding="utf-8"))["names"]
        names |= {fold_name(name) for group in lists.values() for name in group}
    return frozenset(name for name in names if len(name) > 2) - ordinary_names()
