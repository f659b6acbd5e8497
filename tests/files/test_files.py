"""Organizers' downloads, opened by programs that are not ours: LibreOffice, a JSON schema, a reader of maps, a reader of PDF."""

import csv
import io
import json
import subprocess

import jsonschema
import pytest
import shapely.geometry

OTTAWA_CENTRE = "35079"
# LibreOffice's own words: comma, quotes, UTF-8, from the first line, as shown no, ..., every sheet into a file of its own.
EVERY_SHEET = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1'


def libreoffice(folder, name, content, to=EVERY_SHEET, reading=None):
    """Opens a file in LibreOffice and returns each sheet by its name, as rows."""
    (folder / name).write_bytes(content)
    reads = [f"--infilter={reading}"] if reading else []
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", *reads]
        + ["--convert-to", to, "--outdir", folder / "out", folder / name],
        check=True,
        capture_output=True,
        timeout=120,
    )
    stem = name.rsplit(".", 1)[0]
    sheets = {}
    for path in (folder / "out").glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as lines:
            sheets[path.stem.removeprefix(stem).removeprefix("-")] = list(csv.reader(lines))
    return sheets


def counts_in(rows, code_header, count_header):
    """Riding -> signatures, of rows whose first is the header."""
    code, count = rows[0].index(code_header), rows[0].index(count_header)
    return {row[code]: int(row[count]) for row in rows[1:] if row[code].isdecimal()}


SHEETS = {"en": ("Ridings", "Provinces", "Quebec"), "fr": ("Circonscriptions", "Provinces et territoires", "Québec")}
HEADERS = {"en": ("Riding code", "Signatures"), "fr": ("Code de la circonscription", "Signatures")}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_libreoffice_reads_every_riding_of_the_workbook(office, counts, tally, tmp_path, language):
    content = office.get(f"/v1/organizer/tally.xlsx?lang={language}")
    sheets = libreoffice(tmp_path, "tally.xlsx", content)
    ridings, provinces_sheet, quebec = SHEETS[language]
    assert counts_in(sheets[ridings], *HEADERS[language]) == counts
    provinces = [province["code"] for province in tally["provinces"]]
    assert set(provinces) <= set(sheets), "a sheet for each province"
    for province in tally["provinces"]:
        own = counts_in(sheets[province["code"]], *HEADERS[language])
        assert sum(own.values()) == province["count"]
    of_provinces = {row[1]: row[2] for row in sheets[provinces_sheet][1:]}
    assert int(of_provinces[quebec]) == next(province["count"] for province in tally["provinces"] if province["code"] == "QC")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_libreoffice_reads_every_riding_of_the_csv(office, counts, tmp_path, language):
    content = office.get(f"/v1/organizer/tally.csv?lang={language}")
    # Comma or semicolon, quotes, UTF-8: what a person confirms when the file is opened.
    mark = {"en": 44, "fr": 59}[language]
    (rows,) = libreoffice(tmp_path, "tally.csv", content, reading=f"CSV:{mark},34,76").values()
    assert counts_in(rows, *HEADERS[language]) == counts
    assert any("—" in cell or "–" in cell for row in rows for cell in row), "names keep their dashes"


def test_the_json_is_what_the_interface_describes(office, counts, tally):
    document = office.json("/v1/organizer/tally.json")
    interface = office.json("/openapi.json")
    described = interface["paths"]["/v1/tally"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": interface["components"], **described}
    jsonschema.Draft202012Validator(schema).validate(document)
    assert {riding["code"]: riding["count"] for riding in document["ridings"]} == counts
    assert document["total"] == sum(counts.values()) + document["abroad"] == tally["total"]


def test_a_reader_of_maps_finds_every_riding(office, counts):
    collection = json.loads(office.get("/v1/organizer/tally.geojson"))
    assert {feature["id"]: feature["properties"]["count"] for feature in collection["features"]} == counts
    canada = shapely.geometry.box(-141.1, 41.6, -52.5, 83.2)
    for feature in collection["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        assert not shape.is_empty and canada.contains(shape.representative_point()), feature["id"]


def pdf(folder, content, *command):
    path = folder / "report.pdf"
    path.write_bytes(content)
    program, *options = command
    done = subprocess.run([program, *options, path, *(["-"] if program == "pdftotext" else [])], check=True, capture_output=True)
    return done.stdout.decode()


@pytest.mark.parametrize("language, name", [("en", "Ottawa Centre"), ("fr", "Ottawa-Centre")])
def test_a_reader_of_pdf_finds_tags_and_words_in_a_one_pager(office, counts, tmp_path, language, name):
    content = office.get(f"/v1/organizer/report.pdf?riding={OTTAWA_CENTRE}&lang={language}")
    facts = pdf(tmp_path, content, "pdfinfo")
    assert "Tagged:          yes" in facts and "Pages:           1" in facts
    assert len(content) < 150_000
    words = " ".join(pdf(tmp_path, content, "pdftotext", "-layout").split())
    assert name in words.replace("–", "-").replace("—", "-") or name.replace("-", " ") in words
    assert str(counts[OTTAWA_CENTRE]) in words


def test_a_reader_of_pdf_finds_every_riding_in_the_book(office, tally, tmp_path):
    content = office.get("/v1/organizer/report.pdf?lang=en")
    facts = pdf(tmp_path, content, "pdfinfo")
    pages = int(next(line.split()[1] for line in facts.splitlines() if line.startswith("Pages:")))
    assert "Tagged:          yes" in facts and pages > len(tally["ridings"])
    words = "".join(pdf(tmp_path, content, "pdftotext").split())
    missing = [riding["name"]["en"] for riding in tally["ridings"] if "".join(riding["name"]["en"].split()) not in words]
    assert not missing
