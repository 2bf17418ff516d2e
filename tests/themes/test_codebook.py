import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from feedback.errors import CodebookError, InputError
from feedback.themes import ThemeResult, export_codebook, import_codebook, unread_columns
from feedback.themes.codebook import find_theme, theme_id


def written(folder: Path, text: str) -> Path:
    path = folder / "book.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_exported_codebook_comes_back(first_result: ThemeResult, tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    identity = first_result.themes["theme_id"].iloc[0]
    export_codebook(first_result.themes, path, {identity: ["one | bar", "two"]})
    book = import_codebook(path)
    assert {seed.theme_id for seed in book.seeds} == set(first_result.themes["theme_id"])
    by_id = {seed.theme_id: seed for seed in book.seeds}
    assert by_id[identity].examples == ("one / bar", "two")
    assert by_id[identity].name_fr == first_result.themes["name_fr"].iloc[0]
    assert [p.name for p in tmp_path.iterdir()] == ["book.csv"]


def test_a_theme_in_one_language_has_that_name_in_both(tmp_path: Path) -> None:
    book = import_codebook(written(tmp_path, "name_fr;examples\nLivraison;colis perdu|retard\n"))
    (seed,) = book.seeds
    assert (seed.name_fr, seed.name_en) == ("Livraison", "Livraison")
    assert seed.phrases() == ["Livraison", "colis perdu", "retard"]


def test_parents_are_found_by_name(tmp_path: Path) -> None:
    text = "name_en,parent\nDelivery,\nLate delivery,Delivery\n"
    parent, child = import_codebook(written(tmp_path, text)).seeds
    assert child.parent_id == parent.theme_id


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name_fr,name_en\n,\n", "no name"),
        ("name_en\nPrice\nprice\n", "repeats"),
        ("name_en,parent\nA,Bee\nBeer,\n", "unknown parent"),
        ("name_en,parent\nA,B\nB,A\n", "circle"),
        ("name_en,parent\nA,A\n", "circle"),
    ],
)
def test_senseless_codebooks_are_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(CodebookError, match=says):
        import_codebook(written(tmp_path, text))


@pytest.mark.parametrize("text", ["", "name_en\n", "title\nPrice\n"])
def test_files_without_themes_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="no themes"):
        import_codebook(written(tmp_path, text))


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        import_codebook(tmp_path / "nowhere.csv")
    (tmp_path / "raw.csv").write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(InputError):
        import_codebook(tmp_path / "raw.csv")


