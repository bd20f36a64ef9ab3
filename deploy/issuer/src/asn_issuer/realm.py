"""The same clients, roles and persons as a realm of Keycloak, in its import format; `make contracts` writes it."""

import json
import sys
from typing import Any

from asn_issuer.clients import Clients, Machine, Pages, read_clients
from asn_issuer.codes import LIFETIME as CODE_LIFETIME
from asn_issuer.config import CLIENTS, PERSONS
from asn_issuer.persons import Person, Persons, read_persons
from asn_issuer.tokens import LIFETIME

Json = dict[str, Any]

# Without it Keycloak says `typ: JWT`; RFC 9068 wants at+jwt.
RFC_9068 = {"access.token.header.type.rfc9068": "true"}
ORIGINS = [f"http://127.0.0.1:{port}" for port in range(8101, 8105)]
PASSWORD = "development-only"  # noqa: S105 -- public, as the README says
# Of the same realm, and no caller of ours: its tokens are for nobody here.
STRANGER: Json = {"clientId": "another-system", "secret": "development-only-another"}


def realm(clients: Clients, persons: Persons) -> Json:
    """Return the realm in Keycloak's import format."""
    scopes = sorted(persons.scopes | clients.scopes)
    return {
        "realm": "asn",
        "enabled": True,
        "sslRequired": "external",
        "defaultSignatureAlgorithm": "ES256",
        "accessTokenLifespan": int(LIFETIME.total_seconds()),
        "accessCodeLifespan": int(CODE_LIFETIME.total_seconds()),
        "internationalizationEnabled": True,
        "supportedLocales": ["id", "en"],
        "defaultLocale": "id",
        "roles": {"realm": [*({"name": scope} for scope in scopes), *_roles(persons)]},
        "clientScopes": [*_identities(), *(_client_scope(scope) for scope in scopes)],
        # A token holds a scope only where its subject has the role of that name.
        "scopeMappings": [{"clientScope": scope, "roles": [scope]} for scope in scopes],
        "defaultDefaultClientScopes": [],
        "defaultOptionalClientScopes": [],
        "clients": [
            *map(_machine, clients.machines.values()),
            _stranger(),
            *(_pages(p, scopes) for p in clients.pages.values()),
        ],
        "users": [
            *(_person(persons, word, person) for word, person in persons.persons.items()),
            *map(_account, clients.machines.values()),
        ],
        "components": _components(),
    }


def _roles(persons: Persons) -> list[Json]:
    return [
        {"name": word, "description": role.title.id, "composite": True, "composites": {"realm": list(role.scopes)}}
        for word, role in persons.roles.items()
    ]


def _identities() -> list[Json]:
    """Return what tokens of machines say of themselves, and those of persons."""
    subject = _mapper("sub", "oidc-sub-mapper")
    machine = [subject, _note("client_id", "client_id", "String")]
    person = [subject, _note("auth_time", "AUTH_TIME", "long"), *map(_attribute, ("agency", "purpose", "reach"))]
    return [_client_scope("machine", machine, named=False), _client_scope("person", person, named=False)]


def _client_scope(name: str, mappers: list[Json] | None = None, *, named: bool = True) -> Json:
    attributes = {"include.in.token.scope": str(named).lower(), "display.on.consent.screen": "false"}
    return {"name": name, "protocol": "openid-connect", "attributes": attributes, "protocolMappers": mappers or []}


def _machine(machine: Machine) -> Json:
    said = [_constant(name, getattr(machine, name)) for name in ("agency", "purpose", "reach")]
    said += [_constant("unit", str(machine.unit))] if machine.unit is not None else []
    return {
        "clientId": machine.client_id,
        "description": machine.description,
        "secret": machine.secret,
        **_only("serviceAccountsEnabled"),
        "defaultClientScopes": ["machine", *machine.scopes],
        "protocolMappers": [*map(_audience, machine.audience), *said],
    }


def _stranger() -> Json:
    # Its tokens would have auth_time if Keycloak gave machines one: the mapper is there.
    return STRANGER | _only("serviceAccountsEnabled") | {"defaultClientScopes": ["machine", "person"]}


