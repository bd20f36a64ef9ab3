"""The token is what RFC 9068 says, and the same as production's."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from joserfc import jwt

from asn_issuer.clients import read_clients
from asn_issuer.codes import Code, Codes
from asn_issuer.config import CLIENTS, PERSONS
from asn_issuer.keys import kept_key, new_key
from asn_issuer.persons import read_persons
from asn_issuer.realm import realm
from asn_issuer.tokens import Grant, mint

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GRANT = Grant(
    client_id="sibolga-loop",
    subject="sibolga-loop",
    audience=("employee",),
    scopes=("employee:read", "employee:write"),
    agency="12.73",
    purpose="kepegawaian",
    reach="all",
)
UNIT = "0193a3f2-0000-7000-8000-000000000001"


def claims_of(grant: Grant) -> dict[str, object]:
    key = new_key("2026-11")
    token = jwt.decode(mint(key, grant, issuer="http://issuer", now=NOON, jti="one"), key, algorithms=["ES256"])
    assert token.header == {"typ": "at+jwt", "alg": "ES256", "kid": "2026-11"}
    return token.claims


def test_a_token_carries_the_header_and_claims_of_rfc_9068() -> None:
    assert claims_of(GRANT) == {
        "iss": "http://issuer",
        "sub": "sibolga-loop",
        "client_id": "sibolga-loop",
        "aud": ["employee"],
        "iat": int(NOON.timestamp()),
        "exp": int(NOON.timestamp()) + 300,
        "jti": "one",
        "scope": "employee:read employee:write",
        "agency": "12.73",
        "purpose": "kepegawaian",
        "reach": "all",
    }


def test_a_machine_may_have_a_unit_and_a_person_a_time_of_signing_in() -> None:
    changed = msgspec.structs.replace(GRANT, unit=UUID(UNIT), signed_in=NOON - timedelta(seconds=5))

    assert claims_of(changed).items() >= {"unit": UNIT, "auth_time": int(NOON.timestamp()) - 5}.items()


@pytest.mark.parametrize(("after", "good"), [(0, True), (59, True), (60, False), (61, False)])
def test_a_code_is_good_for_less_than_a_minute_and_once(*, after: int, good: bool) -> None:
    codes = Codes()
    over = NOON + timedelta(seconds=60)
    code = Code(grant=GRANT, redirect_uri="http://x", challenge="", nonce=None, name=None, expires_at=over)
    word, later = codes.issue(code, now=NOON), NOON + timedelta(seconds=after)

    assert (codes.redeem(word, now=later) == code) is good
    assert codes.redeem(word, now=NOON) is None


def test_every_duty_has_its_person_and_the_files_are_read_as_a_whole(tmp_path: Path) -> None:
    persons = read_persons(PERSONS)

    assert {person.role for person in persons.persons.values()} == set(persons.roles)
    assert len({person.subject for person in persons.persons.values()}) == len(persons.persons)
    assert {role.reach for role in persons.roles.values()} == {"self", "subtree", "provider", "all"}
    assert not {str(person.subject) for person in persons.persons.values()} & set(read_clients(CLIENTS).machines)
    broken = tmp_path / "persons.yaml"
    broken.write_text(PERSONS.read_text().replace("role: employee", "role: emperor"))
    with pytest.raises(KeyError, match="emperor"):
        read_persons(broken)


def test_the_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = kept_key(tmp_path / "state")

    second = kept_key(tmp_path / "state")

    assert second.as_dict(private=True) == first.as_dict(private=True)
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["issuer-key.json"]
    assert (tmp_path / "state" / "issuer-key.json").stat().st_mode & 0o777 == 0o600


def test_keycloak_s_realm_is_made_of_the_same_files() -> None:
    committed = json.loads((CLIENTS.parents[3] / "keycloak" / "asn-realm.json").read_text(encoding="utf-8"))

    assert committed == realm(read_clients(CLIENTS), read_persons(PERSONS)), "run `make contracts`"
