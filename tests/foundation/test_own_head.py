"""A head trained in a workspace is the default there, and only there."""

from pathlib import Path

from feedback.cli.common import with_sentiment
from feedback.workspace import Workspace
from tests.sentiment.sentiment_samples import pole_head


def workspace_with_head(root: Path) -> Workspace:
    pole_head().save(root / ".feedback" / "models" / "sentiment", {"kind": "sentiment"})
    return Workspace(root)


def test_an_own_head_is_the_default_of_its_workspace(tmp_path: Path) -> None:
    place = workspace_with_head(tmp_path / "a")
    assert Path(place.settings.sentiment.model) == place.own_models_dir / "sentiment"
    assert Workspace(tmp_path / "b").settings.sentiment.model == "default"


def test_another_head_can_still_be_named(tmp_path: Path) -> None:
    place = workspace_with_head(tmp_path)
    for name in ("shipped", "fast"):
        assert with_sentiment(place, place.settings, name).sentiment.model == name
    own = place.settings.sentiment.model
    assert with_sentiment(place, place.settings, "default").sentiment.model == own
    assert with_sentiment(place, place.settings, None).sentiment.model == own


def test_a_head_named_in_the_settings_file_wins(tmp_path: Path) -> None:
    (tmp_path / "feedback.toml").write_text('[sentiment]\nmodel = "shipped"\n', encoding="utf-8")
    assert workspace_with_head(tmp_path).settings.sentiment.model == "shipped"


def test_the_fast_head_reads_the_other_encoder(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    assert with_sentiment(place, place.settings, "fast").sentiment_encoder == "use"
    assert place.settings.sentiment_encoder == place.settings.encoders.features
