"""A notifier: reads the events of the services, by feed or by Kafka, and sends a mail for each that concerns somebody.

It needs httpx, and kafka-python for Kafka; nothing of this repository. It may be killed at any moment: no event is
lost, and the mail that was being sent then may come twice, with the same Message-ID.
"""

import json
import os
import smtplib
import sqlite3
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import parse_qs, urlsplit

import httpx

# What somebody is told about: the subject of the mail, and the field that says whom. Ids alone travel in events; your
# mail server, or a directory of your own, knows who is behind one.
TOLD = {
    "asn.evaluation.training-need-identified.v1": ("Kebutuhan pelatihan", "employee_id"),
    "asn.evaluation.incentive-recommended.v1": ("Rekomendasi insentif", "employee_id"),
    "asn.evaluation.service-improvement-requested.v1": ("Permintaan perbaikan layanan", "unit_id"),
    "asn.training.employee-enrolled.v1": ("Pendaftaran pelatihan", "employee_id"),
    "asn.feedback.survey-closed.v1": ("Survei ditutup", "unit_id"),
    "asn.feedback.index-published.v1": ("Indeks kepuasan terbit", "unit_id"),
}
SERVICES = sorted({name.split(".")[1] for name in TOLD})


class Token(httpx.Auth):
    """Client credentials (RFC 6749, 4.4): a token is asked for once, renewed before it ends and after a 401."""

    def __init__(self, url: str, client_id: str, secret: str) -> None:
        self._url, self._identity = url, (client_id, secret)
        self._value, self._ends = "", 0.0

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:
        """Send the request with a token that is still good."""
        if time.monotonic() > self._ends:
            self._renew()
        request.headers["Authorization"] = f"Bearer {self._value}"
        if (yield request).status_code == httpx.codes.UNAUTHORIZED:
            self._renew()
            request.headers["Authorization"] = f"Bearer {self._value}"
            yield request

    def _renew(self) -> None:
        asked = {"grant_type": "client_credentials", "scope": os.environ["NOTIFIER_SCOPE"]}
        answer = httpx.post(self._url, data=asked, auth=self._identity).raise_for_status().json()
        self._value, self._ends = answer["access_token"], time.monotonic() + answer["expires_in"] - 30


class Notes:
    """What was done, in one file: the ids of the events told, and how far each feed was read."""

    def __init__(self, path: str) -> None:
        self._file = sqlite3.connect(path)
        self._file.execute("CREATE TABLE IF NOT EXISTS told (id TEXT PRIMARY KEY)")
        self._file.execute("CREATE TABLE IF NOT EXISTS cursor (service TEXT PRIMARY KEY, position INTEGER)")

    def knows(self, event: dict) -> bool:
        """Whether the event was told: events come at least once."""
        return self._file.execute("SELECT 1 FROM told WHERE id = ?", [event["id"]]).fetchone() is not None

    def note(self, event: dict) -> None:
        """Remember that it was; this is on the disk when it returns."""
        with self._file:
            self._file.execute("INSERT INTO told VALUES (?)", [event["id"]])

    def position(self, service: str) -> int:
        """Return the cursor of a feed; 0 is its first event."""
        row = self._file.execute("SELECT position FROM cursor WHERE service = ?", [service]).fetchone()
        return row[0] if row else 0

    def move(self, service: str, position: int) -> None:
        """Move the cursor of a feed, behind all that was told."""
        with self._file:
            self._file.execute("REPLACE INTO cursor VALUES (?, ?)", [service, position])


def tell(event: dict, notes: Notes) -> None:
    """Send the mail of an event, then note it: in this order, so that a crash repeats a mail rather than losing it."""
    if event.get("type") not in TOLD or notes.knows(event):
        return
    about, whom = TOLD[event["type"]]
    data = event["data"]
    mail = EmailMessage()
    mail["Message-ID"] = f"<{event['id']}@notifier>"
    mail["Date"] = formatdate()
    mail["From"], mail["To"], mail["Subject"] = "pemberitahuan@asn.example", f"{data[whom]}@asn.example", about
    reasons = [reason["text_id"] for reason in data.get("reasons", [])]
    mail.set_content("\n".join([f"{about}: {event['subject']}", *reasons, f"Korelasi: {event['correlationid']}"]))
    host, _, port = os.environ["NOTIFIER_SMTP"].partition(":")
    with smtplib.SMTP(host, int(port or 25), timeout=30) as server:
        server.send_message(mail)
    notes.note(event)


def by_feed(notes: Notes) -> Iterator[None]:
    """Tell what the feeds hold, service by service, a page each time."""
    identity = (os.environ[f"NOTIFIER_{name}"] for name in ("TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"))
    feeds = dict(pair.split("=", 1) for pair in os.environ["NOTIFIER_FEEDS"].split(","))
    with httpx.Client(auth=Token(*identity), timeout=30) as client:
        while True:
            for service in SERVICES:
                types = ",".join(name for name in TOLD if name.split(".")[1] == service)
                asked = {"after": notes.position(service), "types": types, "wait": 1}
                answer = client.get(f"{feeds[service]}/v1/events", params=asked).raise_for_status()
                for event in answer.json():
                    tell(event, notes)
                # The cursor is the one in Link, not the last event's position: what was left out lies behind it too.
                (after,) = parse_qs(urlsplit(answer.links["next"]["url"]).query)["after"]
                notes.move(service, int(after))
            yield


def by_kafka(notes: Notes) -> Iterator[None]:
    """Tell what the topics hold; offsets are committed after the mails, so that nothing is skipped."""
    from kafka import KafkaConsumer  # noqa: PLC0415 -- the feed needs no Kafka

    topics = os.environ.get("NOTIFIER_TOPICS", ",".join(f"asn.{service}.v1" for service in SERVICES)).split(",")
    servers = os.environ["NOTIFIER_KAFKA"].split(",")
    kept = {"group_id": "notifier", "enable_auto_commit": False, "auto_offset_reset": "earliest"}
    consumer = KafkaConsumer(*topics, bootstrap_servers=servers, isolation_level="read_committed", **kept)
    while True:
        for records in consumer.poll(timeout_ms=1_000).values():
            for record in records:
                tell(json.loads(record.value), notes)
        consumer.commit()
        yield


if __name__ == "__main__":
    steps = (by_kafka if "NOTIFIER_KAFKA" in os.environ else by_feed)(Notes(os.environ["NOTIFIER_STATE"]))
    for _ in steps:
        pass
