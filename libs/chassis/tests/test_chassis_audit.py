"""The audit: what is recorded of a request, that nothing happens without it, and that tampering shows."""

from datetime import timedelta
from threading import Event as StopSignal
from threading import Thread

import pytest
from probe import things
from sqlalchemy import func, select, text
from tenacity import Retrying, stop_after_delay, wait_fixed

from asn_chassis import audit
from asn_chassis.clock import now
from asn_chassis.database import tables_of
from asn_chassis.ids import new_id
from asn_chassis.parts import parts
from asn_chassis.testing import owner_of
from asn_kernel.business_day import business_day

MAKE = {"name": "kursi", "score": 3}
CLAIMS = {"agency": "1271", "purpose": "kepegawaian"}
# One more record, as whoever may write to the table would make it.
RECORD = """
    INSERT INTO audit_record (position, at, issuer, subject, client_id, person, action, kind, status, request_id,
                              correlation_id)
    VALUES ({position}, now() - interval '{ago}', 'i', 's', 'c', false, 'read', 'things', 200, 'r', 'c')
"""
LATE = RECORD.format(position="NULL", ago="0")
BACKDATED = RECORD.format(position="NULL", ago="1 hour")
SECOND = RECORD.format(position=2, ago="0")


def records(probe):
    with probe.database.transaction() as session:
        table = tables_of(session).audit_record
        return session.execute(select(table).order_by(table.c.id)).all()


def make(probe, count):
    client = probe.client("probe:write")
    for number in range(count):
        assert client.post("/v1/things", json={"name": f"kursi {number}", "score": 3}).status_code == 201


def seal(probe):
    return audit.Sealer(database=probe.database, key=parts(probe.app).config.audit_key, stop=StopSignal()).drain()


def verify(probe, **options):
    with probe.database.transaction() as session:
        return audit.verify(session, options.pop("key", parts(probe.app).config.audit_key), **options)


def execute(probe, *statements):
    with probe.database.transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def test_a_deed_is_recorded_with_who_what_and_why(probe):
    client = probe.client("probe:write")
    client.bearer = probe.tokens.mint("probe", "probe:write", sub="siti", auth_time=1, **CLAIMS)

    made = client.post(
        "/v1/things", json=MAKE, headers={"X-Request-Id": "request-0001", "X-Correlation-Id": "c-000001"}
    )

    (record,) = records(probe)
    assert (record.subject, record.client_id, record.person) == ("siti", "test-client", True)
    assert (record.issuer, record.agency, record.purpose) == ("https://issuer.test", "1271", "kepegawaian")
    assert (record.action, record.kind, str(record.resource_id)) == ("make_thing", "things", made.json["id"])
    assert (record.status, record.request_id) == (201, "request-0001")
    assert record.correlation_id == made.headers["X-Correlation-Id"]
    assert business_day(record.at) == business_day(now())


def test_nothing_happens_that_cannot_be_recorded(probe):
    rename = "ALTER TABLE {} RENAME TO {}"
    with owner_of(probe.database).begin() as owner:
        owner.execute(text(rename.format("audit_record", "elsewhere")))
    answer = probe.client("probe:write").post("/v1/things", json=MAKE)
    with owner_of(probe.database).begin() as owner:
        owner.execute(text(rename.format("elsewhere", "audit_record")))

    assert answer.status_code >= 500
    assert probe.published() == []
    with probe.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(things)) == 0


def test_a_list_is_recorded_with_its_count_and_the_hash_of_each_filter(probe):
    make(probe, 3)
    client = probe.client("probe:read")

    client.get("/v1/ranking?name=198501012010011001&limit=2")
    client.get("/v1/ranking?limit=2")

    first, second = records(probe)[-2:]
    hashed = audit.hashed(parts(probe.app).config.audit_key, "name", "198501012010011001")
    assert (first.action, first.filters, first.count) == ("list_by_score", {"name": hashed}, 2)
    assert (second.filters, second.resource_id) == (None, None)
    assert "198501012010011001" not in str(first)
    assert audit.hashed("another key", "name", "198501012010011001") != hashed


