"""Messages that nobody can read, that come late, or that are gone."""

import random
import time
from functools import partial

from asn_chaos.drain import caught_up, handled
from asn_chaos.stack import Stack
from asn_chaos.tally import Fault, Tally
from asn_chaos.topic import messages, produce, produce_backwards, read_by_all, truncate
from asn_chaos.waiting import lasted, until

READERS = (("feedback", ["employee", "evaluation"]), ("employee", ["evaluation", "feedback", "training"]))
# More than the hundred dead letters at which a consumer stands still, and less than a second hundred.
FLOOD = 130
BUSY_KEY = """
    SELECT key FROM outbox WHERE type = 'asn.feedback.answer-submitted.v1'
    ORDER BY seq DESC LIMIT 1
"""
DEAD = "SELECT count(*) FROM dead_letter WHERE state = 'DEAD'"


def poison(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Put a message into a topic that no retry can mend."""
    topic, readers = chance.choice(READERS)
    produce(stack, topic, f"printf '{_key(chance)}\\t{chance.choice(('not json', '{}', '[1]', '{'))}\\n'")
    tally.poisoned.update(readers)
    tally.faults["poison"] += 1


def flood(length: float) -> Fault:
    """Return the fault: so much poison that its readers stand still, until somebody drops it after a while."""

    def fault(stack: Stack, chance: random.Random, tally: Tally) -> None:
        topic, readers = chance.choice(READERS)
        begun = time.monotonic()
        produce(stack, topic, f"seq --format='{_key(chance)}-%g\tnot json' {FLOOD}")
        tally.poisoned.update(dict.fromkeys(readers, FLOOD))
        for reader in readers:
            until(f"{reader} says that it stands still", partial(_stands, stack, reader, begun), within=60)
        done, answered = handled(stack, "evaluation"), _answers(stack)
        lasted("the standstill", since=begun, seconds=length)
        until("answers are taken meanwhile", lambda: _answers(stack) > answered + 20, within=30)
        assert handled(stack, "evaluation") == done, "evaluation consumed although it stood still"
        for reader in readers:
            said = _dead_letters(stack, reader, "drop", *chance.choice((["--all"], ["--reason", "not a CloudEvent"])))
            assert int(said.split()[0]) >= 100, said
        until("evaluation goes on", lambda: handled(stack, "evaluation") > done, within=30)
        tally.faults["flood of poison"] += 1

    return fault


def parked(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Put poison before the live answers of one survey, then drop it and replay what waits, as answers go on."""
    key = stack.sql("feedback", BUSY_KEY)[0][0]
    produce(stack, "feedback", f"printf '{key}\\tnot json\\n'")
    tally.poisoned.update(["employee", "evaluation"])
    waiting = f"SELECT count(*) FROM dead_letter WHERE key = '{key}' AND state = 'PARKED'"  # noqa: S608 -- ours
    enough = chance.randint(15, 40)
    until("answers wait behind the poison", lambda: int(stack.sql("evaluation", waiting)[0][0]) >= enough, within=90)
    letter = f"SELECT id FROM dead_letter WHERE key = '{key}' AND state = 'DEAD'"  # noqa: S608 -- ours
    _dead_letters(stack, "evaluation", "drop", stack.sql("evaluation", letter)[0][0])
    said = _dead_letters(stack, "evaluation", "replay", "--key", key)
    assert int(said.split()[0]) >= enough, said
    assert stack.sql("evaluation", waiting) == [["0"]], "something still waits behind nothing"
    # The other reader of the topic keeps what it cannot read too; nothing that it handles waits behind it.
    until("employee has set it aside", lambda: stack.sql("employee", letter) != [], within=60)
    _dead_letters(stack, "employee", "drop", stack.sql("employee", letter)[0][0])
    _dead_letters(stack, "employee", "replay", "--key", key)
    tally.faults["replay before live answers"] += 1


def backwards(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Publish the older half of a topic once more, last first, as a relay might that thinks itself active."""
    service = chance.choice(("feedback", "employee", "evaluation"))
    caught_up(stack, service, within=90)
    published = int(stack.sql(service, "SELECT published_position FROM outbox_log")[0][0])
    again = produce_backwards(stack, service, published // 2)
    assert again > 0, f"nothing of {service} was there to be published again"
    tally.produced_again += again
    tally.faults["published backwards"] += 1


def truncated(stack: Stack, chance: random.Random, tally: Tally) -> None:
    """Delete from a topic what all of its readers have read; nobody may notice."""
    service = chance.choice(("feedback", "employee"))
    caught_up(stack, service, within=90)
    cut = read_by_all(stack, service)
    assert cut, f"nobody has read anything of {service}"
    before = messages(stack, service, seconds=12)
    lost = {place: message for place, message in before.items() if place[1] < cut.get(place[0], 0)}
    # What the checker will miss must be what was seen here, whole.
    first = {partition: min(offset for at, offset in before if at == partition) for partition, _ in before}
    assert len(lost) == sum(cut[partition] - first[partition] for partition in cut.keys() & first.keys())
    truncate(stack, service, cut)
    tally.truncated[service] |= lost
    tally.faults["topic truncated"] += 1


def _key(chance: random.Random) -> str:
    return f"poison-{chance.getrandbits(64):x}"


def _stands(stack: Stack, service: str, since: float) -> bool:
    log = stack.engine("logs", f"{service}-consume", f"--since={time.monotonic() - since:.0f}s")
    return "consuming stands still" in log and int(stack.sql(service, DEAD)[0][0]) >= 100


def _answers(stack: Stack) -> int:
    return int(stack.sql("feedback", "SELECT count(*) FROM answers")[0][0])


def _dead_letters(stack: Stack, service: str, *words: str) -> str:
    """Do what an operator does, where an operator does it."""
    return stack.inside(f"{service}-consume", "flask", "dead-letters", *words, timeout=120)
