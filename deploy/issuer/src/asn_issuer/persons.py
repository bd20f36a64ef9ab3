"""Who may sign in: synthetic persons, and their roles as bundles of scopes, read from one YAML file."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from asn_issuer.clients import Pages
from asn_issuer.tokens import Grant


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in both languages."""

    id: str
    en: str


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What persons of one duty may do, and whose data they reach."""

    title: Words
    reach: str
    scopes: tuple[str, ...]


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One synthetic person; `subject` never changes, so that an employee can be linked to it."""

    subject: UUID
    name: Words
    role: str
    agency: str
    purpose: str


class Persons(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The YAML file as it is written: roles and persons by a short word."""

    roles: dict[str, Role]
    persons: dict[str, Person]

    @property
    def scopes(self) -> frozenset[str]:
        """Every scope that somebody holds."""
        return frozenset(scope for role in self.roles.values() for scope in role.scopes)

    def role_of(self, person: Person) -> Role:
        """Return a person's role."""
        return self.roles[person.role]

    def grant(self, person: Person, pages: Pages, requested: tuple[str, ...], *, signed_in: datetime) -> Grant:
        """Return what the person's token says: the requested scopes that the role has, or all when none is named."""
        role = self.role_of(person)
        return Grant(
            client_id=pages.client_id,
            subject=str(person.subject),
            audience=pages.audience,
            scopes=tuple(scope for scope in requested if scope in role.scopes) or role.scopes * (not requested),
            agency=person.agency,
            purpose=person.purpose,
            reach=role.reach,
            signed_in=signed_in,
        )


def read_persons(path: Path) -> Persons:
    """Read the file; `msgspec.ValidationError` or `KeyError` says what is wrong in it."""
    persons = msgspec.yaml.decode(path.read_bytes(), type=Persons)
    for person in persons.persons.values():
        persons.role_of(person)
    return persons
