import subprocess
import sys

import pytest

from feedback.system import without_modules


def test_an_import_fails_meanwhile_and_works_again_after() -> None:
    sys.modules.pop("colorsys", None)
    with without_modules("colorsys"), pytest.raises(ModuleNotFoundError):
        import colorsys
    import colorsys

    assert colorsys.rgb_to_hls(0.0, 0.0, 0.0) == (0.0, 0.0, 0.0)


def test_what_is_imported_already_stays() -> None:
    import json

    with without_modules("json"):
        assert sys.modules["json"] is json
    assert sys.modules["json"] is json


def test_it_is_undone_when_something_fails() -> None:
    sys.modules.pop("colorsys", None)
    with pytest.raises(RuntimeError), without_modules("colorsys"):
        raise RuntimeError
    assert "colorsys" not in sys.modules


def test_bertopic_comes_without_what_nobody_uses_and_keeps_its_defaults() -> None:
    code = (
        "import sys; from feedback.themes.discover import _without_representatives as ours;"
        "ours(); print([m for m in ('umap', 'transformers', 'sentence_transformers')"
        " if m in sys.modules]);"
        "from bertopic import BERTopic; print(type(BERTopic().umap_model).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "UMAP"]