def test_a_failed_export_leaves_the_old_file(first_result: ThemeResult, tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be written"):
        export_codebook(first_result.themes, tmp_path / "missing" / "book.csv")


def test_an_id_does_not_hang_on_the_order_of_texts() -> None:
    assert theme_id(["b", "a"]) == theme_id(["a", "b"])
    assert theme_id(["a", "b"]) != theme_id(["ab"])
    assert theme_id(["a"]).startswith("t-")


QDC = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="another program">
  <Codes>
    <Code guid="A0000000-0000-0000-0000-000000000001" name="Prix" isCodable="true">
      <Description>Tout ce qui touche au tarif</Description>
      <Code guid="A0000000-0000-0000-0000-000000000002" name="Remises" isCodable="true"/>
    </Code>
  </Codes>
</CodeBook>
"""


def qdc(folder: Path, text: str) -> Path:
    path = folder / "book.qdc"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_codebook_of_another_program_keeps_its_tree(tmp_path: Path) -> None:
    price, rebate = import_codebook(qdc(tmp_path, QDC)).seeds
    assert (price.name_fr, price.name_en) == ("Prix", "Prix")
    assert price.examples == ("Tout ce qui touche au tarif",)
    assert price.parent_id is None
    assert rebate.parent_id == price.theme_id
    assert import_codebook(qdc(tmp_path, QDC)).seeds == (price, rebate)


def test_a_definition_is_kept_however_long_and_no_text_is_coded_by_it(tmp_path: Path) -> None:
    long = "Everything about what it costs. " * 12
    (price, _) = import_codebook(
        qdc(tmp_path, QDC.replace("Tout ce qui touche au tarif", long))
    ).seeds
    assert (price.definition, price.examples) == (long.strip(), ())
    (hours,) = import_codebook(written(tmp_path, "Code,Definition\nHours,When it is open\n")).seeds
    assert (hours.definition, hours.phrases()) == ("When it is open", ["Hours"])


def test_an_exported_qda_codebook_comes_back(first_result: ThemeResult, tmp_path: Path) -> None:
    from feedback import frames
    from feedback.export import export
    from feedback.frames import BatchFrames

    empty = [spec.empty() for spec in (frames.RESPONSES, frames.SEGMENTS, frames.ASSIGNMENTS)]
    batch = BatchFrames(
        "m1", *empty, first_result.themes, frames.THEME_BANDS.empty(), frames.ANOMALIES.empty()
    )
    export(batch, "refi-qda", tmp_path / "book.qdc")
    seeds = {seed.theme_id: seed for seed in import_codebook(tmp_path / "book.qdc").seeds}
    for row in first_result.themes.to_dict("records"):
        seed = seeds[row["theme_id"]]
        assert (seed.name_fr, seed.name_en) == (row["name_fr"], row["name_en"])


def own_qdc(folder: Path) -> Path:
    """Write four themes, hostile ones among them, as the export does."""
    from feedback.export import export
    from tests.store.store_samples import make_batch

    batch = make_batch("m1")
    names = [("Prix / tarif", "Price / rate"), ("L'<b>accueil</b> & co", 'A "desk" ]]>')]
    names += [("Remises", "Rebates"), ("en: x", "fr: y / z")]
    rows = [
        {**batch.themes.iloc[0].to_dict(), "theme_id": key, "name_fr": fr, "name_en": en}
        for key, (fr, en) in zip(("t-00000001", "desk", "t-00000003", "d4"), names, strict=True)
    ]
    rows[2]["parent_id"] = "t-00000001"
    examples = {"t-00000001": ["trop cher; vraiment", "too dear\nen: no"]}
    whole = dataclasses.replace(
        batch,
        themes=pd.DataFrame(rows).astype(batch.themes.dtypes),
        assignments=batch.assignments.iloc[:0],
        extras={"examples": examples},
    )
    return export(whole, "refi-qda", folder / "own.qdc")


def test_names_that_look_like_the_format_come_back_from_a_qda_codebook(tmp_path: Path) -> None:
    path = own_qdc(tmp_path)
    seeds = {seed.theme_id: seed for seed in import_codebook(path).seeds}
    named = {key: (seed.name_fr, seed.name_en) for key, seed in seeds.items()}
    assert named == {
        "t-00000001": ("Prix / tarif", "Price / rate"),
        "desk": ("L'<b>accueil</b> & co", 'A "desk" ]]>'),
        "t-00000003": ("Remises", "Rebates"),
        "d4": ("en: x", "fr: y / z"),
    }
    assert seeds["t-00000003"].parent_id == "t-00000001"
    assert seeds["t-00000001"].examples == ("trop cher, vraiment", "too dear en: no")
    assert own_qdc(tmp_path).read_bytes() == path.read_bytes()


def test_a_code_renamed_in_another_program_has_its_new_name(tmp_path: Path) -> None:
    text = own_qdc(tmp_path).read_text(encoding="utf-8")
    text = text.replace('name="Rebates / Remises"', 'name="Discounts / Rabais"')
    seeds = {seed.theme_id: seed for seed in import_codebook(qdc(tmp_path, text)).seeds}
    assert (seeds["t-00000003"].name_fr, seeds["t-00000003"].name_en) == ("Rabais", "Discounts")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<CodeBook", "no XML"),
        ("<Project/>", "not <CodeBook>"),
        (QDC.replace("<CodeBook", "<!DOCTYPE x [<!ENTITY a 'b'>]><CodeBook"), "entities"),
        ("<CodeBook/>", "no code"),
    ],
)
def test_a_broken_qda_codebook_is_refused(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        import_codebook(qdc(tmp_path, text))


def test_two_codes_of_one_name_are_told_apart_by_their_parent(tmp_path: Path) -> None:
    price, rebate = import_codebook(qdc(tmp_path, QDC.replace("Remises", "Prix"))).seeds
    assert (price.name_en, rebate.name_en) == ("Prix", "Prix: Prix")


def test_two_codes_of_one_name_without_a_parent_are_refused(tmp_path: Path) -> None:
    code = '<Code guid="A0000000-0000-0000-0000-000000000003" name="prix" isCodable="true"/>'
    with pytest.raises(CodebookError, match="repeats"):
        import_codebook(qdc(tmp_path, QDC.replace("  </Codes>", f"{code}</Codes>")))


def test_a_retired_theme_is_not_brought_back(first_result: ThemeResult, tmp_path: Path) -> None:
    themes = first_result.themes.copy()
    gone, heir = themes["theme_id"].tolist()[:2]
    themes.loc[themes["theme_id"] == gone, "status"] = "retired"
    name = themes.loc[themes["theme_id"] == gone, "name_en"].item()
    themes.loc[themes["theme_id"] == heir, "name_en"] = name  # as after a merge and a rename
    export_codebook(themes, tmp_path / "book.csv")
    ids = [seed.theme_id for seed in import_codebook(tmp_path / "book.csv").seeds]
    assert gone not in ids
    assert heir in ids


@pytest.mark.parametrize(
    "asked", ["horaires d'ouverture", "Horaires d’ouverture", " HORAIRES  d'Ouverture "]
)
def test_a_theme_is_found_with_the_apostrophe_of_the_keyboard(asked: str) -> None:
    themes = pd.DataFrame(
        {"theme_id": ["t-1"], "name_fr": ["Horaires d’ouverture"], "name_en": ["Opening hours"]}
    )
    assert find_theme(themes, asked) == "t-1"
    with pytest.raises(CodebookError, match="Horaires d’ouverture"):
        find_theme(themes, "horaires d'ouvertures")
    with pytest.raises(CodebookError, match="Did you mean 'Horaires d’ouverture'"):
        find_theme(themes, "Horaires")
    with pytest.raises(CodebookError, match="See: feedback themes list"):
        find_theme(themes, "nothere")


def test_two_themes_do_not_differ_by_an_apostrophe_alone(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_text("name_fr\nL'accueil\nL’accueil\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="repeats"):
        import_codebook(path)


def test_a_codebook_saved_by_excel_in_france_is_read(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    path.write_bytes("name_fr;name_en\nDélais;Delays\n".encode("cp1252"))
    assert import_codebook(path).seeds[0].name_fr == "Délais"


@pytest.mark.parametrize(
    "text",
    [
        "Name_FR;Name_EN;Examples\nHoraires;Hours;closed on Monday|open late\n;;\n",
        "Nom FR\tNom EN\tExemples\nHoraires\tHours\tclosed on Monday | open late\n",
        "Name (EN),Name (FR),Example 1,Example 2\nHours,Horaires,closed on Monday,open late\n,,,\n",
    ],
)
def test_a_codebook_is_read_as_people_write_it(tmp_path: Path, text: str) -> None:
    (seed,) = import_codebook(written(tmp_path, text)).seeds
    assert (seed.name_fr, seed.name_en) == ("Horaires", "Hours")
    assert seed.examples == ("closed on Monday", "open late")


def test_a_column_of_codes_names_them_and_the_others_are_told(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Theme,Code,Include when,Empty\nAccess,Lift,any lift,\nAccess,Door,,\n"
    )
    assert [seed.name_fr for seed in import_codebook(path).seeds] == ["Lift", "Door"]
    assert unread_columns(path) == ["Theme", "Include when"]


def test_a_missing_codebook_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        import_codebook(tmp_path / "none.csv")
    assert "Errno" not in str(refused.value)
