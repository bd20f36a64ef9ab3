"""Units from files: the same rules as the API, rows that are wrong said and sent again, whatever dies meanwhile."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Event as StopSignal
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import text

from asn_chassis.clock import now
from asn_chassis.files.formats import MOST_BYTES
from asn_chassis.files.importing import BATCH, run_import
from asn_chassis.ids import new_id
from asn_chassis.jobs import Interrupted, Job

HEADER = "code,name,kind,parent_code"
GOOD = f"{HEADER}\nDINKES,Dinas Kesehatan,DINAS,\nPKM-1,Puskesmas Satu,PUSKESMAS,DINKES\n"
CSV, NDJSON = "text/csv", "application/x-ndjson"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCOPES = ("employee:read", "employee:write", "employee:import")


class Files:
    def __init__(self, service: Any, **claims: Any) -> None:
        self.service = service
        self.caller = service.client(*SCOPES, **claims)

    def send(self, body: bytes | str, kind: str = CSV, headers: Any = None, **query: str) -> Any:
        given = {"resource": "units"} | query
        return self.caller.post("/v1/imports", query_string=given, data=body, content_type=kind, headers=headers)

    def taken(self, body: bytes | str, kind: str = CSV, **query: str) -> dict[str, Any]:
        answer = self.send(body, kind, **query)
        assert answer.status_code == 202, answer.json
        self.service.work()
        return self.operation(answer.json["id"])

    def operation(self, operation_id: str) -> dict[str, Any]:
        return self.caller.get(f"/v1/operations/{operation_id}").json

    def report(self, operation: dict[str, Any]) -> str:
        return self.caller.get(operation["result"]["report"]).get_data(as_text=True)

    def units(self) -> dict[str, dict[str, Any]]:
        return {unit["code"]: unit for unit in self.caller.get("/v1/units", query_string={"limit": 100}).json["items"]}


@pytest.fixture
def files(office: Any) -> Files:
    return Files(office.service)


def workbook(*rows: list[Any]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return content.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (GOOD, CSV),
        (GOOD.replace(",", ";"), CSV),
        ("sep=;\r\n" + GOOD.replace(",", ";").replace("\n", "\r\n"), CSV),
        (b"\xef\xbb\xbf" + GOOD.encode(), CSV),
        (GOOD, NDJSON),
        (workbook(*(row.split(",") for row in GOOD.strip().split("\n"))), XLSX),
    ],
    ids=["comma", "semicolon", "excel", "bom", "ndjson", "xlsx"],
)
def test_a_file_becomes_units_and_events(files: Files, body: bytes | str, kind: str) -> None:
    if kind == NDJSON:
        rows = list(csv.DictReader(io.StringIO(GOOD)))
        body = "\n".join(json.dumps({name: cell or None for name, cell in row.items()}) for row in rows)

    done = files.taken(body, kind)

    assert (done["status"], done["error"]) == ("SUCCEEDED", None)
    assert done["progress"] == {"total": 2, "done": 2, "accepted": 2, "rejected": 0}
    units = files.units()
    assert units["PKM-1"]["parent_id"] == units["DINKES"]["id"]
    assert [event.type for event in files.service.published()] == ["asn.employee.unit-registered.v1"] * 2


BAD = (
    f"{HEADER}\n"
    "DINKES,Dinas Kesehatan,DINAS,\n"
    "pkm,Puskesmas Satu,PUSKESMAS,DINKES\n"
    "PKM-2,,KLINIK,DINKES\n"
    "PKM-3,Puskesmas Tiga,PUSKESMAS,TIADA\n"
    "DINKES,Lagi,DINAS,\n"
    "1.99E+17,Angka,DINAS,\n"
    "PKM-4,Puskesmas Empat,PUSKESMAS,DINKES,lebih\n"
)
WRONG = {
    3: [("/code", "pattern")],
    4: [("/kind", "not-a-choice"), ("/name", "required")],
    5: [("/parent_code", "unknown-parent-unit")],
    6: [("", "duplicate-unit-code")],
    7: [("/code", "rounded-number")],
    8: [("", "too-many-cells")],
}


def found_wrong(operation: dict[str, Any]) -> dict[int, list[tuple[str, str]]]:
    return {
        row["line"]: sorted((error["pointer"], error["code"]) for error in row["errors"])
        for row in operation["result"]["first_rejections"]
    }


def test_nothing_is_taken_where_a_row_is_wrong_and_each_says_where_and_why(files: Files) -> None:
    done = files.taken(BAD)

    assert (done["status"], done["error"]["code"]) == ("FAILED", "import-rejected")
    assert found_wrong(done) == WRONG
    assert (done["progress"]["accepted"], done["progress"]["rejected"]) == (0, 6)
    assert (files.units(), files.service.published()) == ({}, [])


def test_the_good_rows_are_taken_and_the_others_corrected_and_sent_again(files: Files) -> None:
    done = files.taken(BAD, all="false")
    assert (done["status"], list(files.units())) == ("SUCCEEDED", ["DINKES"])
    rows = list(csv.DictReader(io.StringIO(files.report(done).removeprefix("\ufeff"))))
    assert [(row["_line"], row["_field"]) for row in rows][:2] == [("3", "code"), ("4", "name; kind")]
    assert "wajib" in rows[1]["_reason_id"]
    assert "required" in rows[1]["_reason_en"]

    rows[0]["code"] = "PKM-1"
    again = io.StringIO()
    writer = csv.DictWriter(again, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerow(rows[0])
    corrected = files.taken(again.getvalue())

    assert corrected["status"] == "SUCCEEDED"
    assert set(files.units()) == {"DINKES", "PKM-1"}


def test_a_dry_run_says_the_same_and_keeps_nothing(files: Files) -> None:
    done = files.taken(BAD, dry_run="true")

    assert (done["status"], found_wrong(done)) == ("SUCCEEDED", WRONG)
    assert (done["progress"]["accepted"], files.units(), files.service.published()) == (1, {}, [])


def test_known_units_are_set_right_by_their_code_and_equal_ones_left_alone(files: Files) -> None:
    files.taken(GOOD)
    again = f"{HEADER}\nDINKES,Dinas Kesehatan,DINAS,\nPKM-1,Puskesmas Pertama,PUSKESMAS,\nPKM-2,Dua,PUSKESMAS,PKM-1\n"

    assert found_wrong(files.taken(again)) == {2: [("", "duplicate-unit-code")], 3: [("", "duplicate-unit-code")]}
    done = files.taken(again, mode="upsert")

    units = files.units()
    assert (done["status"], done["progress"]["accepted"]) == ("SUCCEEDED", 3)
    assert (units["PKM-1"]["name"], units["PKM-1"]["parent_id"]) == ("Puskesmas Pertama", None)
    assert [units[code]["version"] for code in ("DINKES", "PKM-1", "PKM-2")] == [1, 2, 1]


def test_a_ring_is_refused_in_a_file_too(files: Files) -> None:
    files.taken(GOOD)

    done = files.taken(f"{HEADER}\nDINKES,Dinas Kesehatan,DINAS,PKM-1\n", mode="upsert")

    assert found_wrong(done) == {2: [("/parent_code", "unit-below-itself")]}


@pytest.mark.parametrize(
    ("body", "kind", "variant"),
    [
        ("code,nama\nA1,b\n", CSV, "columns"),
        ("code,code\nA1,b\n", CSV, "columns"),
        ("", CSV, "columns"),
        (f"{HEADER}\nA1,Dinas\xe9,DINAS,\n".encode("latin-1"), CSV, "UTF-8"),
        (f'{HEADER}\nA1,"Dinas,DINAS,\n', CSV, "quotation"),
        (b"PK\x03\x04 this is no workbook", XLSX, "XLSX"),
        (b"{" + b"x" * 70_000, NDJSON, "65,536"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_both_languages(
    files: Files, body: bytes | str, kind: str, variant: str
) -> None:
    done = files.taken(body, kind)

    assert (done["status"], done["error"]["code"]) == ("FAILED", "file-unreadable")
    english = files.caller.get(f"/v1/operations/{done['id']}", headers={"Accept-Language": "en"}).json
    assert variant in english["error"]["detail"] or variant in done["error"]["detail"]
    assert english["error"]["detail"] != done["error"]["detail"]


def test_a_cancelled_import_takes_nothing_more(files: Files) -> None:
    operation_id = files.send(GOOD).json["id"]

    cancelled = files.caller.delete(f"/v1/operations/{operation_id}")
    files.service.work()

    assert (cancelled.status_code, files.operation(operation_id)["status"]) == (200, "CANCELED")
    assert files.units() == {}
    assert files.caller.delete(f"/v1/operations/{operation_id}").json["code"] == "operation-over"


def test_an_operation_is_its_callers_alone(files: Files) -> None:
    operation_id = files.send(GOOD).json["id"]
    stranger = files.service.client(*SCOPES, sub="somebody-else")

    for answer in (
        stranger.get(f"/v1/operations/{operation_id}"),
        stranger.delete(f"/v1/operations/{operation_id}"),
        stranger.get(f"/v1/operations/{operation_id}/report"),
    ):
        assert answer.json["code"] == "operation-not-found"


def test_a_caller_of_one_subtree_imports_into_it_alone(files: Files) -> None:
    files.taken(GOOD)
    files.taken(f"{HEADER}\nDISDIK,Dinas Pendidikan,DINAS,\n")
    below = Files(files.service, reach="subtree", unit=files.units()["DINKES"]["id"])
    rows = "PKM-5,Lima,PUSKESMAS,DINKES\nUNIT-6,Enam,OTHER,PKM-5\nSD-1,Sekolah,OTHER,DISDIK\nTOP,Puncak,DINAS,\n"

    done = below.taken(f"{HEADER}\n{rows}", all="false")

    assert found_wrong(done) == {4: [("", "out-of-reach")], 5: [("", "out-of-reach")]}
    assert {"PKM-5", "UNIT-6"} <= set(files.units())


def test_a_repeated_upload_is_one_import_and_another_body_is_refused(files: Files) -> None:
    key = {"Idempotency-Key": "once"}

    first, again = files.send(GOOD, headers=key), files.send(GOOD, headers=key)
    other = files.send(GOOD + "X1,Lain,DINAS,\n", headers=key)

    assert (again.json["id"], again.headers["Idempotency-Replayed"]) == (first.json["id"], "true")
    assert other.json["code"] == "idempotency-key-reused"
    assert files.send(GOOD, headers=key, mode="upsert").json["code"] == "idempotency-key-reused"


@pytest.mark.parametrize(
    ("query", "kind", "status"),
    [
        ({"resource": "people"}, CSV, 422),
        ({"mode": "replace"}, CSV, 422),
        ({"dry_run": "perhaps"}, CSV, 422),
        ({}, "application/json", 415),
    ],
)
def test_what_cannot_be_an_import_is_refused_at_once(
    files: Files, query: dict[str, str], kind: str, status: int
) -> None:
    assert files.send(GOOD, kind, **query).status_code == status


def test_more_lines_than_a_file_may_have_are_refused_at_once(files: Files) -> None:
    assert files.send("x\n" * 500_003).json["code"] == "payload-too-large"


def test_a_file_that_says_to_be_too_large_is_not_even_read(files: Files) -> None:
    query = {"resource": "units"}

    answer = files.caller.post("/v1/imports", query_string=query, content_type=CSV, content_length=MOST_BYTES + 1)

    assert answer.json["code"] == "payload-too-large"


def test_without_the_scope_nothing_is_imported(files: Files) -> None:
    files.caller = files.service.client("employee:read", "employee:write")

    assert files.send(GOOD).json["code"] == "insufficient-scope"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ndjson"])
def test_what_is_exported_can_be_imported_again_and_runs_nowhere(files: Files, kind: str) -> None:
    files.taken(f'{HEADER}\nA1,"=HYPERLINK(""http://x"")",DINAS,\nA2,-Dua,OTHER,A1\n')
    answer = files.caller.post("/v1/exports", json={"resource": "units", "format": kind})
    files.service.work()
    done = files.operation(answer.json["id"])

    content = files.caller.get(done["result"]["file"])

    assert (done["status"], done["progress"]["done"]) == ("SUCCEEDED", 2)
    assert content.headers["Content-Disposition"] == f'attachment; filename="units.{kind}"'
    if kind == "csv":
        assert "\"'=HYPERLINK(" in content.get_data(as_text=True)
    before = files.units()
    again = files.taken(content.get_data(), content.mimetype, mode="upsert")
    assert (again["status"], again["progress"]["accepted"]) == ("SUCCEEDED", 2)
    assert files.units() == before


def test_what_came_in_is_forgotten_when_it_is_done_and_the_rest_after_a_month(files: Files) -> None:
    done = files.taken(BAD, all="false")

    def held(table: str) -> int:
        with files.service.database.transaction() as session:
            return session.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608

    assert (held("operation_part"), held("operation_rejection")) == (0, 6)
    with files.service.database.transaction() as session:
        session.execute(text("UPDATE operation SET expires_at = now() - interval '1 second'"))
        session.execute(text("SELECT jobs.defer('forget-files', NULL, NULL, '{}')"))
    files.service.work()

    assert held("operation_rejection") == 0
    assert files.caller.get(f"/v1/operations/{done['id']}").status_code == 410
    assert files.caller.get(f"/v1/operations/{new_id()}").status_code == 404


def many(count: int) -> str:
    return "\n".join(
        [HEADER, *(f"U{number},Unit {number},OTHER,{'U1' if number > 1 else ''}" for number in range(1, count + 1))]
    )


class StopsAfter(StopSignal):
    """A worker that is told to stop once it has been asked so often."""

    def __init__(self, asked: int) -> None:
        super().__init__()
        self._left = asked

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


@pytest.mark.parametrize(("every", "asked"), [("true", 1), ("true", 4), ("false", 1), ("false", 2)])
def test_an_import_goes_on_where_a_worker_left_off(files: Files, every: str, asked: int) -> None:
    operation_id = files.send(many(2 * BATCH + 7) + "\nU1,Lagi,OTHER,\n" * (every == "false"), all=every).json["id"]
    service = files.service.service

    with pytest.raises(Interrupted):
        run_import(Job(files.service.database, now(), StopsAfter(asked)), service, operation_id)
    before = files.operation(operation_id)["progress"]["done"]
    files.service.work()

    done = files.operation(operation_id)
    wrong = int(every == "false")
    count = 2 * BATCH + 7
    assert before < count
    assert (done["status"], done["error"]) == ("SUCCEEDED", None)
    assert done["progress"] == {"total": count + wrong, "done": count + wrong, "accepted": count, "rejected": wrong}
    assert len({event.subject for event in files.service.published()}) == len(files.service.published()) == count


def test_of_two_workers_at_one_import_each_row_is_taken_by_one(files: Files) -> None:
    operation_id = files.send(many(3 * BATCH), all="false").json["id"]
    service, database = files.service.service, files.service.database

    class Meanwhile(StopSignal):
        """Lets another worker do all of it, between two batches of the first."""

        def is_set(self) -> bool:
            if not self._flag:
                self._flag = True
                run_import(Job(database, now(), StopSignal()), service, operation_id)
            return False

    run_import(Job(database, now(), Meanwhile()), service, operation_id)

    assert files.operation(operation_id)["progress"]["accepted"] == 3 * BATCH
    assert len(files.service.published()) == 3 * BATCH


@pytest.mark.slow
def test_an_import_whose_worker_was_killed_is_finished_by_the_next_one(
    files: Files, tmp_path: Path, contracts_dir: Path
) -> None:
    order = tmp_path / "failpoint"
    order.write_text("import.batch")
    settings = {
        "ASN_ENV": "test",
        "ASN_DATABASE_URL": files.service.database.engine.url.render_as_string(hide_password=False),
        "ASN_CONTRACTS_DIR": str(contracts_dir),
        "ASN_ISSUERS": "https://issuer.test=https://issuer.test/jwks",
        "ASN_FAILPOINTS": str(order),
    }
    command = [sys.executable, "-m", "flask", "--app", "employee_service.wsgi", "work"]
    operation_id = files.send(many(2 * BATCH)).json["id"]

    killed = subprocess.run(command, env=os.environ | settings, capture_output=True, timeout=60, check=False)  # noqa: S603
    assert killed.returncode == -9
    with subprocess.Popen(command, env=os.environ | settings, stderr=subprocess.DEVNULL) as worker:  # noqa: S603
        deadline = time.monotonic() + 60
        while _unfinished(files) and time.monotonic() < deadline:
            time.sleep(0.2)
        worker.terminate()
        assert worker.wait(15) == 0

    done = files.operation(operation_id)
    assert (done["status"], done["progress"]["accepted"]) == ("SUCCEEDED", 2 * BATCH)
    assert len(files.service.published()) == 2 * BATCH


def _unfinished(files: Files) -> int:
    with files.service.database.transaction() as session:
        import_job = "SELECT count(*) FROM jobs.procrastinate_jobs WHERE task_name = 'import-file'"
        return session.scalar(text(import_job)) or 0
