import pytest

from feedback.errors import SettingsError
from feedback.settings import NamingSettings, Settings, override
from feedback.settings_file import load_settings


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


def test_a_naming_endpoint_is_read_and_off_by_default(tmp_path):
    assert Settings().naming.endpoint == ""
    text = '[naming]\nendpoint = "https://names.example:8443/v1"\nmodel = "m"\ntimeout = 5\n'
    assert load(tmp_path, text).naming.timeout == 5.0
    assert load(tmp_path, '[naming]\napi_key_env = "A_KEY"\n').naming.api_key_env == "A_KEY"


HIDDEN = "s3cr3t"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("endpont = 'http://localhost/v1'", "endpoint"),
        ("endpoint = 3", "not a str"),
        ("endpoint = 'http://localhost/v1'", "naming.model"),
        ("model = 'm'\nendpoint = 'localhost:11434/v1'", "http or https"),
        ("model = 'm'\nendpoint = 'ftp://localhost/v1'", "http or https"),
        ("model = 'm'\nendpoint = 'file:///etc/passwd'", "http or https"),
        ("model = 'm'\nendpoint = 'http:///v1'", "http or https"),
        ("model = 'm'\nendpoint = 'http://localhost:99999/v1'", "no address"),
        ("model = 'm'\nendpoint = 'http://[::1/v1'", "no address"),
        (f"model = 'm'\nendpoint = 'http://me:{HIDDEN}@localhost/v1'", "password"),
        (f"model = 'm'\nendpoint = 'http://localhost/v1?key={HIDDEN}'", "more than an address"),
        ("model = 'm'\nendpoint = 'http://local host/v1'", "characters"),
        ('model = "m"\nendpoint = "http://localhost/v1\\r\\nX: y"', "characters"),
        ('model = "m\\n"', "no name of a model"),
        ("timeout = 0", "timeout"),
        ("timeout = -1.5", "timeout"),
        ("timeout = nan", "timeout"),
        ("timeout = inf", "timeout"),
        (f"api_key_env = 'sk-{HIDDEN}'", "never the key itself"),
        (f"api_key = '{HIDDEN}'", "api_key_env"),
    ],
)
def test_a_naming_section_that_cannot_be_meant_is_one_line_without_secrets(tmp_path, text, words):
    with pytest.raises(SettingsError, match=words) as caught:
        load(tmp_path, f"[naming]\n{text}\n")
    assert "\n" not in str(caught.value)
    assert str(tmp_path / "feedback.toml") in str(caught.value)
    assert HIDDEN not in str(caught.value)


def test_a_bad_naming_section_ends_the_command_with_1(tmp_path, feedback):
    (tmp_path / "feedback.toml").write_text("[naming]\ntimeout = 0\n", encoding="utf-8")
    called = feedback("themes", "list", "--workspace", tmp_path)
    assert called.status == 1
    assert "naming.timeout" in called.err
    assert len(called.err.strip().splitlines()) == 1


def test_naming_settings_made_in_code_are_checked_too():
    with pytest.raises(SettingsError, match="http or https"):
        NamingSettings(endpoint="gopher://x", model="m")
