"""Rules of the code that no linter of others knows: small rooms, plain names, one place that commits."""

import ast
import re
from pathlib import Path

import pytest
from sources import LOCKS, ROOT, SOURCES, TESTS, TRACKED, tree_of

LONGEST_MODULE = 220
LONGEST_FUNCTION = 40


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_is_a_small_room_with_a_sign_at_its_door(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert len(text.splitlines()) <= LONGEST_MODULE
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    assert not re.search(r"(^|/)(utils?|helpers?|common|misc|shared)(\.py|/)", name)


@pytest.mark.parametrize("name", SOURCES)
def test_a_function_fits_on_a_screen(name):
    kinds = ast.FunctionDef | ast.AsyncFunctionDef

    def own_lines(function):
        lines = set(range(function.lineno, function.end_lineno + 1))
        inner = (n for n in ast.walk(function) if isinstance(n, kinds) and n is not function)
        return lines.difference(*(range(n.lineno, n.end_lineno + 1) for n in inner))

    functions = [n for n in ast.walk(tree_of(name)) if isinstance(n, kinds)]
    too_long = [f.name for f in functions if len(own_lines(f)) > LONGEST_FUNCTION]

    assert too_long == []


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("services/")])
def test_no_service_commits_or_makes_an_engine_itself(name):
    calls = [
        n.func.attr for n in ast.walk(tree_of(name)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    ]

    assert not {"commit", "rollback", "create_engine", "begin"} & set(calls)


@pytest.mark.parametrize("name", TESTS)
def test_our_own_code_is_never_patched(name):
    if not Path(ROOT / name).samefile(__file__):
        text = (ROOT / name).read_text(encoding="utf-8")

        assert "mock.patch" not in text
        assert "monkeypatch.setattr" not in text


@pytest.mark.parametrize("name", [name for name in TESTS if not name.startswith("tests/load/")])
def test_no_test_sleeps_but_while_it_waits_for_a_condition(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()

    def sleeps(node):
        return {n.lineno for n in ast.walk(node) if isinstance(n, ast.Call) and ast.unparse(n.func) == "time.sleep"}

    tree = tree_of(name)
    waiting = set().union(*(sleeps(node) for node in ast.walk(tree) if isinstance(node, ast.While)))

    # A fault may have a length: the line then says so.
    faults = {number for number in sleeps(tree) if "# the fault lasts" in lines[number - 1]}
    assert sleeps(tree) - waiting - faults == set()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_hashes_and_no_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert "://" not in text
    assert "--hash=sha256:" in text


def test_no_file_knows_the_machine_it_was_made_on():
    places = re.compile(rf"{re.escape(str(ROOT))}/|{re.escape(str(Path.home()))}/")
    texts = [n for n in TRACKED if (ROOT / n).is_file() and (ROOT / n).suffix not in {".png", ".ico"}]

    assert [name for name in texts if places.search((ROOT / name).read_text(encoding="utf-8"))] == []
