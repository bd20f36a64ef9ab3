"""The rooms of a service and what stands in them, the same in all four."""

import ast
import re
from importlib import import_module
from pathlib import PurePath

import pytest
from sources import ROOT, SERVICES, functions_of, inside, tree_of

ROOMS = {"api", "pages", "jobs", "subscriptions", "usecases", "events", "persistence", "policies", "domain"}
DOORS = {"__init__", "app", "wsgi"}
# Other words for list_, read, create and change are not needed, nor the resource's name once more.
API_SYNONYMS = {"show", "get", "update", "post", "index", "retrieve", "list"}
PERSISTENCE_SYNONYMS = re.compile(r"(fetch|load|save|insert|store|list|retrieve|upsert)(_\w+)?|all")
# Facts that say what their owner has: who keeps them keeps a replica, and can build it again.
STATE = re.compile(
    r"asn\.(employee\.(unit-registered|competency-defined|position-standard-set|employee-registered|employee-assigned"
    r"|competency-level-recorded)|feedback\.(public-service-registered|survey-opened|survey-closed|index-published"
    r"|unit-index-published))\.v1"
)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_these_rooms_and_no_others(service):
    folder = ROOT / "services" / service / "src" / f"{service}_service"
    found = {each.name for each in folder.iterdir() if each.is_dir() and list(each.glob("*.py"))}

    assert ROOMS - {"pages", "jobs"} <= found <= ROOMS
    assert {each.stem for each in folder.glob("*.py")} == DOORS


@pytest.mark.parametrize("service", SERVICES)
def test_tables_have_a_module_an_aggregate_and_errors_stand_beside_theirs(service):
    folder = ROOT / "services" / service / "src" / f"{service}_service"

    assert (folder / "persistence" / "tables").is_dir()
    assert not (folder / "domain" / "errors.py").exists()
    assert not (folder / "domain" / "reason.py").exists(), "reasons are the kernel's"
    assert {each.stem for each in (folder / "events").glob("*.py")} == {"__init__", "facts"}


@pytest.mark.parametrize(("service", "name"), inside("api"))
def test_a_route_is_a_list_read_create_change_or_a_named_sub_resource(service, name):
    assert service
    resource = PurePath(name).stem.removesuffix("ies").removesuffix("s")
    routes = [function.name for function in functions_of(name) if function.decorator_list]

    assert [route for route in routes if route in API_SYNONYMS or resource in route] == []


@pytest.mark.parametrize(("service", "name"), inside("persistence"))
def test_rows_are_got_found_listed_added_and_locked_by_one_word_each(service, name):
    assert service
    assert [each.name for each in functions_of(name) if PERSISTENCE_SYNONYMS.fullmatch(each.name)] == []


@pytest.mark.parametrize(("service", "name"), inside("subscriptions"))
def test_a_handler_says_on_which_fact_it_acts(service, name):
    assert service
    acting = [each.name for each in functions_of(name) if {"session"} & {argument.arg for argument in each.args.args}]

    assert [each for each in acting if not each.startswith("on_")] == []


@pytest.mark.parametrize(("service", "name"), inside("policies", "domain"))
def test_no_number_of_law_and_no_dated_row_stands_in_code(service, name):
    assert service
    calls = {ast.unparse(node.func) for node in ast.walk(tree_of(name)) if isinstance(node, ast.Call)}
    assert not {"Rule", "Rules"} & calls, "rows are documents of contracts/regulations"
    dates = [ast.unparse(node) for node in ast.walk(tree_of(name)) if _is_date_after_the_republic(node)]
    assert dates == []
    fractions = {ast.unparse(node) for node in ast.walk(tree_of(name)) if _is_number_with_a_point(node)}
    assert fractions == set()


def _is_number_with_a_point(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, float):
        return True
    called = isinstance(node, ast.Call) and ast.unparse(node.func) == "Decimal" and node.args
    # Decimal("0.01") is a place to round to.
    return bool(
        called
        and isinstance(node.args[0], ast.Constant)
        and re.fullmatch(r"(?!0?\.0*1$)\d*\.\d+", str(node.args[0].value))
    )


def _is_date_after_the_republic(node):
    if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "date" and node.args):
        return False
    year = node.args[0]
    return isinstance(year, ast.Constant) and isinstance(year.value, int) and year.value not in {1945, 2100}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Decimal('76.61')", True),
        ("0.111", True),
        ("Decimal('0.01')", False),
        ("Decimal(3)", False),
        ("half_up(x, 2)", False),
    ],
)
def test_the_search_for_numbers_finds_them(line, found):
    assert any(map(_is_number_with_a_point, ast.walk(ast.parse(line)))) is found


@pytest.mark.parametrize("name", SERVICES)
def test_what_others_own_is_kept_in_replicas_that_can_be_built_again(name):
    service = import_module(f"{name}_service.app").SERVICE
    rebuilt = {event_type for replica in service.replicas.values() for event_type in replica.handlers}
    tables = {table.name for replica in service.replicas.values() for table in replica.tables}

    assert {event_type for event_type in service.handlers if STATE.fullmatch(event_type)} <= rebuilt
    assert all(event_type in service.handlers for event_type in rebuilt)
    referring = {
        (table.name, key.column.table.name)
        for table in service.metadata.tables.values()
        for key in table.foreign_keys
        if (table.name in tables) != (key.column.table.name in tables)
    }
    assert referring == set(), "a replica is emptied and filled again: nothing may point into it or out of it"


def test_a_module_of_a_service_is_named_in_the_plural_or_by_its_thing_never_by_its_kind():
    kinds = {"models", "views", "schemas", "managers", "handlers_base", "services", "repositories"}

    assert {PurePath(name).stem for _, name in inside(*ROOMS)} & kinds == set()
