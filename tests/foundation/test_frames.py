import pandas as pd
import pytest

from feedback import frames
from feedback.errors import FrameContractError

SPECS = [
    value for value in vars(frames).values() if isinstance(value, frames.FrameSpec) and value.key
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.name}-{len(spec.columns)}")
def test_an_empty_frame_keeps_its_contract(spec):
    assert list(spec.check(spec.empty()).columns) == spec.names()


def assignments(**changes):
    columns = {"segment_id": ["a", "b"], "theme_id": ["t", "t"], "strength": [0.5, 0.6]}
    return pd.DataFrame({**columns, **changes})


def test_columns_come_in_the_contracts_order():
    shuffled = assignments()[["strength", "theme_id", "segment_id"]]
    assert list(frames.ASSIGNMENTS.check(shuffled).columns) == frames.ASSIGNMENTS.names()


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (assignments().drop(columns="strength"), "missing"),
        (assignments(extra=[1, 2]), "unknown"),
        (assignments(segment_id=["a", "a"]), "repeats"),
        (assignments(strength=["x", "y"]), "not float"),
        (assignments(strength=[0.5, float("nan")]), "missing values"),
    ],
)
def test_a_broken_promise_is_named(frame, words):
    with pytest.raises(FrameContractError, match=words):
        frames.ASSIGNMENTS.check(frame)


def test_cohort_columns_are_welcome_where_the_contract_says_so():
    extra = frames.RESPONSES_READ.empty().assign(cohort_plan=pd.Series([], dtype="str"))
    assert "cohort_plan" in frames.RESPONSES_READ.check(extra).columns


def test_a_value_outside_its_list_is_refused():
    frame = pd.DataFrame(
        {
            "theme_id": ["t"],
            "score_band": ["middle"],
            "n": [1],
            "share": [0.5],
            **{
                name: [0.1]
                for name in ("lift", "p_value", "q_value", "impact", "impact_low", "impact_high")
            },
        }
    )
    with pytest.raises(FrameContractError, match="middle"):
        frames.THEME_BANDS.check(frame)
