"""deploy/kafka/access.yaml gives each role what its service says and listens to, and nothing else."""

from importlib import import_module

import pytest
import yaml
from sources import ROOT, SERVICES

USERS = yaml.safe_load((ROOT / "deploy/kafka/access.yaml").read_text(encoding="utf-8"))["users"]
TOPICS = yaml.safe_load((ROOT / "deploy/topics.yaml").read_text(encoding="utf-8"))["topics"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_writes_what_it_says_and_reads_what_it_listens_to(name):
    service = import_module(f"{name}_service.app").SERVICE

    assert USERS[f"{name}-relay"] == {"writes": [service.stream, service.dead_letter_stream]}
    consume = USERS[f"{name}-consume"]
    assert set(consume["reads"]) == {f"asn.{source}.v1" for source in service.sources}
    assert consume == {"reads": consume["reads"], "group": service.group}


def test_every_user_is_a_role_and_every_topic_is_declared():
    assert set(USERS) == {f"{name}-{role}" for name in SERVICES for role in ("relay", "consume")} | {"kafka-init"}
    assert {topic for user in USERS.values() for topic in (*user.get("writes", ()), *user.get("reads", ()))} <= set(
        TOPICS
    )
