"""The load: citizens answer, employees come, are evaluated and move; every answer of the services is noted."""

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from asn_chaos.callers import CREATED, Accepted, Callers, Json
from asn_chaos.stack import Stack
from asn_kernel.period import Period, PeriodKind

ELEMENTS = ("PERSYARATAN", "PROSEDUR", "WAKTU", "BIAYA", "PRODUK", "KOMPETENSI", "PERILAKU", "PENGADUAN", "SARANA")
COMPETENCIES = ("INTEGRITAS", "KERJA_SAMA", "KOMUNIKASI", "ORIENTASI_PADA_HASIL", "PELAYANAN_PUBLIK")
EXPECTATIONS = ("DIATAS_EKSPEKTASI", "SESUAI_EKSPEKTASI", "DIBAWAH_EKSPEKTASI")
ANSWERERS = 2
# Seconds between two requests of one thread: the machine must have time left for what is tested.
PACE = 0.08
LATE_DAYS = 360
INVALID = 422
# What a service may refuse only because it has not heard of somebody yet.
NOT_HEARD_YET = frozenset({"unknown-employee", "unknown-assessor", "not-in-service"})


@dataclass
class World:
    """What exists before the load begins."""

    surveys: list[str]
    positions: list[str]


class Load:
    """Threads that call the APIs; each has its own chance, derived from the seed."""

    def __init__(self, stack: Stack, seed: int) -> None:
        self.accepted = Accepted()
        self._stop = threading.Event()
        self._failed: list[BaseException] = []
        self._stack = stack
        self._seed = seed
        self._serial = itertools.count(1)
        self._counting = threading.Lock()
        self._today = (datetime.now(UTC) + timedelta(hours=7)).date()
        self._since = date(self._today.year - 1, 1, 1)
        self._periods = periods_to_evaluate(self._today)
        self._moved: dict[str, date] = {}
        self._places: dict[str, str] = {}
        self._evaluated: set[tuple[str, str]] = set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Prepare the world, call until the block ends."""
        world = self._prepare()
        work: list[Callable[[Callers, World, random.Random], None]] = [self._answer] * ANSWERERS + [self._employ]
        threads = [threading.Thread(target=self._repeat, args=(each, world, n)) for n, each in enumerate(work)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def require_health(self) -> None:
        """Raise what ended a thread before its time: an answer that should not be."""
        if self._failed:
            raise self._failed[0]

    def _repeat(self, work: Callable[[Callers, World, random.Random], None], world: World, number: int) -> None:
        chance = random.Random(f"{self._seed}/{number}")  # noqa: S311 -- replayable, not secret
        callers = Callers(self._stack, self._stop, self.accepted)
        try:
            while not self._stop.wait(PACE * (0.5 + chance.random())):
                work(callers, world, chance)
        except BaseException as error:  # noqa: BLE001 -- raised again by who waits for the thread
            self._failed.append(error)
        finally:
            callers.close()

    def _prepare(self) -> World:
        callers = Callers(self._stack, self._stop, self.accepted)
        unit = callers.created(
            "employee", "/units", {"code": "UJI", "name": "Unit Uji", "kind": "DINAS", "parent_code": None}
        )
        services = [self._service(callers, unit, number) for number in range(2)]
        period = str(self._today.year)
        surveys = [
            callers.created("feedback", "/surveys", {"service_id": each, "period": period, "population": None})["id"]
            for each in services
        ]
        positions = [self._position(callers, unit, services, number) for number in range(3)]
        callers.close()
        return World(surveys, positions)

    def _position(self, callers: Callers, unit: Json, services: list[str], number: int) -> str:
        body = {
            "code": f"UJI-{number}",
            "title": f"Jabatan Uji {number}",
            "unit_id": unit["id"],
            "job_level": "OPERATOR",
            "service_ids": services if number == 0 else [],
            "standard": [{"competency_code": code, "level": 3} for code in COMPETENCIES],
            "effective_date": str(self._since),
        }
        return self._created_when_heard(callers, "employee", "/positions", body)

    def _service(self, callers: Callers, unit: Json, number: int) -> str:
        body = {
            "code": f"UJI_{number}",
            "name": f"Layanan Uji {number}",
            "unit_id": unit["id"],
            "standard_minutes": None,
        }
        return self._created_when_heard(callers, "feedback", "/public-services", body)

    def _created_when_heard(self, callers: Callers, service: str, path: str, body: Json) -> str:
        """Create something as soon as the service has heard of what it names."""
        while (answer := callers.post(service, path, body)) and answer.status_code == INVALID:
            self._stop.wait(0.2)
        assert answer is not None
        assert answer.status_code == CREATED, answer.text
        return str(answer.json()["id"])

    def _answer(self, callers: Callers, world: World, chance: random.Random) -> None:
        scores = {element: chance.randint(1, 4) for element in ELEMENTS}
        answer = callers.post("feedback", f"/surveys/{chance.choice(world.surveys)}/answers", {"scores": scores})
        if answer is not None:
            assert answer.status_code == CREATED, answer.text
            with self._counting:
                self.accepted.answers += 1

    def _employ(self, callers: Callers, world: World, chance: random.Random) -> None:
        known = sorted(self.accepted.employees)
        if len(known) < 8 or chance.random() < 0.2:
            self._register(callers, world, chance)
        elif chance.random() < 0.3:
            self._assign(callers, world, chance.choice(known), chance)
        else:
            self._evaluate(callers, known, chance)

    def _register(self, callers: Callers, world: World, chance: random.Random) -> None:
        serial = next(self._serial)
        # Synthetic: well-formed, and different for the first 12,000.
        nip = f"1980{1 + serial // 999 % 12:02}01200001{1 + serial % 2}{1 + serial % 999:03}"
        body = {
            "nip": nip,
            "name": f"Pegawai Uji {serial}",
            "grade": "III/a",
            "position_id": chance.choice(world.positions),
            "effective_date": str(self._since),
        }
        answer = callers.post("employee", "/employees", body)
        if answer is not None:
            assert answer.status_code == CREATED, answer.text
            self.accepted.employees.add(answer.json()["id"])
            self._places[answer.json()["id"]] = body["position_id"]

    def _assign(self, callers: Callers, world: World, employee: str, chance: random.Random) -> None:
        day = self._moved.get(employee, self._since) + timedelta(days=7)
        if day > self._today:
            return
        elsewhere = [position for position in world.positions if position != self._places[employee]]
        self._moved[employee], self._places[employee] = day, chance.choice(elsewhere)
        body = {"position_id": self._places[employee], "effective_date": str(day)}
        answer = callers.post("employee", f"/employees/{employee}/assignments", body)
        if answer is not None:
            assert answer.status_code == CREATED, answer.text

    def _evaluate(self, callers: Callers, known: list[str], chance: random.Random) -> None:
        employee, assessor = chance.sample(known, 2)
        period = chance.choice(self._periods)
        if (employee, period) in self._evaluated:
            return
        body = {
            "employee_id": employee,
            "assessor_id": assessor,
            "period": period,
            "work_result": chance.choice(EXPECTATIONS),
            "behaviour": chance.choice(EXPECTATIONS),
            "discipline": "CLEAR",
            "assessed": [{"competency_code": code, "level": chance.randint(1, 5)} for code in COMPETENCIES],
        }
        answer = callers.post("evaluation", "/evaluations", body)
        if answer is None:
            return
        if answer.status_code == INVALID and answer.json()["code"] in NOT_HEARD_YET:
            self.accepted.refused[answer.json()["code"]] += 1
            return
        assert answer.status_code == CREATED, answer.text
        self._evaluated.add((employee, period))
        evaluation = answer.json()["id"]
        self.accepted.evaluations.add(evaluation)
        final = callers.post("evaluation", f"/evaluations/{evaluation}/finalisation")
        if final is not None:
            assert final.status_code == CREATED, final.text
            self.accepted.finalised.add(evaluation)


def periods_to_evaluate(today: date) -> list[str]:
    """Return the periods of every kind that have begun and may still be evaluated: a year later it is too late."""
    days = [today - timedelta(days=ago) for ago in range(0, 360, 28)]
    found = {Period.of(kind, day) for kind in PeriodKind for day in days}
    return [str(period) for period in sorted(found) if (today - period.end).days < LATE_DAYS]
