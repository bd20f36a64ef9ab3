"""What pages are made of: both languages, small, cacheable, and nothing for a browser to run."""

import gzip
from pathlib import Path

import httpx
import pytest
from babel.messages.extract import extract_from_dir
from sqlalchemy import text

from asn_chassis.ids import new_id
from asn_chassis.pages.languages import read_words

ROOT = Path(__file__).parents[2]
FOLDERS = [*ROOT.glob("libs/*/src/*/pages"), *ROOT.glob("services/*/src/*/pages")]
KINDS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
WORDS = {"_": None, "gettext": None, "lazy_gettext": None}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
UNITS = 50


def words_of(folder):
    return next(iter(folder.rglob("id.po")))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_message_is_said_in_both_languages_and_no_other_one_is_kept(folder):
    options = {"**/templates/**.html": {"silent": "false"}}
    written = {message for _, _, message, _, _ in extract_from_dir(folder, KINDS, options, keywords=WORDS)}

    translated = read_words([words_of(folder)])._catalog
    said = {message: words for message, words in translated.items() if message}

    assert written
    assert set(said) == written
    assert {message for message, words in said.items() if not words} == set()


def test_every_field_of_a_message_is_in_both_languages():
    for folder in FOLDERS:
        for message, words in read_words([words_of(folder)])._catalog.items():
            assert message.count("%(") == words.count("%(") or not message, message


@pytest.mark.parametrize(
    ("asked", "accepted", "spoken"),
    [
        ("", None, "id"),
        ("?lang=en", None, "en"),
        ("?lang=id", "en", "id"),
        ("", "en-GB, id;q=0.9", "en"),
        ("", "jv, en;q=0.1", "en"),
        ("?lang=fr", "id", "id"),
        ("?lang=", "en", "en"),
    ],
)
def test_a_page_speaks_the_language_that_was_chosen_or_is_preferred(site, asked, accepted, spoken):
    headers = BROWSER if accepted is None else BROWSER | {"Accept-Language": accepted}

    page = httpx.get(f"{site('training').url}/problems{asked}", headers=headers)

    assert f'<html lang="{spoken}">' in page.text
    assert page.headers["Content-Language"] == spoken
    assert ("/events?lang=" in page.text) is (asked in ("?lang=en", "?lang=id"))


def test_the_beginning_is_a_page_for_browsers_and_addresses_for_programs(site):
    put = site("training")
    page, said = (httpx.get(put.url, headers=headers) for headers in (BROWSER, {}))

    assert "<h1>Layanan pelatihan</h1>" in page.text
    assert '<a href="/docs/">' in page.text
    assert said.json()["documentation"] == "/docs/"
    assert {"Accept"} <= {*page.headers["Vary"].split(", ")} & {*said.headers["Vary"].split(", ")}


def test_the_beginning_says_what_holds_a_service_back(site):
    put = site("training")
    put.running.deliver_bytes(b"no event")

    page = httpx.get(f"{put.url}/?lang=en", headers=BROWSER)

    assert "Some events wait" in page.text


def test_a_browser_is_told_of_a_problem_by_a_page_and_a_program_by_a_document(site):
    put = site("training")
    page, said = (httpx.get(f"{put.url}/nothing", headers=headers) for headers in (BROWSER, {}))

    assert (page.status_code, "<title>Galat: Tidak ditemukan" in page.text) == (404, True)
    assert (said.status_code, said.json()["code"]) == (404, "not-found")
    # Routes of the API answer programs, whoever asks.
    assert httpx.get(f"{put.url}/v1/units", headers=BROWSER).json()["code"] == "unauthenticated"


