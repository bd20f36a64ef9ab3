"""Checks rows: each against its schema, then by the service's own policies; what is wrong is said in both languages."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from asn_chassis.auth.caller import Caller
from asn_chassis.clock import now
from asn_chassis.database import contracts_of
from asn_chassis.database.reach import enter
from asn_chassis.errors import Problem
from asn_chassis.files.cells import Rounded, row_of
from asn_chassis.files.reading import Line
from asn_chassis.service import Resource, Service
from asn_chassis.web import messages
from asn_chassis.web.problems import LANGUAGES, OF_THE_KERNEL, ROW_SECURITY, leaves

log = logging.getLogger(__name__)

OUT_OF_REACH = "out-of-reach"
Wrong = dict[str, str]


@dataclass
class Outcome:
    """What became of a batch: how many rows were taken, and what is wrong with each of the others."""

    accepted: int = 0
    rejected: list[tuple[Line, list[Wrong]]] = field(default_factory=list)


class Rows:
    """Takes the rows of a resource, batch by batch, in a transaction of the caller's."""

    def __init__(self, service: Service, resource: Resource, *, caller: Caller, revising: bool) -> None:
        self._caller = caller
        self._resource = resource
        self._schema = resource.row()
        self._problems: Mapping[type[Exception], Problem] = OF_THE_KERNEL | dict(service.problems)
        self._revising = revising

    def take(self, session: Session, lines: Sequence[Line]) -> Outcome:
        """Apply the rows that are right, in order."""
        outcome, good = Outcome(), []
        for line in lines:
            row, wrong = self._loaded(line)
            if wrong:
                outcome.rejected.append((line, wrong))
            else:
                good.append((line, row))
        for line, error in self._applied(session, good):
            if error is None:
                outcome.accepted += 1
            else:
                outcome.rejected.append((line, [self._told(session, error)]))
        return outcome

    def _loaded(self, line: Line) -> tuple[dict[str, Any], list[Wrong]]:
        if line.fault is not None:
            return {}, [_wrong("", line.fault)]
        cells: dict[str, Any] = {}
        wrong = []
        for name, cell in line.cells.items():
            try:
                cells |= row_of(self._schema.fields, {name: cell})
            except Rounded:
                wrong.append(_wrong(f"/{name}", "rounded-number", cell=str(cell)[:40]))
        if wrong:
            return {}, wrong
        try:
            return self._schema.load(cells), []
        except ValidationError as error:
            return {}, [_wrong(pointer, *messages.parse(message)) for pointer, message in leaves(error.messages, "")]

    def _applied(
        self, session: Session, rows: Sequence[tuple[Line, dict[str, Any]]]
    ) -> Iterable[tuple[Line, Exception | None]]:
        """Apply them together; one by one where something beyond their own policies resists, to find its row."""
        try:
            with session.begin_nested():
                answers = self._resource.apply(session, [row for _, row in rows], revising=self._revising, at=now())
            return list(zip((line for line, _ in rows), answers, strict=True))
        except (OperationalError, InterfaceError):
            raise  # the database's trouble, not a row's
        except Exception:  # noqa: BLE001 -- whatever it was, its row is found by taking them singly
            log.info("a batch resists, taking its rows one by one", extra={"rows": len(rows)})
            return [(line, self._alone(session, row)) for line, row in rows]

    def _alone(self, session: Session, row: dict[str, Any]) -> Exception | None:
        # What a row before it has made may lie in the caller's reach too.
        enter(session.connection(), self._caller)
        try:
            with session.begin_nested():
                (answer,) = self._resource.apply(session, [row], revising=self._revising, at=now())
                return answer
        except (OperationalError, InterfaceError):
            raise
        except ProgrammingError as error:
            if ROW_SECURITY not in str(error.orig):
                raise
            return error
        except Exception as error:
            if type(error) not in self._problems:
                raise
            return error

    def _told(self, session: Session, error: Exception) -> Wrong:
        problem = self._problems.get(type(error), Problem(OUT_OF_REACH))
        declared = contracts_of(session).problems[problem.code]
        said = {each: declared["detail"][each].format_map(vars(error)) for each in LANGUAGES}
        return {"pointer": problem.pointer or "", "code": problem.code, **said}


def _wrong(pointer: str, code: str, values: Mapping[str, Any] | None = None, **more: Any) -> Wrong:
    known = {**(values or {}), **more}
    return {"pointer": pointer, "code": code, **{each: messages.sentence(code, known, each) for each in LANGUAGES}}
