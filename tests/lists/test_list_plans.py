"""Every list of every service on 100,000 rows, as its web login, for each kind of reach: what PostgreSQL does for it.

A new list is found by itself, and a new filter or sort in its document; a table that no list fills here fails.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from asn_lists import filling
from sqlalchemy import Connection, event

from asn_chassis.parts import parts
from asn_chassis.testing import ServiceUnderTest, owner_of

# Bounded by what they are of: years and their parts, the steps of one person, and the competencies that a city adds to
# the national list (where the employee service, who owns them, lists them, they are looked at like everything else).
BOUNDED = {
    *(("training", "/v1/budgets"), ("training", "/v1/plans"), ("employee", "/v1/employees/{employee_id}/assignments")),
    *(("training", "/v1/competencies"), ("evaluation", "/v1/competencies")),
}
LARGE = 20_000  # rows; what has fewer may be read as a whole
CALLERS = {"all": {}, "self": {"reach": "self"}, "subtree": {"reach": "subtree"}, "provider": {"reach": "provider"}}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["employee", "training", "evaluation", "feedback"])
def test_no_list_reads_or_sorts_a_whole_table(name: str, run_service: Any) -> None:
    service: ServiceUnderTest = run_service(import_module(f"{name}_service.app").SERVICE)
    with owner_of(service.database).begin() as owner:
        sizes = filling.fill(owner, service.service)

    faults = [
        f"{reach} {address}: {fault}"
        for path, parameters, scope in lists_of(service)
        for query in queries(parameters)
        for reach, claims in callers_of(scope)
        for address in [f"{path}?{query}"]
        for fault in faults_of(service, address, scope, claims, sizes)
    ]

    assert not faults, "\n".join(faults[:40])


def lists_of(service: ServiceUnderTest) -> Iterator[tuple[str, list[dict[str, Any]], str]]:
    document = service.client().get("/openapi.json").json
    for path, operations in document["paths"].items():
        parameters = operations.get("get", {}).get("parameters", [])
        if any(each["name"] == "cursor" for each in parameters) and (service.service.name, path) not in BOUNDED:
            asked = operations["get"]["security"]
            yield path, parameters, asked[0]["oauth2"][0] if asked else "public"


def callers_of(scope: str) -> list[tuple[str, dict[str, Any]]]:
    if scope == "public":
        return [("public", {})]
    if scope.endswith((":audit", ":provision")):
        return [("all", {})]
    return list(CALLERS.items())


def queries(parameters: list[dict[str, Any]]) -> Iterator[str]:
    # The audit is read in its one order.
    sorts = next((each["schema"]["enum"] for each in parameters if each["name"] == "sort"), [None])
    filters = [each for each in parameters if each["name"] not in ("limit", "cursor", "sort", "fields", "subtree")]
    orders = [f"&sort={sort}" if sort else "" for sort in sorts]
    narrowed = [f"&{each['name']}={filling.value_of(each)}" for each in filters]
    yield from (f"limit=20{order}" for order in orders)
    yield from (f"limit=20{order}{one}" for one in narrowed for order in {orders[0], orders[-1]})


def faults_of(
    service: ServiceUnderTest, address: str, scope: str, claims: dict[str, Any], sizes: dict[str, int]
) -> list[str]:
    person = {"sub": "head", "auth_time": 1, "client_id": "pages"} if claims else {}
    caller = service.client(*([] if scope == "public" else [scope]), **claims, **person)
    with explained(service) as plans:
        answer = caller.get(address)
    assert answer.status_code == 200, (address, answer.json)
    assert plans, f"{address} sends no statement"
    return [fault for plan in plans for fault in faults(plan, sizes)]


@contextmanager
def explained(service: ServiceUnderTest) -> Iterator[list[dict[str, Any]]]:
    """Collect the plans of the very statements that pages are read by, in the transaction that sends them.

    They are answered with no rows: what these would hold has not been filled as the services fill it.
    """
    found: list[dict[str, Any]] = []
    engine = parts(service.app).database.engine

    def explain(_: Connection, cursor: Any, statement: str, values: Any, *__: Any) -> tuple[str, Any]:
        if " LIMIT " not in statement:
            return statement, values
        asked = cursor.connection.cursor()
        asked.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
        found.append(asked.fetchone()[0][0]["Plan"])
        return f"SELECT * FROM ({statement}) AS page LIMIT 0", values  # noqa: S608 -- what is sent anyway

    event.listen(engine, "before_cursor_execute", explain, retval=True)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", explain)


def faults(plan: dict[str, Any], sizes: dict[str, int]) -> Iterator[str]:
    kind = plan["Node Type"]
    if kind == "Seq Scan" and sizes.get(plan["Relation Name"], 0) >= LARGE:
        yield f"reads {plan['Relation Name']} as a whole"
    if kind == "Sort" and plan["Plan Rows"] >= LARGE:
        yield f"sorts {plan['Plan Rows']} rows by {plan['Sort Key']}"
    for below in plan.get("Plans", ()):
        yield from faults(below, sizes)
