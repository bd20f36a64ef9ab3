"""Tokens that nobody may enter with, one of each kind: the table that the tests of the door and the attacks share."""

import base64
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from joserfc.jwk import ECKey

from asn_chassis.clock import now
from asn_chassis.testing import ISSUER, Tokens

HOUR_AGO = int(now().timestamp()) - 3_600
UNIT = "01a20f32-0c6a-7488-ae3f-f4ef9e6eb3fe"
GOOD = {"alg": "ES256", "typ": "at+jwt", "kid": "test"}

# Makes the token for an audience with these scopes, from those who mint the good ones.
Forge = Callable[[Tokens, str, str], str]


def raw(*parts: Any) -> str:
    """Join header, payload and signature, JSON or bytes, as a token in compact form."""
    texts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts]
    return ".".join(base64.urlsafe_b64encode(text).decode().rstrip("=") for text in texts)


def _signed(tokens: Tokens, audience: str, scope: str, /, **changes: Any) -> str:
    return tokens.mint(audience, scope, **changes)


def _unsigned(_: Tokens, audience: str, scope: str, *, header: Any = GOOD, payload: Any = None) -> str:
    return raw(header, payload or {"iss": ISSUER, "aud": [audience], "scope": scope}, b"signature")


def _stripped(tokens: Tokens, audience: str, scope: str, *, header: bytes | None = None) -> str:
    head, body, _ = tokens.mint(audience, scope).split(".")
    return f"{head if header is None else base64.urlsafe_b64encode(header).decode().rstrip('=')}.{body}."


def _of_a_forger(_: Tokens, audience: str, scope: str) -> str:
    return Tokens(ECKey.generate_key("P-256", {"kid": "test"})).mint(audience, scope)


def _altered(tokens: Tokens, audience: str, scope: str) -> str:
    head, body, signature = tokens.mint(audience, "nothing").split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))) | {"scope": scope}
    return f"{head}.{raw(claims)}.{signature}"


def _plain(*_: object, token: str) -> str:
    return token


WRONG_CLAIMS: list[dict[str, Any]] = [
    {"iss": "https://elsewhere.test"},
    {"aud": ["elsewhere"]},
    {"exp": HOUR_AGO},
    {"iat": HOUR_AGO + 9_000},
    *({name: None} for name in ("iss", "aud", "exp", "iat", "sub", "jti", "client_id")),
    *({"client_id": word} for word in ("a\x00b", "", "a b", "x" * 201, 7, ["a"], {"a": 1}, "naïve", "a\n")),
    *({"sub": word} for word in ("a\x00b", "", 7, "x" * 201)),
    *({"scope": word} for word in (7, ["probe:read"], {"a": 1}, "probe:read\x00", "probe:read\n")),
    *({name: {"a": 1}} for name in ("exp", "iat", "aud", "jti")),
    *({"agency": agency} for agency in ("", 1273, ["12.73"], "12.73\nx", "1" * 201)),
    *({"purpose": purpose} for purpose in ("", 7, "x y")),
    *({"reach": reach} for reach in ("", "everything", "ALL", ["all"], 1)),
    *({"unit": unit} for unit in ("", "12.73", 7, [UNIT], f"{UNIT}x")),
    *({"auth_time": time} for time in ("now", [1], {"at": 1})),
]
WRONG_HEADERS: list[Any] = [
    *(GOOD | {"typ": typ} for typ in (7, None, ["at+jwt"], {"a": 1}, True, "at+jwt\x00")),
    *(GOOD | {"kid": kid} for kid in ({"a": 1}, 7, ["test"], None, True)),
    *(GOOD | {"alg": alg} for alg in ("none", "HS256", 7, None, {"a": 1}, ["ES256"])),
    *([], "text", 7, b"{", b"\xff\xfe", b"[" * 1_000 + b"]" * 1_000, b""),
    b'{"alg":"ES256","typ":"at+jwt","kid":"test","a":' + b"[" * 1_500 + b"]" * 1_500 + b"}",
    GOOD | {"crit": ["b64"], "b64": False},
    GOOD | {"jwk": {"kty": "EC"}},
    GOOD | {"jku": "https://evil.test/keys"},
]
WRONG_PAYLOADS: list[Any] = [
    *({"iss": iss} for iss in (7, ["https://issuer.test"], {"a": 1})),
    *("text", 7, b"{", b"\xff\xfe", b"nul\x00"),
    b'{"iss": "https://issuer.test", "a": ' + b"[" * 2_000 + b"]" * 2_000 + b"}",
]


def _kinds() -> Iterator[tuple[str, Forge]]:
    for number, claims in enumerate(WRONG_CLAIMS):
        yield f"claims-{number}-{'-'.join(claims)}", partial(_signed, **claims)
    for changes in ({"typ": "JWT"}, {"typ": ""}, {"kid": "other"}, {"kid": "../../etc/passwd"}):
        yield f"signed-{changes}", partial(_signed, header=GOOD | changes)
    for missing in ("typ", "kid"):
        yield f"signed-without-{missing}", partial(_signed, header={k: v for k, v in GOOD.items() if k != missing})
    for number, header in enumerate(WRONG_HEADERS):
        yield f"header-{number}", partial(_unsigned, header=header)
    for number, payload in enumerate(WRONG_PAYLOADS):
        yield f"payload-{number}", partial(_unsigned, payload=payload)
    for token in ("x", "a.b.c", "e30.e30.", "é", "x" * 9_000, "....", "Bearer", "null"):
        yield f"no-token-{token[:8]}", partial(_plain, token=token)
    yield "another's key under our kid", _of_a_forger
    yield "claims altered under the signature", _altered
    yield "no signature", _stripped
    for alg in ("none", "None", "NONE", ""):
        yield f"alg-{alg}", partial(_stripped, header=json.dumps(GOOD | {"alg": alg}).encode())


FORGED = dict(_kinds())
