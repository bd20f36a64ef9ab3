"""python -m asn_loop: close the loop of the period that is due, and report."""

import signal
import sys
from datetime import UTC, datetime, timedelta, timezone

import httpx
from environs import EnvValidationError
from rich.console import Console

from asn_loop.checks import checks
from asn_loop.config import Config
from asn_loop.errors import LoopError
from asn_loop.loop import close_the_loop
from asn_loop.report import report

# Sibolga lives by WIB.
WIB = timezone(timedelta(hours=7), "WIB")


def main() -> int:
    """Return 0 only when every step really happened and every fact holds."""
    console, errors = Console(), Console(stderr=True)
    try:
        config = Config.from_environment()
        today = datetime.now(UTC).astimezone(WIB).date()
        facts = close_the_loop(config, today=today, say=lambda said: console.print(f"[green]✓[/green] {said}"))
    except EnvValidationError as error:
        errors.print(f"[bold red]Settings:[/bold red] {error}")
        return 2
    except (LoopError, httpx.HTTPError) as error:
        errors.print(f"[bold red]The loop did not close.[/bold red] {error}")
        return 1
    except KeyboardInterrupt:
        errors.print("Interrupted; the next run goes on from here.")
        return 128 + signal.SIGINT
    checked = checks(facts)
    console.print(report(facts, checked))
    if not all(check.holds for check in checked):
        errors.print("[bold red]The loop ran, but not every fact holds; see the table of checks.[/bold red]")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
