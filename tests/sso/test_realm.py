"""The services trust the real Keycloak as they trust the development issuer: by its keys, and by what tokens say."""

import json
import subprocess
import sys
from base64 import urlsafe_b64decode
from uuid import UUID

import httpx
import pytest
from playwright.sync_api import expect

from asn_chassis.auth.keys import IssuerKeys, over_http
from asn_chassis.auth.tokens import BadToken, TokenVerifier
from asn_chassis.testing.browser import authorize_at_docs, visit
from asn_issuer.clients import read_clients
from asn_issuer.config import CLIENTS, PERSONS
from asn_issuer.persons import read_persons
from asn_issuer.realm import PASSWORD, STRANGER
from asn_issuer.testing import Browser, log_in
from asn_local.testing import loop_environment

pytestmark = [pytest.mark.engine, pytest.mark.slow]

CLIENTS_ = read_clients(CLIENTS).machines
PEOPLE = read_persons(PERSONS)


def token_of(realm, client_id, secret):
    answer = httpx.post(
        realm.token_url, data={"grant_type": "client_credentials"}, auth=(client_id, secret), timeout=30
    )
    return answer.raise_for_status().json()["access_token"]


def token_for(realm, person, **options):
    with httpx.Client(transport=Browser(), timeout=30) as http:
        answer = {"username": person, "password": PASSWORD}
        return log_in(http, realm.url, answer, **options)["access_token"]


def part(token, number):
    text = token.split(".")[number]
    return json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@pytest.fixture(scope="module")
def verifier(realm):
    return lambda service: TokenVerifier(
        service, {realm.url: IssuerKeys(over_http(f"{realm.url}/protocol/openid-connect/certs"))}
    )


@pytest.mark.parametrize("name", CLIENTS_)
def test_a_machine_is_the_caller_that_the_file_says(realm, verifier, name):
    machine = CLIENTS_[name]

    token = token_of(realm, name, machine.secret)

    caller = verifier(machine.audience[0]).verify(token)
    assert part(token, 0)["typ"] == "at+jwt"
    assert (caller.client_id, caller.person) == (name, False)
    assert (caller.agency, caller.purpose, caller.reach) == (machine.agency, machine.purpose, machine.reach)
    assert caller.scopes == set(machine.scopes)
    for service in {"employee", "training", "evaluation", "feedback"} - set(machine.audience):
        with pytest.raises(BadToken):
            verifier(service).verify(token)


@pytest.mark.parametrize("word", PEOPLE.persons)
def test_a_person_who_signs_in_is_the_caller_that_the_file_says(realm, verifier, word):
    person = PEOPLE.persons[word]

    caller = verifier("evaluation").verify(token_for(realm, word))

    assert (UUID(caller.subject), caller.client_id, caller.person) == (person.subject, "asn-pages", True)
    assert (caller.agency, caller.purpose, caller.unit_id) == (person.agency, person.purpose, None)
    assert caller.reach == PEOPLE.role_of(person).reach
    assert caller.scopes & PEOPLE.scopes == set(PEOPLE.role_of(person).scopes)


def test_a_machine_has_no_time_of_signing_in_even_where_the_realm_would_say_it(realm):
    claims = part(token_of(realm, STRANGER["clientId"], STRANGER["secret"]), 1)

    assert claims["client_id"] == STRANGER["clientId"]
    assert "auth_time" not in claims
    assert "auth_time" in part(token_for(realm, "employee-1"), 1)


def test_without_the_challenge_of_pkce_nobody_gets_a_code(realm):
    asked = {"response_type": "code", "client_id": "asn-pages", "redirect_uri": "http://127.0.0.1:8101/login/callback"}

    answer = httpx.get(f"{realm.url}/protocol/openid-connect/auth", params=asked, timeout=30)

    assert "error=invalid_request" in answer.headers["Location"]


def test_services_take_persons_of_the_realm_and_refuse_who_is_not_for_them(realm, stack):
    def ask(service, token):
        headers = {"Authorization": f"Bearer {token}"}
        path = {"employee": "employees", "training": "courses"}[service]
        return httpx.get(f"{stack.config.url(service)}/v1/{path}", headers=headers, timeout=30).status_code

    officer, provider = token_for(realm, "hr-officer"), token_for(realm, "provider")
    consumer = CLIENTS_["employee-consumer"]
    with httpx.Client() as http:
        at_the_issuer = log_in(http, stack.config.url("issuer"), {"person": "hr-officer"})["access_token"]

    assert ask("employee", officer) == ask("training", officer) == ask("training", provider) == 200
    assert ask("employee", provider) == 403
    assert ask("employee", token_of(realm, consumer.client_id, consumer.secret)) == 401
    assert ask("employee", token_of(realm, STRANGER["clientId"], STRANGER["secret"])) == 401
    assert ask("employee", at_the_issuer) == 401
    assert ask("employee", f"{officer[:-8]}AAAAAAAA") == 401


def test_the_loop_closes_with_tokens_of_the_realm_alone(stack):
    done = subprocess.run(
        [sys.executable, "-m", "asn_loop"], env=loop_environment(stack), capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def sign_in(window):
    window.locator("#username").fill("employee-1")
    window.locator("#password").fill(PASSWORD)
    window.locator("#kc-login").click()


def test_a_person_signs_in_with_a_browser_and_her_token_is_used(realm, stack, chromium):
    service = stack.config.url("employee")

    with visit(chromium) as seen:
        answer = authorize_at_docs(seen.page, service, sign_in, "employees_list")

    assert answer.status == 200
    assert answer.request.headers["authorization"].startswith("Bearer ")
    assert (seen.strangers(service, realm.url), seen.errors) == (set(), [])


def test_a_person_signs_in_at_a_page_and_out_of_both(realm, stack, chromium):
    service = stack.config.url("employee")

    with visit(chromium) as seen:
        page = seen.page
        page.goto(f"{service}/me")
        sign_in(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Profil saya")
        page.get_by_role("button", name="Keluar").click()
        # Keycloak asks, since nothing tells it that the person wants this.
        page.locator("#kc-logout").click()
        expect(page).to_have_url(f"{service}/")
        page.goto(f"{service}/me")
        expect(page.locator("#kc-login")).to_be_visible()

    assert (seen.strangers(service, realm.url), seen.errors) == (set(), [])
