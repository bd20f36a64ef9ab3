"""Regulations and references: what they must say to be read as law, and that the kernel's code lists say the same."""

import copy
import json
from dataclasses import make_dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import chain, pairwise, product
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from asn_chassis.regulations import load
from asn_kernel import codes
from asn_kernel.rounding import half_up
from asn_kernel.rule import NoRuleInForce, Rules

CONTRACTS = Path(__file__).parents[2] / "contracts"
DAY = timedelta(days=1)

ENUMERATIONS = {
    "age-groups": codes.AgeGroup,
    "competency-kinds": codes.CompetencyKind,
    "competency-levels": codes.CompetencyLevel,
    "discipline-levels": codes.Discipline,
    "education": codes.Education,
    "elements": codes.Element,
    "employments": codes.Employment,
    "evidence-kinds": codes.EvidenceKind,
    "expectations": codes.Expectation,
    "gap-classes": codes.GapClass,
    "grades-pns": codes.PnsGrade,
    "grades-pppk": codes.PppkGrade,
    "improvement-actions": codes.ImprovementAction,
    "incentive-kinds": codes.IncentiveKind,
    "index-refusals": codes.IndexRefusal,
    "job-levels": codes.JobLevel,
    "jpm-bands": codes.JpmBand,
    "learning-forms": codes.LearningForm,
    "mutu": codes.Mutu,
    "occupations": codes.Occupation,
    "predicates": codes.Predicate,
    "provider-kinds": codes.ProviderKind,
    "sample-methods": codes.SampleMethod,
    "sexes": codes.Sex,
    "unit-kinds": codes.UnitKind,
    "weight-modes": codes.WeightMode,
}
# The city adds competencies of its own, so the shipped ones are no enumeration.
WITHOUT_ENUMERATION = {"competencies"}


class OneMeaning(yaml.SafeLoader):
    """Refuses a key that is written twice, which YAML would silently decide for the second."""

    def construct_mapping(self, node, deep=False):  # noqa: FBT002 -- PyYAML's signature
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key stands twice: {node.start_mark}"
        return super().construct_mapping(node, deep)


def documents(folder):
    found = {path.stem: yaml.load(path.read_text(), OneMeaning) for path in sorted((CONTRACTS / folder).glob("*.yaml"))}  # noqa: S506 -- a safe loader
    assert found
    return found


REGULATIONS = documents("regulations")
REFERENCES = documents("references")
CODES = {name: [each["code"] for each in document["codes"]] for name, document in REFERENCES.items()}


def is_listed(_validator, name, code, _schema):
    if isinstance(code, str) and code not in CODES[name]:
        yield jsonschema.ValidationError(f"{code} is not in {name}")


def faults(folder, document):
    schema = json.loads((CONTRACTS / folder / "schema.json").read_text())
    kind = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"x-reference": is_listed})
    kind.check_schema(schema)
    validator = kind(schema, format_checker=jsonschema.FormatChecker(["date"]))
    as_json = json.loads(json.dumps(document, default=date.isoformat))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(as_json)]


def rows(subject):
    return REGULATIONS[subject]["rows"]


def values(subject):
    return rows(subject)[-1]["values"]


# The documents


@pytest.mark.parametrize("subject", REGULATIONS)
def test_a_regulation_passes_the_schema_under_its_own_name(subject):
    assert faults("regulations", REGULATIONS[subject]) == []
    assert REGULATIONS[subject]["subject"] == subject


@pytest.mark.parametrize("name", REFERENCES)
def test_a_code_list_passes_the_schema_under_its_own_name(name):
    assert faults("references", REFERENCES[name]) == []
    assert REFERENCES[name]["list"] == name


def test_a_key_that_stands_twice_is_not_read():
    with pytest.raises(AssertionError, match="twice"):
        yaml.load("{a_from: 1, a_from: 2}", OneMeaning)  # noqa: S506 -- a safe loader