def test_a_page_runs_nothing_and_a_method_that_it_has_not_is_refused(site):
    put = site("training")
    page = httpx.get(f"{put.url}/problems", headers=BROWSER)

    policy = dict(rule.split(" ", 1) for rule in page.headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "img-src": "'self' data:",
        "style-src": "'self'",
        "form-action": "'self'",
    }
    assert {"<script", "style=", "onclick"} & {
        mark for mark in ("<script", "style=", "onclick") if mark in page.text
    } == set()
    refused = httpx.post(f"{put.url}/problems", headers=BROWSER)
    assert (refused.status_code, set(refused.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS"})


def test_styles_are_kept_for_a_year_by_their_content(site):
    put = site("training")
    page = httpx.get(f"{put.url}/problems", headers=BROWSER)
    styles = [line.split('"')[3] for line in page.text.splitlines() if "stylesheet" in line]

    assert len(styles) == 2
    for style in styles:
        packed, plain = (
            httpx.get(put.url + style, headers={"Accept-Encoding": coding}) for coding in ("gzip", "identity")
        )
        assert packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert packed.headers["Content-Encoding"] == "gzip"
        assert packed.content == plain.content
        digest = style.split("/")[2]
        assert httpx.get(put.url + style.replace(digest, "0" * 16)).status_code == 404
    assert httpx.get(f"{put.url}/assets/{digest}/..%2fpages.css").status_code == 404


def test_the_catalogue_says_of_an_event_what_its_contract_says(site):
    page = httpx.get(f"{site('evaluation').url}/events/asn.feedback.index-published.v1?lang=en", headers=BROWSER).text

    for said in (
        '<dd class="col-sm-8 col-lg-9">survey_id</dd>',
        "evaluation",
        "public",
        "elements[].nrr",
        "&#34;ikm&#34;: ",
    ):
        assert said in page, said
    assert httpx.get(f"{site('evaluation').url}/events/asn.training.course-offered.v1").status_code == 404


def crowd(board):
    """Give the board as many units as a page has, each with the result of the one that it has."""
    with board.running.database.transaction() as session:
        for number in range(UNITS):
            unit = new_id()
            name = {"id": unit, "code": f"UNIT-{number:02}", "name": f"Dinas Contoh Nomor {number} Kota Contoh"}
            session.execute(
                text("INSERT INTO units (id, code, name, kind, version) VALUES (:id, :code, :name, 'DINAS', 1)"), name
            )
            session.execute(
                text(
                    "INSERT INTO unit_indices (id, unit_id, period, decision, published_at, version)"
                    " SELECT gen_random_uuid(), :unit, period, decision, published_at, 1 FROM unit_indices"
                    " WHERE unit_id NOT IN (SELECT id FROM units WHERE code LIKE 'UNIT-%')"
                ),
                {"unit": unit},
            )


def test_the_board_is_small_on_the_way_and_smaller_once_it_was_seen(board):
    """60 kB the first time, styles and all; 304 while nothing changes."""
    crowd(board)
    with httpx.Client(base_url=board.url, headers=BROWSER | {"Accept-Encoding": "gzip"}) as browser:
        page = browser.get("/board")
        styles = [line.split('"')[3] for line in page.text.splitlines() if "stylesheet" in line]
        sizes = [int(answer.headers["Content-Length"]) for answer in (page, *map(browser.get, styles))]
        again = browser.get("/board", headers={"If-None-Match": page.headers["ETag"]})
        second = browser.get(page.text.partition('page-link" href="')[2].partition('"')[0].replace("&amp;", "&"))

    assert page.text.count("<svg") == UNITS
    assert sum(sizes) <= 60_000, sizes
    assert sizes[0] <= 10_000
    assert page.headers["Cache-Control"] == "public, max-age=60"
    assert (again.status_code, again.content) == (304, b"")
    assert (second.text.count("<svg"), "Halaman pertama" in second.text) == (1, True)


def test_what_is_packed_is_the_page(board):
    plain, packed = (
        httpx.get(f"{board.url}/board", headers=BROWSER | {"Accept-Encoding": coding})
        for coding in ("identity", "gzip")
    )

    assert plain.content == packed.content
    assert "Content-Encoding" not in plain.headers
    assert gzip.compress(plain.content) != plain.content


@pytest.mark.parametrize(
    "path",
    [
        "/board?period=2026-S9",
        "/board/surveys",
        "/board/surveys?period=x",
        "/board/units/01a2102f-f05d-7196-b0f8-d42a39f7f6ed",
        "/board/surveys/01a2102f-f05d-7196-b0f8-d42a39f7f6ed",
        "/board/units/x",
        "/references/nothing",
        "/problems/nothing",
        "/events/nothing",
    ],
)
def test_what_is_not_there_is_not_found(site, path):
    found = httpx.get(site("feedback").url + path, headers=BROWSER)

    assert (found.status_code, "<title>Galat: " in found.text) == (404, True)


def test_the_board_says_so_where_nothing_is_published(site):
    put = site("feedback")

    assert "Belum ada indeks yang diterbitkan" in httpx.get(f"{put.url}/board", headers=BROWSER).text
    assert "Belum ada unit" in httpx.get(f"{put.url}/board?period=2025", headers=BROWSER).text
    assert httpx.get(f"{put.url}/board?after=%00", headers=BROWSER).status_code == 200
