import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.encoders.base import TransformerEncoder
from feedback.encoders.loading import stay_offline

TEXTS = (
    "Le réseau coupe tous les soirs vers vingt heures",
    "The network drops every evening around eight",
    "Très satisfait, merci à l'équipe du magasin de Lille !",
    "Great value; I would recommend it to my parents.",
    "prix trop élevé",
    "ok",
    "",
    "   ",
    "RAS",
    "👍👍 super appli ❤️",
    "👨‍👩‍👧 forfait famille 📶",
    "Ça marche… ou pas ??? “guillemets” «\u00a0français\u00a0»",
    "co\u0302te\u0301 de\u0301compose\u0301",
    "ﬁbre optique ½ prix ① ² №",
    "broken \ufffd bytes \ufffd\ufffd here",
    "tabs\tand\nnew\r\nlines  and   runs",
    "zero\u200bwidth\u200djoin\u00adsoft",
    "ＦＵＬＬ width ｶﾀｶﾅ",
    "Ελληνικά и кириллица mixed with 中文 and عربي",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "0",
    "10/10 !!! 5★ <b>html</b> &amp; {json: true}",
    "J'ai attendu 45 minutes au téléphone, et la facture était encore fausse ; le geste promis "
    * 2,
    "The app crashes after the update, support answered after nine days, and the refund took "
    "another three weeks. " * 3,
)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A fresh user cache in which this room's tests unpack the models once."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("FEEDBACK_CACHE")
    os.environ["FEEDBACK_CACHE"] = str(folder)
    yield folder
    if before is None:
        del os.environ["FEEDBACK_CACHE"]
    else:
        os.environ["FEEDBACK_CACHE"] = before


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Keep these tests to one thread: a few short texts lose more to waiting than they gain."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def e5(cache: Path) -> TransformerEncoder:
    from feedback.encoders.e5 import load_e5

    stay_offline()
    return load_e5(batch_size=32)


@pytest.fixture(scope="session")
def use(cache: Path) -> TransformerEncoder:
    from feedback.encoders.use import load_use

    stay_offline()
    return load_use(batch_size=32)


@pytest.fixture(scope="session")
def texts() -> list[str]:
    return list(TEXTS)