def test_a_read_is_recorded_with_its_id(probe):
    make(probe, 1)
    (made,) = probe.client("probe:read").get("/v1/things").json["items"]
    probe.client("probe:read").get(f"/v1/things/{made['id']}")

    assert [(each.action, str(each.resource_id)) for each in records(probe)[-1:]] == [("read_thing", made["id"])]


def test_a_refusal_is_recorded_where_the_caller_is_known(probe):
    missing = new_id()
    reader = probe.client("probe:read")
    reader.get(f"/v1/things/{missing}")
    reader.post("/v1/things", json=MAKE)
    probe.client().get(f"/v1/things/{missing}")
    reader.get("/v1/nothing")
    probe.client("probe:write").post("/v1/things", json={"score": 9})

    assert [(each.action, each.status, each.resource_id) for each in records(probe)] == [
        ("read_thing", 404, missing),
        ("make_thing", 403, None),
    ]


def test_what_is_public_anonymous_or_of_no_person_leaves_no_record(probe):
    probe.client("probe:read").get("/v1/colours")
    probe.client().post("/v1/echoes", json={"names": ["a"]})
    assert probe.client("probe:write").post("/v1/whispers", json=MAKE).status_code == 201

    assert records(probe) == []


def test_a_repetition_by_key_is_recorded_as_a_read(probe):
    client = probe.client("probe:write")
    for _ in range(2):
        made = client.post("/v1/things", json=MAKE, headers={"Idempotency-Key": "same"})

    assert [(each.action, str(each.resource_id)) for each in records(probe)] == [
        ("make_thing", made.json["id"]),
        ("read", made.json["id"]),
    ]


def test_records_are_sealed_once_in_order_and_verify_says_what_is_not_sealed_yet(probe):
    make(probe, 3)

    before = verify(probe)
    assert (seal(probe), seal(probe)) == (3, 0)
    probe.client("probe:read").get("/v1/things")
    after = verify(probe)

    assert (before.unsealed_records, before.seals, before.head) == (3, 0, b"")
    assert (after.faults, after.sealed_records, after.seals, after.unsealed_records) == ([], 3, 1, 1)
    assert [each.position for each in records(probe)] == [1, 2, 3, None]


def test_a_record_that_is_committed_late_is_sealed_later(probe):
    with probe.database.transaction() as late:
        late.execute(text(LATE))
        make(probe, 2)
        assert seal(probe) == 2
    assert seal(probe) == 1

    assert [each.position for each in records(probe)] == [3, 1, 2]
    assert verify(probe).faults == []


def test_two_sealers_at_once_seal_each_record_once(probe):
    make(probe, 2)
    key = parts(probe.app).config.audit_key
    with probe.database.transaction() as first, probe.database.transaction() as second:
        assert audit.seal(first, key) == 2
        assert audit.seal(second, key) == 0

    assert verify(probe).faults == []


TAMPERED = {
    "a record changed": (
        ["UPDATE audit_record SET subject = 'nobody' WHERE position = 2"],
        "positions 1 to 3: a record or the seal was changed",
    ),
    "a time changed": (
        ["UPDATE audit_record SET at = at + interval '1 s' WHERE position = 2"],
        "positions 1 to 3: a record or the seal was changed",
    ),
    "a record removed": (
        ["DELETE FROM audit_record WHERE position = 2"],
        "positions 1 to 3: 1 missing, first 2",
    ),
    "the last record removed": (
        ["DELETE FROM audit_record WHERE position = 5"],
        "positions 4 to 5: 1 missing, first 5",
    ),
    "two records exchanged": (
        [
            "UPDATE audit_record SET position = 100 WHERE position = 1",
            "UPDATE audit_record SET position = 1 WHERE position = 3",
            "UPDATE audit_record SET position = 3 WHERE position = 100",
        ],
        "positions 1 to 3: a record or the seal was changed",
    ),
    "a record put in between, old in its time": ([BACKDATED], "put in after"),
    "a record put in place of another": (
        ["DELETE FROM audit_record WHERE position = 2", SECOND],
        "positions 1 to 3: a record or the seal was changed",
    ),
    "a seal changed": (
        ["UPDATE audit_seal SET hash = sha256('x') WHERE last_position = 3"],
        "positions 1 to 3: a record or the seal was changed",
    ),
    "a seal dated differently": (
        ["UPDATE audit_seal SET sealed_at = sealed_at - interval '1 d' WHERE last_position = 3"],
        "positions 1 to 3: a record or the seal was changed",
    ),
    "a seal removed": (
        ["DELETE FROM audit_seal WHERE last_position = 3"],
        "positions 1 to 3: a seal is missing",
    ),
    "the last seal removed": (
        ["DELETE FROM audit_seal WHERE last_position = 5"],
        "positions from 4: 2 records have lost their seal",
    ),
}


