"""Signing in at the pages: with the issuer's answer to this very login, for as long as a session lasts."""

from datetime import timedelta
from importlib import import_module
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from sqlalchemy import text

from asn_chassis.clock import now
from asn_chassis.jobs.retention import purge
from asn_issuer.testing import Browser, Login

PERSON = "5f8b6d0e-3c1e-4f57-9a55-0d6a2f9a1b03"
BROWSER = {"Accept": "text/html"}
# What is changed in the issuer's answer; None: it is not there.
BROKEN = [
    {"state": "another"},
    {"state": ""},
    {"state": "\u00e9"},
    {"state": None},
    {"code": "another"},
    {"code": ""},
    {"iss": "https://elsewhere.test"},
    {"error": "access_denied", "code": None},
]
ELSEWHERE = ["https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "/v1/units", "/nothing", "me", ""]
LIVES = [
    ("seen_at", timedelta(minutes=29), True),
    ("begun_at", timedelta(hours=7, minutes=59), True),
    ("seen_at", timedelta(minutes=31), False),
    ("begun_at", timedelta(hours=8, minutes=1), False),
]


@pytest.fixture
def employee(site):
    return site("employee")


@pytest.fixture
def browser(employee):
    """A browser of a kind: it keeps cookies, and is shown pages."""
    with httpx.Client(base_url=employee.url, headers=BROWSER) as client:
        yield client


def answered(begun, person="employee-1"):
    """Sign in at the issuer; return where it sends the browser."""
    with httpx.Client(transport=Browser()) as issuer:
        shown = issuer.get(begun.headers["Location"])
        form = Login(shown.text)
        sent = issuer.post(shown.url.join(form.action), data={**form.hidden, "person": person})
    return sent.headers["Location"]


def sign_in(browser, person="employee-1", wanted="/me"):
    begun = browser.get("/login", params={"next": wanted})
    return browser.get(answered(begun, person))


def sessions(site):
    with site.running.database.transaction() as session:
        return session.execute(text("SELECT hash, issuer, subject, scopes, reach FROM session")).all()


def change(site, **columns):
    with site.running.database.transaction() as session:
        for name, value in columns.items():
            session.execute(text(f"UPDATE session SET {name} = :value"), {"value": value})  # noqa: S608 -- ours


def test_a_page_of_ones_own_sends_the_browser_to_sign_in_and_back(browser, employee):
    sent = browser.get("/me")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/login?next=/me")

    back = sign_in(browser)

    assert (back.status_code, back.headers["Location"]) == (303, "/me")
    assert browser.get("/me").status_code == 200
    (kept,) = sessions(employee)
    assert (kept.issuer, kept.subject, kept.reach) == (employee.issuer, PERSON, "self")
    assert kept.hash not in str(browser.cookies.jar)


def test_the_request_to_the_issuer_proves_itself_by_pkce_state_and_nonce(browser):
    asked = [parse_qs(urlsplit(browser.get("/login").headers["Location"]).query) for _ in range(2)]

    for each in asked:
        assert each["code_challenge_method"] == ["S256"]
        assert {"openid", "employee:read"} <= set(each["scope"][0].split())
    assert all(asked[0][name] != asked[1][name] for name in ("state", "nonce", "code_challenge"))


def test_a_program_without_a_session_is_told_so_by_a_problem_document(browser):
    refused = browser.get("/me", headers={"Accept": "application/json"})

    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")


def test_the_cookie_opens_no_route_of_the_api(browser):
    sign_in(browser)

    assert browser.get("/v1/units", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize("path", ["/login/callback", "/login/callback?state=&code=x"])
def test_an_answer_that_nobody_asked_for_opens_nothing(browser, path):
    assert browser.get(path).status_code == 400


def test_an_answer_that_is_not_the_issuers_to_this_login_opens_nothing(browser, employee):
    for broken in BROKEN:
        begun = browser.get("/login")
        said = {name: values[0] for name, values in parse_qs(urlsplit(answered(begun)).query).items()}
        said = {name: value for name, value in (said | broken).items() if value is not None}

        refused = browser.get(f"/login/callback?{urlencode(said)}")

        assert (refused.status_code, sessions(employee)) == (400, []), broken
        assert "<title>Galat: Masuk tidak berhasil" in refused.text


def test_an_answer_is_taken_once_and_in_the_browser_that_asked(browser, employee):
    answer = answered(browser.get("/login"))
    assert httpx.get(answer, headers=BROWSER).status_code == 400

    assert browser.get(answer).status_code == 303
    assert browser.get(answer).status_code == 400
    assert len(sessions(employee)) == 1


def test_nobody_is_sent_elsewhere_after_signing_in(browser):
    assert {wanted: sign_in(browser, wanted=wanted).headers["Location"] for wanted in ELSEWHERE} == dict.fromkeys(
        ELSEWHERE, "/"
    )


def test_a_language_is_kept_on_the_way(browser):
    assert sign_in(browser, wanted="/me?lang=en").headers["Location"] == "/me?lang=en"


def test_signing_in_again_begins_another_session(browser, employee):
    sign_in(browser)
    first = browser.cookies["asn-employee"]
    sign_in(browser)

    assert browser.cookies["asn-employee"] != first
    assert len({row.hash for row in sessions(employee)}) == 2


def test_a_session_lasts_half_an_hour_without_a_page_and_eight_hours_at_most(browser, employee):
    for column, age, alive in LIVES:
        sign_in(browser)
        change(employee, **{column: now() - age})

        assert browser.get("/me").status_code == (200 if alive else 303), (column, age)


def test_a_session_that_is_over_is_forgotten(browser, employee):
    sign_in(browser)
    assert purge(employee.running.database, now() + timedelta(hours=7)) == 0
    assert purge(employee.running.database, now() + timedelta(hours=9)) == 1
    assert sessions(employee) == []


def test_a_session_is_revoked_by_deleting_its_row(browser, employee):
    sign_in(browser)
    with employee.running.database.transaction() as session:
        session.execute(text("DELETE FROM session"))

    assert browser.get("/me").status_code == 303


def test_signing_out_ends_the_session_and_every_copy_of_its_cookie(browser, employee):
    sign_in(browser)
    copy = browser.cookies["asn-employee"]
    form = Login(browser.get("/me").text)

    left = browser.post(form.action, data=form.hidden)

    assert (left.status_code, left.headers["Location"], sessions(employee)) == (303, "/", [])
    browser.cookies.set("asn-employee", copy, domain="127.0.0.1")
    assert browser.get("/me").status_code == 303


def test_a_form_of_somebody_elses_signs_nobody_out(browser, employee):
    sign_in(browser)

    for token in ({}, {"csrf_token": "forged"}):
        refused = browser.post("/logout", data=token)
        assert (refused.status_code, len(sessions(employee))) == (400, 1)
    assert "Formulir sudah kedaluwarsa" in refused.text


def test_signing_out_ends_the_login_at_the_issuer_where_it_says_how(site):
    employee = site("employee", browser_logout_url="https://issuer.test/logout")
    with httpx.Client(base_url=employee.url, headers=BROWSER) as browser:
        sign_in(browser)
        shown = browser.get("/me")
        form = Login(shown.text)
        left = browser.post(form.action, data=form.hidden)

    told = urlsplit(left.headers["Location"])
    assert f"{told.scheme}://{told.netloc}{told.path}" == "https://issuer.test/logout"
    assert parse_qs(told.query) == {"client_id": ["asn-pages"], "post_logout_redirect_uri": [f"{employee.url}/"]}
    assert "form-action 'self' https://issuer.test/logout" in shown.headers["Content-Security-Policy"]


def test_a_session_reaches_what_its_person_reaches(browser, employee):
    """Who is nobody's login has no profile; who lacks the scope is refused, by a page."""
    sign_in(browser)
    assert "belum dikaitkan" in browser.get("/me").text

    change(employee, scopes="feedback:read")
    refused = browser.get("/me")

    assert (refused.status_code, "employee:read" in refused.text) == (403, True)


def test_signing_in_and_out_and_what_was_seen_is_audited(browser, employee):
    sign_in(browser)
    browser.get("/me")
    form = Login(browser.get("/me").text)
    browser.post(form.action, data=form.hidden)

    with employee.running.database.transaction() as session:
        rows = session.execute(text("SELECT action, kind, subject, person FROM audit_record ORDER BY id")).all()
    assert [(row.action, row.kind) for row in rows] == [
        ("sign_in", "session"),
        ("profile", "me"),
        ("profile", "me"),
        ("sign_out", "session"),
    ]
    assert {(row.subject, row.person) for row in rows} == {(PERSON, True)}


def test_the_web_login_sees_no_session_but_that_of_its_word(browser, employee):
    sign_in(browser)
    web = employee.running.app.extensions["asn"].database
    with web.transaction() as session:
        assert session.execute(text("SELECT * FROM session")).all() == []
        session.execute(text("SELECT set_config('asn.session', 'another', true)"))
        assert session.execute(text("SELECT * FROM session")).all() == []
        assert session.execute(text("DELETE FROM session")).rowcount == 0


@pytest.mark.parametrize(
    ("url", "name", "secure"), [("https://pegawai.example", "__Host-asn-employee", True), ("", "asn-employee", False)]
)
def test_over_tls_the_cookie_is_this_hosts_alone(run_service, url, name, secure):
    employee = import_module("employee_service.app").SERVICE
    running = run_service(employee, browser_url=url or "http://127.0.0.1:1")

    (cookie,) = running.client().get("/login").headers.getlist("Set-Cookie")

    assert cookie.startswith(f"{name}=")
    assert ("Secure" in cookie, "HttpOnly" in cookie, "SameSite=Lax" in cookie) == (secure, True, True)
    assert ("Path=/" in cookie, "Domain" in cookie, "Expires" in cookie) == (True, False, False)


def test_without_an_address_nobody_signs_in(run_service):
    running = run_service(import_module("employee_service.app").SERVICE)

    assert running.client().get("/login").status_code == 404
    assert running.client().get("/me", headers=BROWSER).status_code == 401
