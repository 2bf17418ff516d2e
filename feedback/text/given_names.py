"""Which words are given names in France and in the English-speaking countries.

Most come from mimesis (MIT), whose lists are long but lack some of the most common names; the
supplement below adds those, and names of the large communities with roots elsewhere.
"""

import unicodedata
from functools import lru_cache

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
prince queenie quinn quyen ravi ray reed rex rey rich riva rob robin rocky rolf roman rosy royal
ruby russ rusty sage said sal samara sanda santo santos savanna savannah scarlet scot season see
september serina shad shay shelby sidney signe skye son song sonny spring sterling stormy sue
sunday sydney tad tai tam tatum ted thi tien tijuana tiny toi tran trinity troy tula ulysses val
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
    import json
    from importlib.resources import files

    names = {fold_name(name) for name in _SUPPLEMENT.split()}
    for locale in ("fr", "en"):
        path = files("mimesis") / "datasets" / locale / "person.json"
        lists = json.loads(path.read_text(encoding="utf-8"))["names"]
        names |= {fold_name(name) for group in lists.values() for name in group}
    return frozenset(name for name in names if len(name) > 2) - ordinary_names()
