"""The units of the city: regions as published, dinas as a working list."""

from dataclasses import asdict

from asn_loop.client import Json
from asn_loop.data import regions
from asn_loop.rounds import Round

CITY = "12.73"


def register_units(loop: Round) -> dict[str, Json]:
    """Register what is missing and give all units by code; everybody knows them when this returns."""
    dinas = [asdict(unit) | {"parent_code": CITY} for unit in loop.scenario.units]
    wanted = [*map(asdict, regions()), *dinas]
    units = {unit["code"]: loop.employee.ensure("/units", unit, code=unit["code"]) for unit in wanted}
    for name in ("feedback", "evaluation", "training"):
        loop.until(
            f"the units becoming known to the {name} service",
            lambda name=name: units.keys() <= {each["code"] for each in getattr(loop, name).items("/units")},  # type: ignore[misc]
        )
    loop.say("{count} units registered, and known to all services", count=len(units))
    return units
