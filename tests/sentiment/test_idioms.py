"""Set phrases are read for what they mean, and only where they are set phrases."""

import pytest

from feedback.sentiment.idioms import in_plain_words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Pas mal du tout !", "plutôt bien !"),
        ("C’est pas mal mais lent", "C’est plutôt bien mais lent"),
        ("On ne peut plus satisfait", "vraiment très satisfait"),
        ("on ne peut plus simple", "vraiment très simple"),
        ("Rien à redire", "c'est parfait"),
        ("Peut mieux faire", "est insuffisant"),
        ("L’accueil laisse à désirer", "L’accueil est mauvais"),
        ("Could be worse", "it is acceptable"),
        ("I can’t fault the staff", "I can only praise the staff"),
        ("Not half bad", "quite good"),
        ("Effortless.", "very easy."),
        ("Seamlessly done", "very smoothly done"),
        ("Sans effort", "très facilement"),
        ("Aucun effort à fournir.", "très facile."),
        ("Accueil irréprochable", "Accueil excellent"),
        ("Je pars, ne venez surtout pas chez eux.", "Je pars, c'est très mauvais."),
        ("À fuir absolument", "c'est très mauvais"),
        ("Avoid at all costs!", "it is awful!"),
        ("Steer clear", "it is awful"),
        ("I cannot thank the nurses enough", "I very much thank the nurses"),
        ("We couldn't have asked for better", "We very good"),
        ("Pitoyable !", "très mauvais !"),
        ("Des réponses bâclées", "Des réponses très mauvais"),
        ("Shambolic.", "very bad."),
        ("The staff was faultless", "The staff was perfect"),
        ("C’est épuisant", "C’est vraiment pénible"),
        ("Des démarches fastidieuses", "Des démarches vraiment pénible"),
        ("Ça plante !", "Ça ne marche pas !"),
        ("L’accueil est à améliorer.", "L’accueil est insuffisant."),
        ("À améliorer", "est insuffisant"),
        ("Outil dépassé", "Outil beaucoup trop vieux"),
        ("Vous avez dépassé mes attentes", "c'est vraiment excellent"),
        ("Indispensable à mon activité", "très utile à mon activité"),
        ("Je suis mitigé", "Je suis ni bon ni mauvais"),
        ("Ticks all the boxes", "perfect"),
        ("Couldn’t ask for more", "very good"),
        ("Don't change a thing!", "it is perfect!"),
        ("Je suis dépassée par le dossier", "Je suis très mécontent par le dossier"),
        ("A breeze to set up", "very easy to set up"),
        ("Too soon to tell", "I have no opinion yet"),
        ("Cher !", "C'est beaucoup trop cher."),
        ("late", "It is much too late."),
    ],
)
def test_a_set_phrase_is_read_in_plain_words(text: str, read: str) -> None:
    assert in_plain_words(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "Il y a pas mal de bugs",
        "Arroser la plante verte",
        "Il y a des points à améliorer dans le menu",
        "Il est indispensable de corriger cela",
        "Je ne reviendrai pas",
        "Le délai a dépassé deux semaines",
        "A con call at noon",
        "Ça ne fait pas mal",
        "J’ai pas mal attendu",
        "On ne peut plus se connecter",
        "On ne peut plus rien faire",
        "Trop cher pour nous",
        "My parcel came late",
        "Pas pire que prévu",
        "Whose fault is it?",
        "The room was not big enough",
        "I cannot recommend it",
        "Aucun effort de leur part",
        "Sans effort de votre part je pars",
        "Quelques erreurs à éviter",
        "Pour éviter la file",
        "Keep away from children",
        "Run away prices",
        "Un message à ne pas dire",
        "Enregistrer le brouillon",
        "",
    ],
)
def test_what_means_its_words_is_left(text: str) -> None:
    assert in_plain_words(text) == text