@pytest.mark.parametrize(
    ("subject", "change"),
    [
        ("mutu", lambda row: row["values"].update(a_from=88.31)),
        ("mutu", lambda row: row["values"].update(e_from="10.00")),
        ("mutu", lambda row: row["values"].pop("b_from")),
        ("mutu", lambda row: row.update(confidence="X")),
        ("mutu", lambda row: row.update(source="PermenPANRB 14/2017")),
        ("mutu", lambda row: row.update(version="mutu-2017")),
        ("mutu", lambda row: row.update(valid_to="2099-02-30")),
        ("mutu", lambda row: row.pop("valid_to")),
        ("skm-index", lambda row: row["values"]["elements"].append("SENYUM")),
        ("predicate", lambda row: row["values"]["cells"][0].update(predicate="CUKUP")),
        ("predicate", lambda row: row["values"]["cells"][0].update(behaviour="BAIK")),
        ("expected-levels", lambda row: row["values"]["levels"][0].update(level=6)),
        ("development", lambda row: row["values"]["mutu_priority"].update(E=90)),
        ("development", lambda row: row["values"]["elements"][0].update(trains="RAMAH")),
        ("development", lambda row: row["values"]["elements"][0].update(action="TRAIN")),
        ("incentive", lambda row: row["values"]["discipline"].update(LAINNYA="NONE")),
        ("incentive", lambda row: row["values"]["discipline"].update(CLEAR="PAYS")),
        ("angka-kredit", lambda row: row["values"]["coefficients"].update(ESELON_II="10")),
        ("nip", lambda row: row["values"]["pppk_codes"].append("12")),
        ("planning", lambda row: row["values"].update(order="priority")),
    ],
)
def test_the_schema_refuses_what_is_no_law(subject, change):
    document = copy.deepcopy(REGULATIONS[subject])
    change(document["rows"][-1])

    assert faults("regulations", document)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("mutu", lambda code: code.pop("label_en")),
        ("mutu", lambda code: code.update(label_id="")),
        ("mutu", lambda code: code.update(kind="MANAGERIAL")),
        ("mutu", lambda code: code.update(classical=True)),
        ("mutu", lambda code: code.update(valid_from="yesterday")),
        ("competencies", lambda code: code.update(kind="SOFT")),
        ("competencies", lambda code: code.pop("kind")),
        ("learning-forms", lambda code: code.pop("classical")),
    ],
)
def test_the_schema_refuses_what_is_no_code(name, change):
    document = copy.deepcopy(REFERENCES[name])
    change(document["codes"][0])

    assert faults("references", document)


# Time


def test_a_version_names_one_row_for_ever():
    versions = [row["version"] for document in REGULATIONS.values() for row in document["rows"]]

    assert len(versions) == len(set(versions))


@pytest.mark.parametrize("subject", REGULATIONS)
def test_a_version_says_its_subject_and_year(subject):
    for row in rows(subject):
        assert row["version"].startswith(f"{subject}-{row['valid_from'].year}.")


@pytest.mark.parametrize("subject", REGULATIONS)
def test_rows_follow_one_another_without_overlap_or_gap(subject):
    for row in rows(subject):
        assert row["valid_to"] is None or row["valid_from"] <= row["valid_to"]
    for earlier, later in pairwise(rows(subject)):
        assert earlier["valid_to"] is not None, "a row without an end has none after it"
        assert later["valid_from"] == earlier["valid_to"] + DAY


@pytest.mark.parametrize("subject", REGULATIONS)
def test_the_services_reader_finds_the_one_row_of_each_day(subject):
    field = subject.replace("-", "_")
    kind = make_dataclass("Law", [(field, Rules[dict[str, Any]])])
    rules = getattr(load(CONTRACTS, kind), field)

    for row in rows(subject):
        for day in (row["valid_from"], row["valid_to"] or date(2100, 12, 31)):
            assert rules.in_force(day).version == row["version"]
            assert rules.in_force(day).values == row["values"]
    with pytest.raises(NoRuleInForce, match=subject):
        rules.in_force(rows(subject)[0]["valid_from"] - DAY)


# Code lists


def test_every_code_list_has_its_enumeration():
    assert set(REFERENCES) == set(ENUMERATIONS) | WITHOUT_ENUMERATION
    assert {kind.__name__ for kind in ENUMERATIONS.values()} == set(codes.__all__) - {"CodeList"}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_code_stands_once_and_ends_after_it_began(name):
    assert len(CODES[name]) == len(set(CODES[name]))
    for each in REFERENCES[name]["codes"]:
        assert each["valid_to"] is None or each["valid_from"] <= each["valid_to"]


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_the_kernel_has_the_same_codes_in_the_same_order_under_the_same_names(name):
    listed = [(each["code"], each["label_id"], each["label_en"]) for each in REFERENCES[name]["codes"]]

    assert [(each.value, each.label_id, each.label_en) for each in ENUMERATIONS[name]] == listed


def test_the_kernel_knows_which_learning_forms_are_classical():
    listed = {each["code"]: each["classical"] for each in REFERENCES["learning-forms"]["codes"]}

    assert {form.value: form.classical for form in codes.LearningForm} == listed
    assert [code for code, classical in listed.items() if classical is None] == ["TUGAS_BELAJAR"]


# What each subject must hold for its policy never to fall between two lines


def test_the_confidence_of_a_row_is_that_of_its_least_sure_value():
    for row in rows("expected-levels"):
        assert row["confidence"] == max((each["confidence"] for each in row["values"]["levels"]), key="HML".index)


def test_a_choice_of_the_city_is_never_shown_as_law():
    for row in chain.from_iterable(document["rows"] for document in REGULATIONS.values()):
        assert (row["source"]["regulation"] == "Kebijakan kota (rancangan)") <= (row["confidence"] == "L")


