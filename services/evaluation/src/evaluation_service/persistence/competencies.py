"""The competency dictionary: the national list and what the city added to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, Text, column, literal_column, select, union_all, values
from sqlalchemy.orm import Session

from asn_chassis import rows
from asn_chassis.database import contracts_of
from asn_kernel.reason import Labelled
from evaluation_service.domain.staff import Competency
from evaluation_service.persistence.tables.staff import competencies

SORTS = {"code": (literal_column("dictionary.code", Text),)}


def keep(session: Session, told: Sequence[Competency]) -> None:
    """Keep what is newer than what is known."""
    rows.keep_newer(session, competencies, told)


def labels(session: Session) -> Mapping[str, Labelled]:
    """Return the names of every competency, by code."""
    national = {code: each.labelled for code, each in _national(session).items()}
    return national | {each.code: each.labelled for each in session.scalars(select(Competency))}


def listed(session: Session, *, code: str | None = None) -> Select[Any]:
    """Return the query for code, name and kind of competencies, perhaps the one with this code."""
    names = ("code", "name", "kind")
    national = values(*(column(name, Text) for name in names), name="national").data(
        [tuple(getattr(each, name) for name in names) for each in _national(session).values()]
    )
    added = select(*(competencies.c[name] for name in names))
    dictionary = union_all(select(national), added).subquery("dictionary")
    statement = select(dictionary)
    return statement if code is None else statement.where(dictionary.c.code == code)


def _national(session: Session) -> Mapping[str, Competency]:
    return {
        each["code"]: Competency(each["code"], each["label_id"], each["kind"], version=0, name_en=each["label_en"])
        for each in contracts_of(session).references("competencies")
    }
