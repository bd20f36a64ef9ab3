"""The page for whoever operates the services: each of its sections is run, in order, on the deployment it speaks of."""

import os
import re
import subprocess
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from asn_chaos.stack import CLIENT, ROOT, SERVICES, deployed
from asn_chaos.waiting import until

from asn_loop.checks import checks
from asn_loop.config import Config
from asn_loop.language import Words
from asn_loop.loop import close_the_loop
from asn_loop.saying import silent

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.usefixtures("container_engine")]

PAGE = (ROOT / "docs/how-to/operate.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SECTIONS = {title: "".join(SHELL.findall(text)) for title, text in SECTION.findall(PAGE)}
RUBBISH = """
import os
from asn_chassis.config import Config
from asn_chassis.kafka import clients
from asn_chassis.kafka.cluster import Cluster
with clients.producer(Cluster.of(Config.from_environment(os.environ)), "probe") as producer:
    producer.send("asn.evaluation.v1", b"rubbish").get(15)
"""
# Of one request, a second apart, before a client gives up.
MOST_REPEATS = 10
NEEDS = "SELECT id FROM training_needs ORDER BY id"
TOLD = "SELECT convert_from(payload, 'UTF8')::jsonb -> 'data' ->> 'need_id' FROM outbox WHERE type = '{}' ORDER BY 1"
IDENTIFIED = TOLD.format("asn.evaluation.training-need-identified.v1")


@pytest.fixture(scope="module")
def stack(container_engine):  # noqa: ARG001 -- asked for first
    with deployed(chaos=False) as running:
        yield running


@pytest.fixture(scope="module")
def follow(stack, tmp_path_factory):
    """Return how to type what a section of the page says; what it exports holds in the sections behind it."""
    written = "".join(Path(path).read_text() for path in stack.compose.env_file)
    own = dict(line.split("=", 1) for line in written.split())
    folder = tmp_path_factory.mktemp("operate")

    def run(title):
        script = SECTIONS.pop(title).replace("training.dump", str(folder / "training.dump"))
        done = subprocess.run(  # noqa: S603 -- our page
            ["/bin/bash", "-euxo", "pipefail", "-c", f"{script}\nexport -p > {folder}/exported"],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
            cwd=ROOT,
            env={**os.environ, **own, "BASH_ENV": str(folder / "exported")},
        )
        assert done.returncode == 0, f"{title}: {done.stdout[-2000:]} {done.stderr[-3000:]}"
        return done.stdout

    (folder / "exported").touch()
    return run


def go_round(stack):
    addresses = {name: stack.url(name) for name in SERVICES}
    config = Config(addresses, addresses, f"{stack.url('issuer')}/oauth/token", *CLIENT, stack.url("issuer"), 90, None)
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    return close_the_loop(config, today=today, say=silent)


def holds(facts):
    return [check.sentence for check in checks(facts, Words("en")) if not check.holds] == []


def test_what_the_page_says_works_in_its_order(stack, follow):
    go_round(stack)
    stack.inside("training-relay", "python", "-c", RUBBISH)
    until("the rubbish is a dead letter", lambda: stack.sql("training", "SELECT 1 FROM dead_letter"), within=60)
    assert "1 dropped" in follow("Look at dead letters and settle them")
    assert "rebuilt from" in follow("Build a read model again")
    assert "the same" in follow("Compare with the sources")
    restored(stack, follow)
    upgraded(stack, follow)
    follow("Change keys and passwords")
    assert holds(go_round(stack))
    assert SECTIONS == {}


def restored(stack, follow):
    """Back up, let things happen, restore: training has every need again, evaluation names what is gone."""
    follow("Back up one service")
    go_round(stack)
    identified = stack.sql("evaluation", IDENTIFIED)
    until("every need is registered", lambda: stack.sql("training", NEEDS) == identified, within=60)

    said = follow("Restore one service")

    assert stack.sql("training", NEEDS) == identified
    assert re.search(r"evaluation: [1-9]\d* applied, 0 refused", said)
    assert re.search(r"training: [1-9]\d* events that were consumed on .* are not in its log any more", said)


def upgraded(stack, follow):
    """Whoever asks again when she is told to gets her answer."""
    done, statuses, in_a_row = threading.Event(), Counter(), [0]

    def ask():
        refused = 0
        while not done.is_set():
            status = httpx.get(f"{stack.url('training')}/", timeout=30).status_code
            statuses[status] += 1
            refused = 0 if status == httpx.codes.OK else refused + 1
            in_a_row.append(refused)
            time.sleep(1 if refused else 0.05)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        follow("Upgrade one service while it is used")
    finally:
        done.set()
        asking.join()
    assert set(statuses) <= {200, 502, 503}, statuses
    assert max(in_a_row) <= MOST_REPEATS, statuses
