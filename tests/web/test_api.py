"""The JSON endpoints: fuzzed from their own OpenAPI document, and held against the pages."""

import dataclasses

import pytest

from feedback.settings import WebSettings
from feedback.web.server import build_app
from feedback.workspace import Workspace
from tests.web.conftest import Visitor

schemathesis = pytest.importorskip("schemathesis")
from hypothesis import HealthCheck, given, settings  # noqa: E402
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

CALM = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

# A schema cannot say which batches, themes and runs there are: an unknown one is a 400 or 404.
UNKNOWN_NAMES = [positive_data_acceptance]


@pytest.fixture(scope="module")
def document(small):
    """The endpoints, with a rate that lets a fuzzer through."""
    patient = WebSettings(searches_per_second=1e6, search_burst=1_000_000)
    workspace = Workspace(small.root)
    workspace.settings = dataclasses.replace(small.settings, web=patient)
    return schemathesis.openapi.from_asgi(
        "/api/openapi.json", build_app(workspace), headers={"host": "127.0.0.1"}
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        *("/api/batches", "/api/themes", "/api/themes/{theme}", "/api/anomalies", "/api/search"),
        *("/api/anomalies/{response_id}/review", "/api/runs/{identity}", "/api/session"),
    ],
)
def test_no_input_breaks_an_endpoint(document, path):
    """No status or body that the document does not announce, and never a 500."""
    for operation in document[path].values():

        @CALM
        @given(case=operation.as_strategy())
        def holds(case):
            case.call_and_validate(headers={"host": "127.0.0.1"}, excluded_checks=UNKNOWN_NAMES)

        holds()


def test_the_document_lists_every_endpoint_and_no_page(visitor):
    paths = visitor.get("/api/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/batches",
        "/api/themes",
        "/api/themes/{theme}",
        "/api/anomalies",
        "/api/anomalies/{response_id}/review",
        "/api/search",
        "/api/runs/{identity}",
        "/api/session",
    }


def test_the_endpoint_and_the_page_answer_alike(visitor):
    found = visitor.get("/api/search?q=export&batch=march").json()
    page = visitor.get("/search?q=export&batch=march").text
    assert found["total"] > 0
    assert f">{found['total']} found" in page
    assert {row["response_id"] for row in found["results"]} >= {"march-r1", "march-r5"}
    assert found["facets"]["language"]
    assert found["nearest"] == "words"


def test_a_query_of_which_nobody_speaks_says_so(visitor):
    found = visitor.get("/api/search?q=download&batch=march&language=fr").json()
    page = visitor.get("/search?q=download&batch=march&language=fr").text
    assert found["nearest"] != "words"
    assert found["total"] > 0
    assert "No comment holds these words" in page


def test_a_problem_is_one_line_of_json(small):
    visitor = Visitor(build_app(small))
    for path, status in (
        ("/api/search?q=export&theme=nothing", 400),
        ("/api/search", 422),
        ("/api/search?q=a&limit=9999", 422),
        ("/api/nothing", 404),
        ("/api/runs/nothing", 404),
        ("/api/themes/t-nothing", 400),
    ):
        answer = visitor.get(path)
        assert answer.status_code == status
        assert list(answer.json()) == ["error"]
        assert "\n" not in answer.json()["error"]
