"""Flask commands about dead letters: `dead-letters list|show|replay|drop`."""

from typing import Any
from uuid import UUID

import click
from sqlalchemy import Row

from asn_chassis.consume import replaying
from asn_chassis.consume.replaying import Chain, Replay
from asn_chassis.database import Database
from asn_chassis.ops import loops
from asn_chassis.parts import parts


@click.group("dead-letters")
def dead_letters() -> None:
    """Messages that could not be processed, and what waits behind them."""


def plain(value: object) -> str:
    """Return what can be shown: what strangers sent may hold words that a terminal obeys."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in str(value))


def _database() -> Database:
    return parts().database


@dead_letters.command("list")
def _list() -> None:
    """Show what is unresolved, in the order of a replay."""
    with _database().transaction() as session:
        letters = replaying.open_letters(session)
    for letter in letters:
        place = f"{letter.stream}/{letter.partition}@{letter.position}"
        click.echo(f"{letter.id}  {letter.state:6}  {place}  key={plain(letter.key)}  {plain(letter.reason)}")
    click.echo(f"{len(letters)} unresolved")


@dead_letters.command("show")
@click.argument("letter_id", type=click.UUID)
def _show(letter_id: UUID) -> None:
    """Show one letter whole: coordinates, reason, headers, bytes."""
    letter = _letter(letter_id)
    for name, value in letter._mapping.items():  # noqa: SLF001 -- SQLAlchemy's documented name
        shown = bytes(value).decode(errors="backslashreplace") if name == "payload" else value
        click.echo(f"{name}: {plain(shown)}")


@dead_letters.command("drop")
@click.argument("letter_id", type=click.UUID, required=False)
@click.option("--reason", help="All that could not be processed for a reason that holds this text.")
@click.option("--all", "everything", is_flag=True, help="All that could not be processed.")
def _drop(letter_id: UUID | None, reason: str | None, *, everything: bool) -> None:
    """Give letters up for good; they are kept, and never processed. What waits behind them stays for a replay."""
    if sum((letter_id is not None, reason is not None, everything)) != 1:
        raise click.UsageError("say one of LETTER_ID, --reason and --all")
    if reason is not None and not reason.strip():
        raise click.UsageError("an empty --reason is in every reason; say --all if you mean all")
    if letter_id is not None:
        _drop_one(letter_id)
        return
    with _database().transaction() as session:
        dropped = replaying.drop_dead(session, reason)
        waiting = replaying.unresolved(session)
    click.echo(f"{dropped} dropped; {waiting} unresolved" + (": list, and replay --all" if waiting else ""))


def _drop_one(letter_id: UUID) -> None:
    letter = _letter(letter_id)
    with _database().transaction() as session:
        if not replaying.drop(session, letter_id):
            raise click.ClickException(f"it is {letter.state} already")
        waiting = 0 if letter.key is None else replaying.waiting_behind(session, letter)
    click.echo(f"dropped; {waiting} wait behind it" + (f": replay --key {plain(letter.key)}" if waiting else ""))


@dead_letters.command("replay")
@click.option("--id", "letter_id", type=click.UUID, help="This letter, and what waits behind it.")
@click.option("--key", help="All letters of this key.")
@click.option("--all", "everything", is_flag=True, help="All letters.")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="At most so many a second.")
def _replay(letter_id: UUID | None, key: str | None, *, everything: bool, rate: float | None) -> None:
    """Process letters again, in order per key, while the consumer goes on; stops cleanly on SIGTERM."""
    if sum((letter_id is not None, key is not None, everything)) != 1:
        raise click.UsageError("say one of --id, --key and --all")
    try:
        with replaying.exclusive(_database()):
            with _database().transaction() as session:
                chains = replaying.chains(session, letter_id=letter_id, key=key)
            failed = _run(chains, rate)
    except replaying.AnotherReplay as error:
        raise click.ClickException("another replay is running") from error
    if failed:
        raise click.ClickException(f"{failed} failed again and stay, with what waits behind them")


def _run(chains: list[Chain], rate: float | None) -> int:
    service = parts().service
    replay = Replay(database=_database(), handlers=service.handlers)
    stop = loops.stop_on_signals()
    pause = 0 if rate is None else 1 / rate

    def go_on() -> bool:
        return not (stop.wait(pause) if pause else stop.is_set())

    total = failed = 0
    for chain in chains:
        resolved, reason = replay.run(chain, go_on)
        total += resolved
        if reason is not None:
            failed += 1
            click.echo(f"{chain.stream} key={plain(chain.key)}: {plain(reason)}")
    click.echo(f"{total} resolved" + (", stopped before the end" if stop.is_set() else ""))
    return failed


def _letter(letter_id: UUID) -> Row[Any]:
    with _database().transaction() as session:
        letter = replaying.find(session, letter_id)
    if letter is None:
        raise click.ClickException(f"no dead letter {letter_id}")
    return letter
