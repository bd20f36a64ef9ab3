"""python -m asn_local up | down | demo [--once] [--fresh] [--verbose] [--lang id] | status | token [WHO]."""

import functools
from collections.abc import Callable

import click
from environs import EnvValidationError

from asn_local.config import Config
from asn_local.errors import StackError
from asn_local.programs import LOOP_CLIENT
from asn_local.stack import Stack


def with_stack(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its stack, and turn what a person can mend into one message."""

    @functools.wraps(command)
    def run(**options: bool | str | None) -> None:
        try:
            command(Stack(Config.from_environment(), say=click.echo), **options)
        except (StackError, EnvValidationError) as error:
            raise click.ClickException(str(error)) from error

    return run


@click.group()
def main() -> None:
    """Run the whole system on this machine."""


@main.command()
@with_stack
def up(stack: Stack) -> None:
    """Start everything and wait until it is ready; it stays until `down`."""
    stack.up(keep=True)
    for name in stack.config.ports:
        click.echo(f"  {name:<11} {stack.config.url(name)}")


@main.command()
@with_stack
def down(stack: Stack) -> None:
    """Stop everything, whatever state it is in. Data is kept."""
    stopped = stack.down()
    if stopped:
        click.echo(f"Stopped: {', '.join(stopped)}.\nThe data are kept in {stack.state.folder}.")
    else:
        click.echo("Nothing was running.")


@main.command()
@click.option("--once", is_flag=True, help="Stop after the report instead of staying for a look around.")
@click.option("--fresh", is_flag=True, help="Stop what runs and remove the data of earlier runs first.")
@click.option("--verbose", is_flag=True, help="Tell everything, person by person.")
@click.option("--lang", type=click.Choice(["id", "en"]), help="The language of the report; by default the system's.")
@with_stack
def demo(stack: Stack, *, once: bool, fresh: bool, verbose: bool, lang: str | None) -> None:
    """Start everything, close the loop once through the public APIs, and report."""
    from asn_local.demo import demo as run  # noqa: PLC0415 -- the other commands start faster without it

    if fresh:
        stack.forget()
    options = [*(["--verbose"] if verbose else []), *(["--lang", lang] if lang else [])]
    raise SystemExit(run(stack, once=once, loop_options=options))


@main.command()
@with_stack
def status(stack: Stack) -> None:
    """Show what runs; exit status 1 when it is not all ready, or something stands still."""
    from rich.console import Console  # noqa: PLC0415 -- the other commands start faster without it

    from asn_local.status import status_table  # noqa: PLC0415

    table, troubles = status_table(stack)
    console = Console()
    console.print(table)
    for name, trouble in troubles.items():
        console.print(f"{name}: {trouble}", soft_wrap=True, markup=False, highlight=False)
    raise SystemExit(1 if troubles else 0)


@main.command()
@click.argument("who", default=LOOP_CLIENT)
@with_stack
def token(stack: Stack, *, who: str) -> None:
    """Print an access token of a client or of a person of the development issuer, e.g. employee-1."""
    from asn_local.tokens import token_of  # noqa: PLC0415 -- the other commands start faster without it

    click.echo(token_of(stack.config.url("issuer"), who))


if __name__ == "__main__":
    main(prog_name="asn_local")
