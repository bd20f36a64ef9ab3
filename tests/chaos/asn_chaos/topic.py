"""Topics and consumer groups, read and written by Kafka's own tools inside a broker's container."""

import json
import re
from collections import defaultdict

from asn_chaos.stack import Stack
from asn_chaos.waiting import until

# (partition, offset): (key, event id); the id is None where the message is no event.
Messages = dict[tuple[int, int], tuple[str, str | None]]

TOOLS = "/opt/kafka/bin"
# One line a message: partition, offset, key, value.
LINE = re.compile(r"Partition:(\d+)\tOffset:(\d+)\t([^\t]*)\t(.*)")
READ = (
    "timeout {seconds} {tools}/kafka-console-consumer.sh --bootstrap-server {broker}:9092 --topic {topic}"
    " --from-beginning --timeout-ms 15000 --formatter-property print.key=true --formatter-property print.value=true"
    " --formatter-property print.partition=true --formatter-property print.offset=true 2>/dev/null || true"
)
READ_PLAIN = (
    "timeout 20 {tools}/kafka-console-consumer.sh --bootstrap-server {broker}:9092 --topic {topic} --from-beginning"
    " --timeout-ms 10000 --max-messages {count} --formatter-property print.key=true 2>/dev/null"
)
PRODUCE = (
    "{tools}/kafka-console-producer.sh --bootstrap-server {broker}:9092 --topic {topic}"
    " --reader-property parse.key=true 2>&1"
)
GROUPS = "{tools}/kafka-consumer-groups.sh --bootstrap-server {broker}:9092"
OFFSETS = (
    "{tools}/kafka-run-class.sh org.apache.kafka.tools.GetOffsetShell --bootstrap-server {broker}:9092"
    " --topic {topic} --time {time} 2>&1"
)
# No script of every image, but the class is in all of them.
DELETE = "{tools}/kafka-run-class.sh org.apache.kafka.tools.DeleteRecordsCommand --bootstrap-server {broker}:9092"


def all_messages(stack: Stack, service: str) -> Messages:
    """Return what is in the topic of a service that publishes no more; Late where it cannot be read to its end."""
    last = {part: end - 1 for part, end in _offsets(stack, service, "latest").items()}
    first = _offsets(stack, service, "earliest")
    wanted = {(part, offset) for part, offset in last.items() if offset >= first[part]}
    found: Messages = {}

    def at_the_end() -> bool:
        found.update(messages(stack, service))
        return wanted <= found.keys()

    until(f"the topic of {service} is read to its end", at_the_end, within=300)
    return found


def messages(stack: Stack, service: str, *, seconds: int = 90) -> Messages:
    """Return what is in a service's topic: read until it is silent, or for so long where it never is."""
    command = READ.format_map(_names(stack, service) | {"seconds": seconds})
    lines = filter(None, map(LINE.match, _tool(stack, command).splitlines()))
    return {(int(line[1]), int(line[2])): (line[3], _event_id(line[4])) for line in lines}


def _offsets(stack: Stack, service: str, time: str) -> dict[int, int]:
    """Return the latest or earliest offset of each partition of a service's topic."""
    said = _tool(stack, OFFSETS.format_map(_names(stack, service) | {"time": time}))
    found = {int(part): int(offset) for part, offset in re.findall(r"^\S+:(\d+):(\d+)$", said, re.MULTILINE)}
    assert found, said
    return found


def produce(stack: Stack, service: str, source: str) -> None:
    """Produce what a shell command prints, `key<tab>value` a line, into a service's topic."""
    command = f"{source} | {PRODUCE.format_map(_names(stack, service))}"
    until("the broker takes it", lambda: "rror" not in _tool(stack, command), within=60)


def produce_backwards(stack: Stack, service: str, count: int) -> int:
    """Produce the first so many messages of a topic once more, the last of them first; return how many events."""
    read = READ_PLAIN.format_map(_names(stack, service) | {"count": count})
    # What is no event is somebody else's poison, and would be set aside once more.
    kept = _tool(stack, f"{read} | grep -F '\"specversion\"' >/tmp/again; wc -l </tmp/again")
    produce(stack, service, "tac /tmp/again")
    return int(kept)


def set_back(stack: Stack, group: str) -> None:
    """Set a group's offsets to the beginning of its topics."""
    command = f"{GROUPS} --group {group} --all-topics --reset-offsets --to-earliest --execute 2>&1"
    # Refused as long as the broker believes in a member that could not say good-bye.
    until(
        "the group is empty and its offsets are zero",
        lambda: "rror" not in _tool(stack, command.format_map(_names(stack, ""))),
        within=60,
    )


def read_by_all(stack: Stack, service: str) -> dict[int, int]:
    """Return for each partition of a topic the offset that every group which reads it has committed."""
    text = _tool(stack, f"{GROUPS} --describe --all-groups 2>/dev/null".format_map(_names(stack, "")))
    committed: dict[int, list[str]] = defaultdict(list)
    for line in text.splitlines():
        match line.split():
            case [_, topic, partition, offset, *_] if topic == f"asn.{service}.v1":
                committed[int(partition)].append(offset)
    return {partition: min(map(int, offsets)) for partition, offsets in committed.items() if "-" not in offsets}


def truncate(stack: Stack, service: str, offsets: dict[int, int]) -> None:
    """Delete what is before these offsets of a topic's partitions."""
    cut = [{"topic": f"asn.{service}.v1", "partition": number, "offset": at} for number, at in offsets.items()]
    order = json.dumps({"version": 1, "partitions": cut})
    delete = DELETE.format_map(_names(stack, service))
    said = _tool(stack, f"echo '{order}' >/tmp/cut.json && {delete} --offset-json-file /tmp/cut.json 2>&1")
    assert said.count("low_watermark") == len(offsets), said


def _event_id(value: str) -> str | None:
    try:
        return str(json.loads(value)["id"])
    except (ValueError, TypeError, KeyError):
        return None


def _names(stack: Stack, service: str) -> dict[str, object]:
    return {"tools": TOOLS, "broker": stack.brokers[0], "topic": f"asn.{service}.v1"}


def _tool(stack: Stack, command: str, *, timeout: float = 120) -> str:
    return stack.inside(stack.brokers[0], "bash", "-c", command, timeout=timeout)
