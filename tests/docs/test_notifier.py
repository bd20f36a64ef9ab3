"""The example notifier: killed before and after a mail left, it tells every event, and at most one twice."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from aiosmtpd.controller import Controller

from asn_kernel.business_day import business_day
from asn_local.programs import loop_settings
from asn_local.testing import free_ports
from asn_loop.period import periods_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
NOTIFIER = ROOT / "contracts" / "examples" / "notifier" / "notifier.py"
TODAY = business_day(datetime.now(UTC))
EVENTS = 6


class Sink:
    """Keeps the mails that it took; kills the sender where it is told to."""

    def __init__(self):
        self.taken = []
        self.sender = None
        self.kill_before, self.kill_after = None, None

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802 -- aiosmtpd's names
        if len(self.taken) == self.kill_before:
            self.kill_before = None
            os.kill(self.sender.pid, signal.SIGKILL)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content)["Message-ID"])
        if len(self.taken) == self.kill_after:
            self.kill_after = None
            os.kill(self.sender.pid, signal.SIGKILL)
        return "250 OK"


@pytest.fixture
def sink():
    found = Sink()
    controller = Controller(found, hostname="127.0.0.1", port=free_ports(1)[0])
    controller.start()
    found.address = f"127.0.0.1:{controller.port}"
    yield found
    controller.stop()


def until(condition, within=60):
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come to be"
        time.sleep(0.05)


@contextmanager
def notifier(sink, settings, folder):
    known = {"PATH": os.environ["PATH"], "NOTIFIER_SMTP": sink.address, "NOTIFIER_STATE": str(folder / "notes.sqlite")}
    with (folder / "notifier.log").open("a") as log:
        sink.sender = subprocess.Popen([sys.executable, NOTIFIER], env=known | settings, stdout=log, stderr=log)  # noqa: S603
        try:
            yield sink.sender
        finally:
            sink.sender.kill()
            sink.sender.wait()


def tell_all(sink, settings, folder, ids):
    """Run the notifier until it was killed at both points, and then until everything is told; count the mails."""
    sink.kill_before = 1
    with notifier(sink, settings, folder) as process:
        until(lambda: process.poll() is not None)
    assert len(sink.taken) == 1, "killed before its second mail was taken"
    sink.kill_after = 3
    with notifier(sink, settings, folder) as process:
        until(lambda: process.poll() is not None)
    assert len(sink.taken) == 3, "killed when its third mail was taken, before it could note that"
    with notifier(sink, settings, folder):
        until(lambda: len(sink.taken) == len(ids) + 1)
    return Counter(sink.taken)


def closed_surveys(stack):
    """Close two surveys in each of three periods, and return the ids of the events that say so."""
    settings = loop_settings(stack.config)
    asked = {"grant_type": "client_credentials"}
    identity = (settings["ASN_CLIENT_ID"], settings["ASN_CLIENT_SECRET"])
    token = httpx.post(settings["ASN_TOKEN_URL"], data=asked, auth=identity).raise_for_status().json()["access_token"]

    def call(service, method, path, **body):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
        url = stack.config.url(service) + path
        return httpx.request(method, url, headers=headers, json=body or None).raise_for_status().json()

    unit = call("employee", "POST", "/v1/units", code="DINAS-UJI", name="Dinas uji", kind="DINAS")["id"]
    until(lambda: call("feedback", "GET", "/v1/units?code=DINAS-UJI")["items"])
    for code in ("UJI-A", "UJI-B"):
        service = call("feedback", "POST", "/v1/public-services", code=code, name="Layanan uji", unit_id=unit)["id"]
        for period in periods_of(TODAY)[:3]:
            survey = call("feedback", "POST", "/v1/surveys", service_id=service, period=period)["id"]
            call("feedback", "POST", f"/v1/surveys/{survey}/closure")
    events = call("feedback", "GET", "/v1/events?types=survey-closed")
    assert len(events) == EVENTS
    return [event["id"] for event in events]


def test_by_feed_nothing_is_lost_and_one_mail_repeated_at_most(local_stack, sink, tmp_path):
    ids = closed_surveys(local_stack)
    url = local_stack.config.url
    settings = {
        "NOTIFIER_FEEDS": ",".join(f"{name}={url(name)}" for name in ("evaluation", "feedback", "training")),
        "NOTIFIER_TOKEN_URL": f"{url('issuer')}/oauth/token",
        "NOTIFIER_CLIENT_ID": "notifier",
        "NOTIFIER_CLIENT_SECRET": "development-only-notifier",
        "NOTIFIER_SCOPE": "events:read events:read-internal events:read-personal",
    }

    told = tell_all(sink, settings, tmp_path, ids)

    assert set(told) == {f"<{event}@notifier>" for event in ids}
    assert sorted(told.values()) == [1, 1, 1, 1, 1, 2], "the one that was taken but not noted comes again"


@pytest.mark.engine
def test_by_kafka_nothing_is_lost_and_one_mail_repeated_at_most(broker, sink, tmp_path):
    from kafka import KafkaProducer  # noqa: PLC0415

    topic = broker.topic(partitions=2)
    example = json.loads(next((ROOT / "contracts/events/feedback/survey-closed/examples").glob("*.json")).read_text())
    events = [{**example, "id": str(uuid4()), "partitionkey": str(uuid4())} for _ in range(EVENTS)]
    producer = KafkaProducer(bootstrap_servers=broker.servers)
    for event in events:
        producer.send(topic, json.dumps(event).encode(), key=event["partitionkey"].encode())
    producer.flush()
    producer.close()

    settings = {"NOTIFIER_KAFKA": ",".join(broker.servers), "NOTIFIER_TOPICS": topic}
    told = tell_all(sink, settings, tmp_path, [event["id"] for event in events])

    assert set(told) == {f"<{event['id']}@notifier>" for event in events}
    assert sorted(told.values()) == [1, 1, 1, 1, 1, 2], "the one that was taken but not noted comes again"