@pytest.mark.parametrize(("statements", "fault"), TAMPERED.values(), ids=TAMPERED)
def test_tampering_shows(probe, statements, fault):
    make(probe, 3)
    seal(probe)
    for _ in range(2):
        probe.client("probe:read").get("/v1/things")
    seal(probe)
    assert verify(probe).faults == []

    execute(probe, *statements)

    found = verify(probe)
    assert any(fault in each for each in found.faults), found.faults


def test_a_chain_made_anew_shows_without_the_key_and_by_a_noted_seal(probe):
    make(probe, 3)
    seal(probe)
    noted = verify(probe).head
    assert verify(probe, noted=noted).faults == []

    execute(
        probe,
        "DELETE FROM audit_record WHERE position = 3",
        "DELETE FROM audit_seal",
        "UPDATE audit_record SET position = NULL",
    )
    with probe.database.transaction() as session:
        assert audit.seal(session, "the attacker's own key, since he does not know ours") == 2

    assert "a record or the seal" in verify(probe).faults[0]
    # With the key nothing shows but that a noted seal is gone.
    with probe.database.transaction() as session:
        session.execute(text("DELETE FROM audit_seal"))
        session.execute(text("UPDATE audit_record SET position = NULL"))
    seal(probe)
    assert verify(probe).faults == []
    assert "the noted seal is not in the chain" in verify(probe, noted=noted).faults[0]


def test_the_commands_seal_verify_and_fail_where_something_was_changed(probe):
    def run(*words):
        with probe.worker.app_context():
            return probe.worker.test_cli_runner().invoke(args=["audit", *words])

    make(probe, 2)

    assert "2 sealed" in run("seal").output
    fine = run("verify")
    assert (fine.exit_code, "2 records under 1 seals" in fine.output) == (0, True)
    assert run("verify", "--noted", "no hash").exit_code == 2
    execute(probe, "UPDATE audit_record SET status = 500 WHERE position = 1")
    wrong = run("verify")

    assert (wrong.exit_code, "1 faults" in wrong.output) == (1, True)


def test_audit_records_are_listed_for_those_who_watch_and_for_nobody_else(probe):
    make(probe, 3)
    watcher = probe.client("probe:audit")
    assert probe.client("probe:read", "probe:write").get("/v1/audit-records").status_code == 403

    page = watcher.get("/v1/audit-records?action=make_thing&limit=2").json
    rest = watcher.get(f"/v1/audit-records?action=make_thing&limit=2&cursor={page['next_cursor']}").json
    tomorrow = (now() + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert (len(page["items"]), len(rest["items"])) == (2, 1)
    assert page["items"][0]["client_id"] == "test-client"
    assert watcher.get(f"/v1/audit-records?since={tomorrow}").json["items"] == []
    assert watcher.get("/v1/audit-records?subject=nobody").json["items"] == []
    own = watcher.get("/v1/audit-records?kind=audit-records").json["items"]
    assert [(each["action"], each["status"]) for each in own[:2]] == [("list", 403), ("list", 200)]
    assert own[1]["count"] == 2


def test_the_sealer_seals_what_comes_until_it_is_told_to_stop(probe):
    stop = StopSignal()
    sealer = audit.Sealer(database=probe.database, key=parts(probe.app).config.audit_key, stop=stop)
    make(probe, 2)
    thread = Thread(target=sealer.run)
    thread.start()
    try:
        for attempt in Retrying(stop=stop_after_delay(20), wait=wait_fixed(0.05), reraise=True):
            with attempt:
                assert verify(probe).unsealed_records == 0
    finally:
        stop.set()
        thread.join(10)

    assert not thread.is_alive()
    assert verify(probe).sealed_records == 2
