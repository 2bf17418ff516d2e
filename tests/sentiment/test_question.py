"""What a survey's question says of its answers."""

import numpy as np
import pytest

from feedback.sentiment import stance_by_question
from feedback.sentiment.question import in_the_light_of, stance, stances

FAULTS = """
Que devrions-nous améliorer en priorité ?
Qu'est-ce qui vous a déplu ?
Quels problèmes avez-vous rencontrés ?
Qu'avez-vous le moins aimé ?
Qu'est-ce que vous n'avez pas apprécié ?
Avez-vous des suggestions d'amélioration ?
Quelles améliorations aimeriez-vous voir ?
Que changeriez-vous ?
Points faibles
What should we improve first?
What did you dislike?
What did you like least?
What didn't you like?
How can we make your experience better?
Any problems?
What would you change?
Why are you leaving us?
improvements
Que pouvons-nous faire pour mériter un 10 ?
What would it take for you to give us a 10?
Qu'est-ce qui ne va pas ?
Qu'est-ce qui ne fonctionne pas ?
Que devrions-nous arrêter de faire ?
What should we do differently?
Comment rendre votre séjour plus agréable ?
Cons
Le -
Les moins
What made it difficult?
How can we make it easier, and what was difficult?
Was it easy or hard, and what should we improve?
"""
MERITS = """
Qu'avez-vous préféré ?
Quels sont nos points forts selon vous ?
Qu'appréciez-vous le plus ?
Ce que vous avez aimé
Quel est votre meilleur souvenir ?
What did you like best?
What are our strengths in your view?
What do you love about us?
What do we do well?
Which features do you value most?
Qu'est-ce qui fonctionne bien ?
What impressed you?
Motif de satisfaction
Que devons-nous garder ?
Pros
Le +
Les plus
"""
NEITHER = """
Pourquoi avez-vous donné cette note ?
Dans quel service travaillez-vous ?
Avez-vous aimé la formation ?
Quels sont les points forts et les points faibles ?
Que pensez-vous de la qualité ?
Commentaires
Did you enjoy the course?
What do you like and dislike?
Would you recommend us to a friend? Why?
Anything else you would like to tell us?
On a scale of 0 to 10, how likely are you to recommend us?
comment
Votre problème a-t-il été résolu ?
How satisfied are you with how we solved your problem?
Comment s'est passé le traitement de votre réclamation ?
Y a-t-il eu des changements depuis votre dernière visite ?
Que pensez-vous du nouveau bureau de change ?
Quel est le meilleur moyen de vous contacter ?
En quelques mots, pourquoi ce 10 ?
What made it easy or difficult?
How difficult was it to order?
Was it hard or simple to find?
Qu'est-ce qui a rendu la démarche facile ou difficile ?
Motif de satisfaction ou d'insatisfaction
Satisfait(e) / insatisfait(e) : pourquoi ?
Why are you satisfied or dissatisfied?
Is it better or worse than before?
What works and what doesn't work?
Qu'est-ce qui va ou ne va pas ?
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize(
    ("question", "expected"),
    [(q, side) for text, side in ((FAULTS, -1), (MERITS, 1), (NEITHER, 0)) for q in lines(text)],
)
def test_the_side_a_question_asks_for(question: str, expected: int) -> None:
    assert stance(question) == expected


def test_no_question_says_nothing() -> None:
    assert stances([None, "", "What did you dislike?"]).tolist() == [0, 0, -1]


def moved(row: list[float], side: int, words: int) -> np.ndarray:
    return in_the_light_of(np.array([row]), np.array([side]), np.array([words]))[0]


def test_a_bare_topic_takes_the_side_of_its_question() -> None:
    assert moved([0.1, 0.8, 0.1], -1, 2).argmax() == 0
    assert moved([0.1, 0.8, 0.1], 1, 2).argmax() == 2


def test_a_feeling_that_is_expressed_prevails() -> None:
    assert moved([0.02, 0.05, 0.93], -1, 4).argmax() == 2
    assert moved([0.93, 0.05, 0.02], 1, 4).argmax() == 0


def test_a_long_neutral_answer_stays_neutral() -> None:
    assert moved([0.1, 0.8, 0.1], -1, 80).argmax() == 1


def test_without_a_side_nothing_moves() -> None:
    assert moved([0.2, 0.5, 0.3], 0, 2).tolist() == [0.2, 0.5, 0.3]


def test_rows_still_sum_to_one() -> None:
    rows = np.random.default_rng(0).dirichlet([1, 1, 1], 60)
    sides = np.tile([-1, 0, 1], 20)
    found = in_the_light_of(rows, sides, np.arange(60))
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=3e-6)


def test_the_stance_of_each_question_once():
    asked = ["What did you like most?", "What should we improve?", None, float("nan"), "Comment"]
    assert stance_by_question([*asked, *asked]) == {asked[0]: 1, asked[1]: -1, "Comment": 0}
