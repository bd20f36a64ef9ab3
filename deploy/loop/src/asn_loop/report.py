"""The report of a round, for a person to read."""

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from asn_loop.checks import Check
from asn_loop.client import Json
from asn_loop.facts import Facts
from asn_loop.steps.effects import hours_in, year_of

COLOURS = {
    "A": "green",
    "B": "green",
    "C": "yellow",
    "D": "red",
    "RECOMMENDED": "green",
    "DEFERRED": "yellow",
    "WITHHELD": "red",
    "SEAT_BOUGHT": "green",
    "SEAT_SHARED": "green",
    "SEAT_JOINED": "green",
    "ALREADY_MET": "green",
    "UNFUNDED": "yellow",
    "FULFILLED": "bold green",
    "MET": "green",
    "WITHDRAWN": "dim",
}

# States in which a need asks for nothing any more.
ENDED = ("FULFILLED", "MET", "WITHDRAWN")


def report(facts: Facts, checked: list[Check]) -> RenderableType:
    """Tell the round from the citizens' answers to what became of them."""
    return Group(
        _heading(facts),
        *_index(facts),
        *_improvements(facts),
        *_needs(facts),
        *_money(facts),
        *_incentives(facts),
        *_training(facts),
        *_checks(checked),
        *_addresses(facts),
    )


def _heading(facts: Facts) -> RenderableType:
    text = Text.from_markup(
        f"[bold]{facts.service['name']}, {facts.period}[/bold]\n"
        "The answers are real (Kabupaten Sekadau, 2019). People, prices and plans are made up.\n"
        f"Correlation id of every request and event of this round: [bold]{facts.correlation_id}[/bold]"
    )
    return Panel(text, title="The closed loop", border_style="cyan")


def _index(facts: Facts) -> tuple[RenderableType, ...]:
    index = facts.index
    table = _table("element", "value", "mutu")
    for element in sorted(index["elements"], key=lambda each: each["rank"]):
        table.add_row(element["element"], str(element["value"]), _coloured(element["mutu"]))
    ikm = f"[{COLOURS[index['mutu']]}]{index['ikm']}, mutu {index['mutu']}[/]"
    return _titled(f"1. {index['respondents']} citizens answered. IKM {ikm}; the lowest element comes first", table)


def _improvements(facts: Facts) -> tuple[RenderableType, ...]:
    table = _table("element", "action", "because")
    for each in facts.improvements:
        table.add_row(each["element"], each["action"], _reasons(each))
    return _titled("2. The unit is asked to improve", table)


def _needs(facts: Facts) -> tuple[RenderableType, ...]:
    table = _table("priority", "who", "need", "because", "what became of it")
    for need in sorted(facts.needs, key=lambda each: (-each["priority"], facts.name(each["employee_id"]))):
        wanted = f"{need['competency_code']}\n{need['current_level'] or '?'} → {need['target_level']}"
        who = facts.name(need["employee_id"])
        table.add_row(str(need["priority"]), who, wanted, _reasons(need), _fate(facts, need))
    return _titled("3. People need training, the most urgent first", table)


def _fate(facts: Facts, need: Json) -> str:
    registered, line = facts.register[need["id"]], facts.lines.get(need["id"])
    outcome, why = (
        (line["outcome"], _reasons(line)) if line else ("SEAT_JOINED", "A seat of an earlier plan answers it.")
    )
    ended = f" {_coloured(registered['state'])}" if registered["state"] in ENDED else ""
    return f"{_coloured(outcome)}{ended}. {why}"


def _money(facts: Facts) -> tuple[RenderableType, ...]:
    plan = facts.plan
    table = _table("", "rupiah")
    table.columns[1].justify = "right"
    table.add_row(f"budget {plan['year']}", _rupiah(plan["budget"]))
    table.add_row(f"committed by the plan of {plan['period']}", _rupiah(plan["cost"]))
    table.add_row(f"committed in {plan['year']} up to this plan", _rupiah(plan["committed"]))
    table.add_row("left", f"[bold]{_rupiah(plan['remaining'])}[/bold]")
    others = f"; {facts.carried_over} needs of earlier rounds were decided again" if facts.carried_over else ""
    return _titled(f"4. The budget buys what matters most{others}", table)


def _incentives(facts: Facts) -> tuple[RenderableType, ...]:
    table = _table("who", "outcome", "kind", "because")
    for incentive in sorted(facts.incentives, key=lambda each: facts.name(each["employee_id"])):
        history = " → ".join(_coloured(version["outcome"]) for version in incentive["history"])
        table.add_row(facts.name(incentive["employee_id"]), history, incentive["kind"], _reasons(incentive))
    return _titled("5. Evaluations lead to incentives: nominations, never payments", table)


def _training(facts: Facts) -> tuple[RenderableType, ...]:
    seat, course = facts.seat, facts.courses.get(facts.seat["course_id"], {})
    hours, year = hours_in(facts.profile, year_of(seat)), year_of(seat)
    table = _table("", "before", "after")
    table.add_row(f"level in {seat['competency_code']}", str(facts.level_before), str(seat["level"]))
    table.add_row(f"learning hours {year} (JP)", str(hours - seat["hours"]), str(hours))
    first, *_, last = facts.incentive["history"]
    table.add_row("incentive", _coloured(first["outcome"]), _coloured(last["outcome"]))
    title = course.get("title", seat["competency_code"])
    return _titled(f"6. {facts.name(seat['employee_id'])} completed “{title}”, {seat['hours']} JP", table)


def _checks(checked: list[Check]) -> tuple[RenderableType, ...]:
    table = _table("", "fact")
    for check in checked:
        table.add_row("[green]✓[/green]" if check.holds else "[bold red]✗[/bold red]", check.sentence)
    return _titled("Checked", table)


def _addresses(facts: Facts) -> tuple[RenderableType, ...]:
    table = _table("service", "documentation")
    for service, address in facts.docs.items():
        table.add_row(service, address)
    return _titled("Look around", table)


def _titled(title: str, table: Table) -> tuple[RenderableType, ...]:
    return Padding(Text.from_markup(f"[bold]{title}[/bold]"), (1, 0, 0, 0)), table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", pad_edge=False, row_styles=["", "dim"])
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column in ("who", "outcome", "action", "priority"))
    return table


def _reasons(decision: Json) -> str:
    return " ".join(reason["text_en"] for reason in decision["reasons"])


def _coloured(word: str) -> str:
    return f"[{COLOURS[word]}]{word}[/]"


def _rupiah(amount: int) -> str:
    return f"Rp{amount:,}".replace(",", ".")
