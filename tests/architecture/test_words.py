"""One word for one thing: the names in the code are those of docs/glossary.md."""

import re

import pytest
from sources import ROOT, SOURCES, functions_of, identifiers_of, inside

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
USE_CASES = inside("usecases")
# Names of fields that were ours before they were marshmallow's.
FORMER_FIELDS = {"Text", "Whole", "Score", "Flag", "Uuid", "Day", "Instant", "Choice", "Items", "Part", "Seconds"}
# An identifier's words: `learning_hours`, `LearningHours` and `LEARNING_HOURS` have the same two.
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def first_column(heading):
    """Return the first cells of the table below a heading of the glossary."""
    table = GLOSSARY.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)[1:]
    return [cell.strip("`") for row in cells for cell in row.split(", ")]


VERBS = {verb.replace(" ", "_") for verb in first_column("Verbs")}
AVOIDED = set(first_column("Words not used"))
# Names that others gave: of files, and of the reader of workbooks.
OF_LIBRARIES = {"tell", "get_sheet_by_index"}


def begins_with_a_verb(name):
    return any(name == verb or name.startswith(f"{verb}_") for verb in VERBS)


def words(identifier):
    return {word.lower() for word in WORDS.findall(identifier)}


def test_the_glossary_has_its_tables():
    assert {"register", "take_up", "approve", "decline"} <= VERBS
    assert {"ground", "sheet"} <= AVOIDED
    assert words("GroundRules") == words("GROUND_RULES") == words("ground_rules") == {"ground", "rules"}


@pytest.mark.parametrize("name", [name for _, name in USE_CASES])
def test_a_use_case_is_named_like_its_file_and_begins_with_a_verb_of_the_glossary(name):
    stem = name.rpartition("/")[2].removesuffix(".py")
    names = {function.name for function in functions_of(name)}

    # A replica's file may keep several things of one owner; what two use cases share has a verb too.
    assert any(each == stem or each.startswith(f"{stem}_") for each in names) or all(
        each.startswith("keep_") for each in names
    )
    assert {each for each in (stem, *names) if not begins_with_a_verb(each)} == set()


@pytest.mark.parametrize("name", [name for _, name in USE_CASES])
def test_a_use_case_takes_the_session_first_and_the_rest_by_keyword(name):
    stem = name.rpartition("/")[2].removesuffix(".py")
    for function in (each for each in functions_of(name) if each.name == stem):
        positional = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]

        assert positional[:1] == ["session"]
        assert len(positional) <= 3, "what it is about may come by position, and nothing else"
    assert "now" not in identifiers_of(name), "the time comes in as `at`"


@pytest.mark.parametrize("name", SOURCES)
def test_no_name_contains_a_word_that_is_not_used(name):
    found = {identifier for identifier in identifiers_of(name) - OF_LIBRARIES if words(identifier) & AVOIDED}

    assert found == set()


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("services/")])
def test_services_speak_of_effective_dates_and_only_rules_of_validity(name):
    assert {"valid_from", "valid_to", "valid_until"} & identifiers_of(name) == set()


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("services/")])
def test_the_fields_of_the_web_kit_have_marshmallow_s_names(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert set(re.findall(r"\bfields\.([A-Z][A-Za-z]+)", text)) & FORMER_FIELDS == set()
