"""The screen at the end of a round: figures, one story, and how to go on. Fits 80 columns."""

from pathlib import Path

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from asn_loop.report.figures import figures, story
from asn_loop.report.told import Told


def summary(told: Told) -> RenderableType:
    """Tell the round on one screen."""
    return Group(
        Rule(Text(told.headline, style="bold"), align="left", style="cyan"),
        Text(told.origin, style="dim"),
        _figures(told),
        Text(""),
        Text(story(told)),
        Text(""),
        Text(told.what_next),
    )


def how_to_go_on(told: Told, *, page: Path | None) -> str:
    """Give what a person copies, so never wrapped; `page` is where the report for the browser is, if there is one."""
    address = f"{told.facts.addresses['evaluation']}/v1/incentives"
    lines = [
        *([told.words("Report for the browser: {page}", page=page)] if page else []),
        told.words("Go on with a token and a call:"),
        "  TOKEN=$(make token)",
        f'  curl -H "Authorization: Bearer $TOKEN" {address}',
    ]
    return "\n".join(lines)


def _figures(told: Told) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column()
    for name, said in figures(told):
        table.add_row(name, said)
    for check in told.failed:
        table.add_row(Text("✗", style="bold red"), check.sentence)
    if not told.failed:
        sentence = told.words("all {count} facts hold (--verbose lists them)", count=len(told.checked))
        table.add_row(told.words("Checked"), sentence)
    table.add_row(told.words("Correlation"), told.facts.correlation_id)
    return table