def _pages(pages: Pages, scopes: list[str]) -> Json:
    own = _only("standardFlowEnabled")
    return {
        "clientId": pages.client_id,
        "description": pages.description,
        **own,
        "publicClient": True,
        "attributes": {
            **own["attributes"],
            "pkce.code.challenge.method": "S256",
            # Back to the beginning of each service, whatever its port; `##` is between two of them.
            "post.logout.redirect.uris": "##".join(pages.logout_uris),
        },
        # Keycloak too lets any port follow 127.0.0.1 and localhost.
        "redirectUris": list(pages.redirect_uris),
        "webOrigins": ORIGINS,
        "defaultClientScopes": ["person", *scopes],
        "protocolMappers": [*map(_audience, pages.audience), _constant("client_id", pages.client_id)],
    }


def _only(flow: str) -> Json:
    flows = ("standardFlowEnabled", "directAccessGrantsEnabled", "serviceAccountsEnabled", "implicitFlowEnabled")
    return {
        "protocol": "openid-connect",
        **{name: name == flow for name in flows},
        "fullScopeAllowed": False,
        "attributes": RFC_9068,
        "optionalClientScopes": [],
    }


def _person(persons: Persons, word: str, person: Person) -> Json:
    reach = persons.role_of(person).reach
    return {
        "id": str(person.subject),
        "username": word,
        "enabled": True,
        "firstName": person.name.id,
        "lastName": "(sintetis)",
        "email": f"{word}@asn.example",
        "credentials": [{"type": "password", "value": PASSWORD, "temporary": False}],
        "realmRoles": [person.role],
        "attributes": {"agency": [person.agency], "purpose": [person.purpose], "reach": [reach]},
    }


def _account(machine: Machine) -> Json:
    return {
        "username": f"service-account-{machine.client_id}",
        "enabled": True,
        "serviceAccountClientId": machine.client_id,
        "realmRoles": list(machine.scopes),
    }


def _components() -> Json:
    """Return the key that signs, and leave to attend the attributes to administrators alone."""
    may = {"view": ["admin", "user"], "edit": ["admin"]}
    names = ("username", "firstName", "lastName", "email")
    profile = {
        "attributes": [{"name": name, "permissions": may} for name in names],
        "unmanagedAttributePolicy": "ADMIN_EDIT",
    }
    curve = {"priority": ["200"], "ecdsaEllipticCurveKey": ["P-256"]}
    return {
        "org.keycloak.userprofile.UserProfileProvider": [
            {"providerId": "declarative-user-profile", "config": {"kc.user.profile.config": [json.dumps(profile)]}}
        ],
        "org.keycloak.keys.KeyProvider": [{"name": "ecdsa", "providerId": "ecdsa-generated", "config": curve}],
    }


def _audience(service: str) -> Json:
    return _mapper(f"audience {service}", "oidc-audience-mapper", {"included.custom.audience": service})


def _constant(name: str, value: str) -> Json:
    return _claim(name, "oidc-hardcoded-claim-mapper", "String", {"claim.value": value})


def _attribute(name: str) -> Json:
    return _claim(name, "oidc-usermodel-attribute-mapper", "String", {"user.attribute": name})


def _note(name: str, note: str, kind: str) -> Json:
    return _claim(name, "oidc-usersessionmodel-note-mapper", kind, {"user.session.note": note})


def _claim(name: str, mapper: str, kind: str, config: dict[str, str]) -> Json:
    return _mapper(name, mapper, {"claim.name": name, "jsonType.label": kind, **config})


def _mapper(name: str, mapper: str, config: dict[str, str] | None = None) -> Json:
    shown = {"access.token.claim": "true", "introspection.token.claim": "true", **(config or {})}
    return {"name": name, "protocol": "openid-connect", "protocolMapper": mapper, "config": shown}


if __name__ == "__main__":
    json.dump(realm(read_clients(CLIENTS), read_persons(PERSONS)), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
