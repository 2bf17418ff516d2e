import pytest

from feedback.errors import SettingsError
from feedback.settings import Settings, load_settings, override


def load(tmp_path, text):
    path = tmp_path / "feedback.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def test_no_file_means_the_defaults(tmp_path):
    assert load_settings(tmp_path / "feedback.toml") == Settings()


def test_values_are_read_by_section(tmp_path):
    text = 'seed = 7\n[mapping]\ntext = "Avis"\n[bands]\nconfidence = 1\n'
    settings = load(tmp_path, text)
    assert settings.seed == 7
    assert settings.mapping.text == ("Avis",)
    assert settings.bands.confidence == 1.0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[themes]\ngranulrity = 'few'\n", "granularity"),
        ("[temes]\n", "themes"),
        ("themes = 3\n", "section"),
        ("seed = 'x'\n", "not a int"),
        ("[mapping]\nscore = 3\n", "not a str"),
        ("seed = = 3\n", "TOML"),
    ],
)
def test_a_mistake_is_said_in_one_line_that_helps(tmp_path, text, words):
    with pytest.raises(SettingsError, match=words) as caught:
        load(tmp_path, text)
    assert "\n" not in str(caught.value)
    assert "feedback.toml" in str(caught.value)


def test_override_leaves_none_alone():
    settings = override(Settings(), "report", language=None, quotes=5)
    assert settings.report.language == ""
    assert settings.report.quotes == 5
