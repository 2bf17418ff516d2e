"""Interviews of every form, with invented people."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feedback.errors import InputError
from feedback.ingest import Reading

Write = Callable[..., Path]
Load = Callable[..., Reading]

TURNS = (
    ("Chercheuse", "Comment s’est passée l’installation ?"),
    ("Client", "Assez mal, il a fallu trois rendez-vous."),
    ("Chercheuse", "D’accord."),
    ("Client", "Et encore, le dernier était un samedi."),
    ("Chercheuse", "Et depuis, le support vous répond ?"),
    ("Client", "Oui, très vite, je n’ai rien à redire."),
)
ANSWERS = {text for name, text in TURNS if name == "Client"}


def _docx(path: Path, paragraphs: list[tuple[str, bool]]) -> Path:
    import docx

    document = docx.Document()
    for text, bold in paragraphs:
        document.add_paragraph().add_run(text).bold = bold
    document.save(str(path))
    return path


def _check(reading: Reading) -> None:
    responses = reading.responses
    assert set(responses["comment"]) == ANSWERS
    assert set(responses["source"]) == {"interview"}
    asked = responses.set_index("comment")["question"]
    assert asked["Assez mal, il a fallu trois rendez-vous."] == TURNS[0][1]
    # "D'accord." asks nothing: the question before it stays open.
    assert asked["Et encore, le dernier était un samedi."] == TURNS[0][1]
    assert reading.sources[0].interviewer_turns == 3
    assert responses["respondent_id"].nunique() == 1
    assert not responses["respondent_id"].str.contains("Client").any()
    assert reading.left_out.empty


def test_docx_with_bracketed_speakers(tmp_path: Path, load: Load) -> None:
    paragraphs = [("Entretien du 12/03/2024", True)]
    for i, (name, text) in enumerate(TURNS):
        paragraphs += [(f"[{name}] (0:{i:02d} - 0:{i + 1:02d})", False), (text, False), ("", False)]
    reading = load(_docx(tmp_path / "a.docx", paragraphs))
    _check(reading)
    assert str(reading.responses["date"][0]) == "2024-03-12 00:00:00"


@pytest.mark.parametrize(
    "form",
    [
        "{0}: {1}",
        "**{0} (dix ans d’usage)** : {1}",
        "**{0} :** {1}",
        "**{0}** : {1}",
        "[00:01] {0}: {1}",
    ],
)
def test_markdown_with_names_before_a_colon(write: Write, load: Load, form: str) -> None:
    lines = [form.format(*turn) for turn in TURNS]
    _check(load(write("a.md", "# Notes\n\nDate : 12 mars 2024\n\n" + "\n\n".join(lines))))


def test_text_with_names_and_times_on_their_own_line(write: Write, load: Load) -> None:
    lines = [f"{name}  0:{i:02d}\n{text}\n" for i, (name, text) in enumerate(TURNS)]
    _check(load(write("a.txt", "\n".join(lines))))


def test_vtt_with_voices(write: Write, load: Load) -> None:
    cues = [
        f"00:{i:02d}.000 --> 00:{i:02d}.900\n<v {name}>{text}</v>\n"
        for i, (name, text) in enumerate(TURNS)
    ]
    head = "WEBVTT\n\nNOTE Appel du 12 mars 2024, avec une personne de l’équipe.\n\n"
    reading = load(write("a.vtt", head + "\n".join(cues)))
    _check(reading)
    assert str(reading.responses["date"][0]) == "2024-03-12 00:00:00"


def test_srt_with_names(write: Write, load: Load) -> None:
    cues = [
        f"{i + 1}\n00:00:{i:02d},000 --> 00:00:{i:02d},900\n{name}: {text}\n"
        for i, (name, text) in enumerate(TURNS)
    ]
    _check(load(write("a.srt", "\n".join(cues))))


def test_the_interviewer_is_known_by_the_questions(write: Write, load: Load) -> None:
    lines = [f"{'Ana' if name == 'Client' else 'Bo'}: {text}" for name, text in TURNS]
    _check(load(write("a.md", "\n".join(lines))))


def test_the_interviewer_named_above_wins(write: Write, load: Load) -> None:
    text = (
        "# Talk\n\nThe interviewer is Kim Roe.\n\n"
        "Kim Roe: So tell me how it went.\nLee Poe: Well, how should it go?\n"
        "Kim Roe: Go on.\nLee Poe: It was slow, and is anyone surprised?\n"
    )
    reading = load(write("a.md", text))
    assert set(reading.responses["comment"]) == {
        "Well, how should it go?",
        "It was slow, and is anyone surprised?",
    }


def test_whisper_forms_of_one_recording_give_the_same_answers(write: Write, load: Load) -> None:
    cues = [
        (1, 2, "So what is it that"),
        (2, 3, "you like?"),
        (4, 5, "I like the calm of it."),
        (5, 6, "And the price."),
        (7, 8, "What would you change?"),
        (8, 9, "Nothing at all."),
    ]
    tsv = "start\tend\ttext\n" + "".join(f"{a}000\t{b}000\t{t}\n" for a, b, t in cues)
    txt = "".join(f"[00:0{a}.000 --> 00:0{b}.000]  {t}\n" for a, b, t in cues)
    vtt = "WEBVTT\n\n" + "".join(f"00:0{a}.000 --> 00:0{b}.000\n{t}\n\n" for a, b, t in cues)
    readings = [load(write("a.tsv", tsv)), load(write("a.txt", txt)), load(write("a.vtt", vtt))]
    for reading in readings:
        assert reading.responses.equals(readings[0].responses)
        assert "no-speakers" in {notice.code for notice in reading.notices}
    asked = readings[0].responses.set_index("comment")["question"].to_dict()
    assert asked == {
        "I like the calm of it. And the price.": "So what is it that you like?",
        "Nothing at all.": "What would you change?",
    }


def test_notes_without_speakers_answer_their_headings(write: Write, load: Load) -> None:
    text = (
        "# Visite chez un client\n\nDate : 4 avril 2024\nOffre : Pro\n\n"
        "## Prise en main\n\n- La formation de deux heures a suffi\n"
        "- Les exports restent obscurs\n\n"
        "**Qu’est-ce qui manque ?**\n\nUne application mobile.\n"
    )
    responses = load(write("a.md", text)).responses
    asked = responses.set_index("comment")["question"].to_dict()
    assert asked == {
        "La formation de deux heures a suffi": "Prise en main",
        "Les exports restent obscurs": "Prise en main",
        "Une application mobile.": "Qu’est-ce qui manque ?",
    }
    assert str(responses["date"][0]) == "2024-04-04 00:00:00"


def test_the_same_words_twice_are_two_answers(write: Write, load: Load) -> None:
    text = "Q: Et le prix ?\nR: Correct.\nQ: Et le prix ?\nR: Correct.\nQ: Et puis ?\nR: Voilà.\n"
    responses = load(write("a.md", text)).responses
    assert len(responses) == 3
    assert responses["response_id"].is_unique


def test_an_interview_of_questions_only_is_refused(write: Write, load: Load) -> None:
    with pytest.raises(InputError, match="nobody but the interviewer"):
        load(write("a.md", "Qui ?\n\nQuoi ?\n\nQuand ?\n"))


def test_speaker_and_time_are_kept_without_names(write: Write, load: Load) -> None:
    text = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Interviewer>How is the export?\n\n"
        "00:00:04.500 --> 00:00:08.000\n<v Karine Duval>It is far too slow for us.\n\n"
        "00:00:09.000 --> 00:00:10.000\n<v Interviewer>And the price?\n\n"
        "00:00:11.000 --> 00:00:14.000\n<v Karine Duval>The price is fair.\n"
    )
    responses = load(write("a.vtt", text)).responses.sort_values("seconds")
    assert responses["seconds"].tolist() == [4.5, 11.0]
    assert set(responses["speaker"]) == {"P1"}
    assert "Karine" not in responses.to_csv()


def test_a_role_is_kept_as_the_speaker(write: Write, load: Load) -> None:
    text = (
        "Enquêteur : Et le prix ?\nClient : Il est correct pour nous.\nEnquêteur : Et le suivi ?\n"
    )
    responses = load(write("a.txt", text + "Client : Il est trop lent.\n")).responses
    assert set(responses["speaker"]) == {"client"}
