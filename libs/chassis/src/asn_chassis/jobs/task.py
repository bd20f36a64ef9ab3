"""What the work role can do: tasks by name, each a function of the job and the ids that came with it."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Event as StopSignal
from typing import Any

import msgspec

from asn_chassis.database import Database
from asn_chassis.errors import Unprocessable
from asn_chassis.values import decode


class Interrupted(Exception):
    """The task has left off between two of its transactions, because it was told to stop; it goes on elsewhere."""


@dataclass(frozen=True)
class Job:
    """One run of a task: the database to work on, the moment it began, and whether to leave off."""

    database: Database
    at: datetime
    stop: StopSignal
    # Whether nobody tries again when it fails now.
    last: bool = False

    def check_stop(self) -> None:
        """Raise Interrupted where the worker is to stop: for a task of many transactions, between them."""
        if self.stop.is_set():
            raise Interrupted


@dataclass(frozen=True)
class Task:
    """A name, and a function that takes the job and, by keyword, the ids that it was deferred with.

    It may be called twice with the same ids, at the same time too: whoever writes one takes the rows in a lock and
    finds done what is done. `cron` makes it come round by the clock, in UTC, without ids; one that was missed within
    the last day is caught up.
    """

    name: str
    run: Callable[..., None]
    cron: str | None = None

    def __call__(self, job: Job, ids: Mapping[str, Any]) -> None:
        """Run it with ids as they were deferred, as JSON; Unprocessable where they are not what it takes."""
        try:
            known = msgspec.convert(ids, self._ids, dec_hook=decode)
        except msgspec.ValidationError as error:
            raise Unprocessable(f"{self.name}: {error}") from error
        self.run(job, **msgspec.structs.asdict(known))

    @cached_property
    def _ids(self) -> type[msgspec.Struct]:
        parameters = list(inspect.signature(self.run, eval_str=True).parameters.values())[1:]
        fields = [
            (each.name, each.annotation, msgspec.field())
            if each.default is each.empty
            else (each.name, each.annotation, each.default)
            for each in parameters
        ]
        return msgspec.defstruct("Ids", fields, forbid_unknown_fields=True, kw_only=True)
