"""The token is what RFC 9068 says, and the same as production's."""

from datetime import UTC, datetime
from pathlib import Path

from joserfc import jwt

from asn_issuer.keys import kept_key, new_key
from asn_issuer.tokens import mint

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def test_a_token_carries_the_header_and_claims_of_rfc_9068() -> None:
    key = new_key("2026-11")

    token = jwt.decode(
        mint(
            key,
            issuer="http://issuer",
            client_id="sibolga-loop",
            audience=["employee"],
            scope=["employee:read", "employee:write"],
            now=NOON,
            jti="one",
        ),
        key,
        algorithms=["ES256"],
    )

    assert token.header == {"typ": "at+jwt", "alg": "ES256", "kid": "2026-11"}
    assert token.claims == {
        "iss": "http://issuer",
        "sub": "sibolga-loop",
        "client_id": "sibolga-loop",
        "aud": ["employee"],
        "iat": int(NOON.timestamp()),
        "exp": int(NOON.timestamp()) + 300,
        "jti": "one",
        "scope": "employee:read employee:write",
        "agency": "12.73",
        "agency_scope": "own",
        "purpose": "kepegawaian",
    }


def test_the_key_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = kept_key(tmp_path / "state")

    second = kept_key(tmp_path / "state")

    assert second.as_dict(private=True) == first.as_dict(private=True)
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["issuer-key.json"]
    assert (tmp_path / "state" / "issuer-key.json").stat().st_mode & 0o777 == 0o600
