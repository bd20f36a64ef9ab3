"""The deployment in production: the loop closes over TLS, and nobody in Kafka does what is not hers to do."""

import json
import re

import pytest
from asn_chaos.stack import ROOT, SERVICES, free_ports, prepared, shell

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.usefixtures("container_engine")]

FILES = ("deploy/compose/tls.yml", "deploy/compose/production.yml", "tests/production/compose.yml")
ISSUER = "https://issuer.asn.test:8000"

# Run where the role runs, with its own settings, by our own clients.
PROBE = """
import os
import sys
from kafka import TopicPartition
from asn_chassis.config import Config
from asn_chassis.kafka import clients
from asn_chassis.kafka.cluster import Cluster
cluster = Cluster.of(Config.from_environment(os.environ))

def write(topic):
    with clients.producer(cluster, "probe") as producer:
        producer.send(topic, b"{}").get(15)

def read(topic):
    with clients.consumer(cluster, "probe", None) as consumer:
        consumer.end_offsets([TopicPartition(topic, 0)])

def progress(group):
    with clients.admin(cluster, "probe") as admin:
        admin.list_group_offsets(group)

def make(topic):
    with clients.admin(cluster, "probe") as admin:
        admin.create_topics({topic: {"num_partitions": 1, "replication_factor": 1}})

for asked in sys.argv[1:]:
    verb, _, subject = asked.partition(" ")
    try:
        {"write": write, "read": read, "progress": progress, "make": make}[verb](subject)
    except Exception as error:
        print(type(error).__name__)
    else:
        print("done")
"""
NO_TOPIC, NO_GROUP = "TopicAuthorizationFailedError", "GroupAuthorizationFailedError"
MAY = {
    "training-relay": {
        "write asn.training.dlq.v1": "done",
        "write asn.evaluation.v1": NO_TOPIC,
        "write asn.evaluation.dlq.v1": NO_TOPIC,
        "read asn.employee.v1": NO_TOPIC,
        "progress training.events": NO_GROUP,
        "make asn.mine.v1": NO_TOPIC,
    },
    "training-consume": {
        "read asn.evaluation.v1": "done",
        "read asn.feedback.v1": NO_TOPIC,
        "write asn.training.v1": NO_TOPIC,
        "progress training.events": "done",
        "progress evaluation.events": NO_GROUP,
    },
}


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("production") / "secrets"
    shell([str(ROOT / "deploy/compose/secrets.sh"), str(folder), "asn.test"])
    return folder


@pytest.fixture(scope="module")
def stack(container_engine, secrets):  # noqa: ARG001 -- asked for first
    settings = {
        "ASN_SECRETS": secrets,
        "ASN_DOMAIN": "asn.test",
        "ASN_GATEWAY_CERTIFICATE": secrets / "gateway/tls.pem",
        "ASN_GATEWAY_ADDRESS": "127.0.0.1",
        "ASN_GATEWAY_PORT": free_ports(1)[0],
        "ASN_ISSUERS": f"{ISSUER}={ISSUER}/.well-known/jwks.json",
        "ASN_BROWSER_AUTHORIZE_URL": f"{ISSUER}/oauth/authorize",
        "ASN_BROWSER_TOKEN_URL": f"{ISSUER}/oauth/token",
    }
    with prepared("production", files=FILES, **settings) as prepared_stack:
        prepared_stack.run("up", "--build", "--wait", timeout=900)
        yield prepared_stack


def test_no_container_holds_a_public_secret_or_an_address_without_tls(stack):
    containers = json.loads(stack.run("config", "--format", "json"))["services"]

    for name, container in containers.items():
        if name != "issuer":
            told = json.dumps([container.get("environment"), container.get("command")])
            assert "development-only" not in told, name
            assert not re.search("http://|PLAINTEXT", told), name


def test_the_loop_closes(stack):
    said = stack.run("--profile", "demo", "run", "--rm", "--no-TTY", "demo")

    assert "✗" not in said


@pytest.mark.parametrize("role", MAY)
def test_a_role_does_in_kafka_what_is_its_own_to_do(stack, role):
    outcomes = stack.inside(role, "python", "-c", PROBE, *MAY[role], timeout=120).split()

    assert dict(zip(MAY[role], outcomes, strict=True)) == MAY[role]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (["ASN_KAFKA_PASSWORD_FILE=", "ASN_KAFKA_PASSWORD=guessed"], "refuses the password of training-relay"),
        (["ASN_KAFKA_CA=/etc/ssl/certs/ca-certificates.crt"], "a certificate that ASN_KAFKA_CA does not vouch for"),
        (["ASN_ENV=test", "ASN_KAFKA_SECURITY=PLAINTEXT"], "wants TLS and a password"),
    ],
    ids=["password", "authority", "plaintext"],
)
def test_who_does_not_come_in_is_told_why(stack, changes, reason):
    ensure = ["flask", "topics", "ensure", "--file", "/app/deploy/topics.yaml"]
    refused = stack.inside("training-relay", "sh", "-c", f"env {' '.join([*changes, *ensure])} 2>&1 || true")

    assert reason in refused


def test_a_role_with_a_public_secret_does_not_start(stack):
    public = "ASN_CURSOR_KEY_FILE= ASN_CURSOR_KEY=development-only-development-only ASN_KAFKA_SECURITY=PLAINTEXT"
    refused = stack.inside("training-relay", "sh", "-c", f"env {public} flask relay 2>&1 || true")

    assert "ASN_CURSOR_KEY: is public" in refused
    assert "ASN_KAFKA_SECURITY: must be SASL_SSL" in refused


def test_every_folder_of_secrets_is_its_own_containers_alone(stack):
    containers = json.loads(stack.run("config", "--format", "json"))["services"]

    mounted = [
        volume["source"]
        for container in containers.values()
        for volume in container.get("volumes", ())
        if volume["target"] == "/run/secrets" and "gateway" not in volume["source"]
    ]
    assert len(mounted) == len(set(mounted)) == len(SERVICES) * 6 + 3
