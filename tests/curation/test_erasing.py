"""Whom an id given for erasure names."""

from dataclasses import replace

import pandas as pd
import pytest

from feedback.curation.upkeep import _refuse_several
from feedback.errors import WorkspaceError
from feedback.frames import BatchFrames
from tests.store.store_samples import make_batch


def _loaded(*respondents: str | None) -> dict[str, BatchFrames]:
    loaded = {}
    for k, respondent in enumerate(respondents):
        frames = make_batch(f"m{k}")
        rows = frames.responses.head(1).assign(
            response_id="55", respondent_id=pd.Series([respondent], dtype="str")
        )
        loaded[f"m{k}"] = replace(frames, responses=rows)
    return loaded


def test_an_id_of_answers_of_two_people_is_refused() -> None:
    found = {"m0": ["55"], "m1": ["55"]}
    with pytest.raises(WorkspaceError, match="answers of 2 people") as caught:
        _refuse_several("55", found, _loaded("r-a", "r-b"))
    assert "r-a (m0), r-b (m1)" in str(caught.value)


@pytest.mark.parametrize("people", [("r-a", "r-a"), ("r-a", None), (None, None)])
def test_an_id_of_one_person_is_taken(people: tuple[str | None, ...]) -> None:
    _refuse_several("55", {"m0": ["55"], "m1": ["55"]}, _loaded(*people))
