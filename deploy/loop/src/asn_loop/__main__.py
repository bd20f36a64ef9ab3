"""python -m asn_loop [--lang id|en] [--verbose]: close the loop of the period that is due, and report."""

import argparse
import os
import signal
import sys
from datetime import UTC, datetime

import httpx
from environs import EnvValidationError
from rich.console import Console

from asn_loop.checks import checks
from asn_loop.config import Config
from asn_loop.errors import LoopError
from asn_loop.language import LANGUAGES, Words, preferred
from asn_loop.loop import close_the_loop
from asn_loop.period import WIB
from asn_loop.report import Told, details, how_to_go_on, summary, write_page


def main() -> int:
    """Return 0 only when every step really happened and every fact holds."""
    options = _options()
    console, errors, words = Console(), Console(stderr=True), Words(options.lang)

    def say(sentence: str, **values: object) -> None:
        console.print(f"[green]✓[/green] {words(sentence, **values)}", highlight=False)

    try:
        config = Config.from_environment()
        today = datetime.now(UTC).astimezone(WIB).date()
        facts = close_the_loop(config, today=today, say=say)
    except EnvValidationError as error:
        errors.print(f"[bold red]{words('Settings:')}[/bold red] {error}")
        return 2
    except (LoopError, httpx.HTTPError) as error:
        errors.print(f"[bold red]{words('The loop did not close.')}[/bold red] {error}")
        return 1
    except KeyboardInterrupt:
        errors.print(words("Interrupted; the next run goes on from here."))
        return 128 + signal.SIGINT
    told = Told(facts, checks(facts, words), words)
    if options.verbose:
        console.print(details(told), highlight=False)
    console.print()
    console.print(summary(told), highlight=False)
    print(how_to_go_on(told, page=write_page(told, config.report) if config.report else None))  # noqa: T201
    return 1 if told.failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="asn_loop", description=main.__doc__)
    parser.add_argument("--lang", choices=LANGUAGES, default=preferred(os.environ), help="by default the system's")
    parser.add_argument("--verbose", action="store_true", help="tell everything, person by person")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
