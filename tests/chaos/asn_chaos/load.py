"""The load: citizens answer, employees come, are evaluated and move; everything that was answered 201 is noted."""

import itertools
import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from asn_chaos.stack import CLIENT, SERVICES, Stack
from asn_loop.auth import ClientCredentials

Json = dict[str, Any]

ELEMENTS = ("PERSYARATAN", "PROSEDUR", "WAKTU", "BIAYA", "PRODUK", "KOMPETENSI", "PERILAKU", "PENGADUAN", "SARANA")
COMPETENCIES = ("INTEGRITAS", "KERJA_SAMA", "KOMUNIKASI", "ORIENTASI_PADA_HASIL", "PELAYANAN_PUBLIK")
EXPECTATIONS = ("DIATAS_EKSPEKTASI", "SESUAI_EKSPEKTASI", "DIBAWAH_EKSPEKTASI")
ANSWERERS = 2
# Seconds between two requests of one thread: the machine must have time left for what is tested.
PACE = 0.08
CREATED, CONFLICT, INVALID = 201, 409, 422


@dataclass
class Accepted:
    """The ids that were answered with 201, by kind; and how many requests had to be sent again."""

    answers: set[str] = field(default_factory=set)
    employees: set[str] = field(default_factory=set)
    evaluations: set[str] = field(default_factory=set)
    finalised: set[str] = field(default_factory=set)
    repeated: int = 0


class Callers:
    """The four APIs, called by people who try again until they are served."""

    def __init__(self, stack: Stack, stop: threading.Event, accepted: Accepted) -> None:
        auth = ClientCredentials(f"{stack.url('issuer')}/oauth/token", *CLIENT)
        self._http = {name: httpx.Client(base_url=stack.url(name), auth=auth, timeout=15) for name in SERVICES}
        self._stop = stop
        self._accepted = accepted

    def post(self, service: str, path: str, body: Json | None = None) -> httpx.Response | None:
        """Send until there is an answer that says something, under one key; None when stopped meanwhile."""
        key = str(uuid.uuid4())
        while True:
            try:
                headers = {"Idempotency-Key": key}
                answer = self._http[service].post(f"/v1{path}", json=body, headers=headers)
                if answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
                    return answer
            except (httpx.TransportError, httpx.HTTPStatusError):
                pass
            self._accepted.repeated += 1
            if self._stop.wait(0.2):
                return None

    def created(self, service: str, path: str, body: Json) -> Json:
        """Create something that the load needs before it begins."""
        answer = self.post(service, path, body)
        assert answer is not None
        assert answer.status_code == CREATED, answer.text
        found: Json = answer.json()
        return found

    def close(self) -> None:
        """Close the connections."""
        for http in self._http.values():
            http.close()


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
        self._periods = [f"{year}-S{half}" for year in range(2000, 2027) for half in (1, 2)]

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
        positions = [self._position(callers, unit, number) for number in range(3)]
        services = [self._service(callers, unit, number) for number in range(2)]
        surveys = [
            callers.created("feedback", "/surveys", {"service_id": each, "period": "2026-S1", "population": None})["id"]
            for each in services
        ]
        callers.close()
        return World(surveys, positions)

    def _position(self, callers: Callers, unit: Json, number: int) -> str:
        body = {
            "code": f"UJI-{number}",
            "title": f"Jabatan Uji {number}",
            "unit_id": unit["id"],
            "job_level": "OPERATOR",
            "serves_public": number == 0,
            "standard": [{"competency_code": code, "level": 3} for code in COMPETENCIES],
            "effective_date": "2026-01-01",
        }
        return str(callers.created("employee", "/positions", body)["id"])

    def _service(self, callers: Callers, unit: Json, number: int) -> str:
        body = {
            "code": f"UJI_{number}",
            "name": f"Layanan Uji {number}",
            "unit_id": unit["id"],
            "standard_minutes": None,
        }
        while (answer := callers.post("feedback", "/public-services", body)) and answer.status_code == INVALID:
            self._stop.wait(0.2)  # the unit is still on its way
        assert answer is not None
        assert answer.status_code == CREATED, answer.text
        return str(answer.json()["id"])

    def _answer(self, callers: Callers, world: World, chance: random.Random) -> None:
        scores = {element: chance.randint(1, 4) for element in ELEMENTS}
        answer = callers.post("feedback", f"/surveys/{chance.choice(world.surveys)}/answers", {"scores": scores})
        if answer is not None:
            assert answer.status_code == CREATED, answer.text
            self.accepted.answers.add(answer.json()["id"])

    def _employ(self, callers: Callers, world: World, chance: random.Random) -> None:
        known = sorted(self.accepted.employees)
        if len(known) < 8 or chance.random() < 0.2:
            self._register(callers, world, chance)
        elif chance.random() < 0.3:
            self._assign(callers, world, chance.choice(known), chance)
        else:
            self._evaluate(callers, chance.choice(known), chance)

    def _register(self, callers: Callers, world: World, chance: random.Random) -> None:
        serial = next(self._serial)
        # Synthetic: well-formed, and different for the first 12,000.
        nip = f"1980{1 + serial // 999 % 12:02}01200001{1 + serial % 2}{1 + serial % 999:03}"
        body = {
            "nip": nip,
            "name": f"Pegawai Uji {serial}",
            "grade": "III/a",
            "position_id": chance.choice(world.positions),
        }
        answer = callers.post("employee", "/employees", body)
        if answer is not None:
            assert answer.status_code == CREATED, answer.text
            self.accepted.employees.add(answer.json()["id"])

    def _assign(self, callers: Callers, world: World, employee: str, chance: random.Random) -> None:
        body = {"position_id": chance.choice(world.positions), "effective_date": "2026-06-01"}
        callers.post("employee", f"/employees/{employee}/assignments", body)

    def _evaluate(self, callers: Callers, employee: str, chance: random.Random) -> None:
        body = {
            "employee_id": employee,
            "period": chance.choice(self._periods),
            "work_result": chance.choice(EXPECTATIONS),
            "behaviour": chance.choice(EXPECTATIONS),
            "discipline": "CLEAR",
            "assessed": [{"competency_code": code, "level": chance.randint(1, 5)} for code in COMPETENCIES],
        }
        answer = callers.post("evaluation", "/evaluations", body)
        # Not yet known there, or evaluated in that period already: another time.
        if answer is None or answer.status_code in {CONFLICT, INVALID}:
            return
        assert answer.status_code == CREATED, answer.text
        evaluation = answer.json()["id"]
        self.accepted.evaluations.add(evaluation)
        final = callers.post("evaluation", f"/evaluations/{evaluation}/finalisation")
        if final is not None:
            assert final.status_code == CREATED, final.text
            self.accepted.finalised.add(evaluation)
