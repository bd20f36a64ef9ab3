"""Every sentence that a person reads is in the Indonesian catalogue, with the same places for values."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import asn_loop
from asn_loop.language import Words, catalogue, preferred
from asn_loop.report.told import OUTCOMES

SOURCE = Path(asn_loop.__file__).parent
SPOKEN = re.compile(r"(?:words|say)\Z")


def sentences_of_python() -> set[str]:
    """The first argument of every call of `words` or `say`, and every sentence that a check yields."""
    found = set(OUTCOMES.values())
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and SPOKEN.search(ast.unparse(node.func)) and node.args:
                found |= texts(node.args[0])
            if isinstance(node, ast.Yield) and path.name == "checks.py":
                found |= texts(node.value.elts[0])
    return found


def texts(node: ast.AST) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def sentences_of_the_page() -> set[str]:
    page = (SOURCE / "report" / "page.html.j2").read_text()
    return {double or single for double, single in re.findall(r"words\((?:\"([^\"]+)\"|'([^']+)')", page)}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_the_catalogue_has_every_sentence_and_no_other():
    assert set(catalogue()) == sentences_of_python() | sentences_of_the_page()


def test_a_sentence_has_the_same_places_in_both_languages():
    assert {said for said, indonesian in catalogue().items() if places(said) != places(indonesian)} == set()
    assert all(catalogue().values())


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "id_ID"}, "id"),
        ({"LANG": "id_ID.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": ""}, "id"),
    ],
)
def test_the_language_is_the_systems(environment, language):
    assert preferred(environment) == language


def test_numbers_and_money_are_written_as_the_language_does():
    assert (Words("id").number("78.74"), Words("en").number("78.74")) == ("78,74", "78.74")
    assert Words("en").rupiah(14_000_000) == "Rp14.000.000"