def test_the_matrix_has_a_predicate_for_every_pair_of_ratings():
    cells = [(cell["work_result"], cell["behaviour"]) for cell in values("predicate")["cells"]]

    assert sorted(cells) == sorted(product(CODES["expectations"], repeat=2))
    assert {cell["predicate"] for cell in values("predicate")["cells"]} == set(CODES["predicates"])


def test_every_job_level_has_one_expected_level():
    assert sorted(each["job_level"] for each in values("expected-levels")["levels"]) == sorted(CODES["job-levels"])


def test_angka_kredit_knows_every_predicate_and_every_functional_job_level():
    functional = CODES["job-levels"][CODES["job-levels"].index("AHLI_UTAMA") : CODES["job-levels"].index("PELAKSANA")]

    assert list(values("angka-kredit")["percent"]) == CODES["predicates"]
    assert list(values("angka-kredit")["coefficients"]) == functional


@pytest.mark.parametrize("row", rows("mutu"), ids=lambda row: row["version"])
def test_grades_go_down_from_100_to_25(row):
    bounds = [Decimal(row["values"][name]) for name in ("a_from", "b_from", "c_from")]

    assert [*bounds] == sorted(set(bounds), reverse=True)
    assert Decimal(25) < bounds[-1] < bounds[0] < Decimal(100)


def test_the_index_runs_over_all_elements_from_25_to_100():
    formula = values("skm-index")

    assert formula["elements"] == CODES["elements"]
    assert [name.upper() for name in formula["weights"]] == CODES["weight-modes"]
    assert [formula[end] * formula["conversion"] for end in ("lowest_score", "highest_score")] == [25, 100]


def test_the_formula_gives_the_printed_table_of_samples_but_for_one():
    rule = values("sample-size")
    spread = Fraction(rule["chi_square"]) * Fraction(rule["proportion"]) * (1 - Fraction(rule["proportion"]))
    error = Fraction(rule["error"])
    different = {
        (population, printed): half_up(spread * population / (error**2 * (population - 1) + spread), 0)
        for population, printed in rule["table"]
    }

    assert rule["table"] == sorted(rule["table"])
    assert len({population for population, _ in rule["table"]}) == len(rule["table"])
    assert {pair: found for pair, found in different.items() if pair[1] != found} == {(100_000, 384): 383}


def test_every_gap_has_a_class_and_every_class_a_priority():
    smallest = [each["smallest"] for each in values("gap-classes")["classes"]]

    assert smallest == sorted(set(smallest))
    assert smallest[0] == 0
    assert [each["gap_class"] for each in values("gap-classes")["classes"]] == CODES["gap-classes"]
    assert [each["gap_class"] for each in values("development")["gap_priorities"]] == CODES["gap-classes"]


def test_every_match_has_a_band():
    bounds = [Decimal(band["from_percent"]) for band in values("job-person-match")["bands"]]

    assert bounds == sorted(set(bounds), reverse=True)
    assert bounds[-1] == 0
    assert [band["band"] for band in values("job-person-match")["bands"]] == CODES["jpm-bands"]


def test_development_decides_each_element_predicate_and_grade_once_and_only_low_ones():
    rule = values("development")
    coached = [each["predicate"] for each in rule["coaching"]]

    assert sorted(each["element"] for each in rule["elements"]) == sorted(CODES["elements"])
    assert all(each["trains"] or each["action"] for each in rule["elements"])
    assert len(coached) == len(set(coached))
    assert set(rule["mutu_priority"]) == {"C", "D"}
    assert rule["highest_level"] == len(CODES["competency-levels"])
    assert 1 <= rule["target_without_standard_and_level"] <= rule["highest_level"]


def test_incentives_are_decided_for_every_penalty_and_never_for_nothing():
    rule = values("incentive")
    predicates = [each["predicate"] for each in rule["predicates"]]

    assert list(rule["discipline"]) == CODES["discipline-levels"]
    assert len(predicates) == len(set(predicates))
    assert "NONE" not in {each["kind"] for each in rule["predicates"]}


def test_usual_ages_lie_inside_possible_ones_and_only_pppk_law_knows_pppk_codes():
    for row in rows("nip"):
        possible, usual = row["values"]["start_age"], row["values"]["usual_start_age"]
        assert possible["youngest"] <= usual["youngest"] <= usual["oldest"] <= possible["oldest"]
        assert bool(row["values"]["pppk_codes"]) == (row["valid_from"] >= date(2018, 11, 28))


def test_learning_hours_bind_a_pppk_only_from_the_day_of_pp_49_2018():
    for row in rows("learning-hours"):
        assert row["values"]["pns"] == {"minimum": 20, "maximum": None}
        assert (row["values"]["pppk"] is not None) == (row["valid_from"] >= date(2018, 11, 28))
    assert values("learning-hours")["pppk"] == {"minimum": None, "maximum": 24}
    assert rows("learning-hours")[0]["valid_from"] == date(2017, 4, 7)
