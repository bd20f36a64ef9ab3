"""Flask commands about the audit: `audit seal|verify`."""

from threading import Event as StopSignal

import click

from asn_chassis import audit as chain
from asn_chassis.parts import parts


@click.group("audit")
def audit() -> None:
    """Who did and saw what."""


@audit.command("seal")
def _seal() -> None:
    """Seal the records that have no seal yet; the work role does so by itself."""
    sealer = chain.Sealer(database=parts().database, key=parts().config.audit_key, stop=StopSignal())
    click.echo(f"{sealer.drain()} sealed")


@audit.command("verify")
@click.option("--noted", help="The hash of a seal that was noted elsewhere, in hex: it must be in the chain.")
def _verify(noted: str | None) -> None:
    """Find records that were changed, removed or put in between; 1 where there is such a fault."""
    try:
        hash_noted = None if noted is None else bytes.fromhex(noted)
    except ValueError:
        raise click.UsageError("--noted is not hexadecimal") from None
    with parts().database.transaction() as session:
        found = chain.verify(session, parts().config.audit_key, noted=hash_noted)
    for fault in found.faults:
        click.echo(fault)
    click.echo(f"{found.sealed_records} records under {found.seals} seals, head {found.head.hex() or 'none'}")
    since = f", oldest of {found.oldest_unsealed.isoformat()}" if found.oldest_unsealed else ""
    click.echo(f"{found.unsealed_records} not sealed yet{since}")
    if found.faults:
        raise click.ClickException(f"{len(found.faults)} faults: the audit was tampered with")
