"""Code lists: a code is text everywhere, and still knows its names."""

import copy
import json
import pickle

import msgspec
import pytest

from asn_kernel import codes
from asn_kernel.decision import plain
from asn_kernel.reason import Sentence, reason

LISTS = [kind for name, kind in vars(codes).items() if name in codes.__all__ and name != "CodeList"]
MEMBERS = {f"{kind.__name__}.{member.name}": member for kind in LISTS for member in kind}
EACH_MEMBER = pytest.mark.parametrize("member", MEMBERS.values(), ids=MEMBERS)


@EACH_MEMBER
def test_a_member_is_its_code_wherever_text_is_asked_for(member):
    code = member.value

    assert member == code
    assert {code: True}[member]
    assert {member: True}[code]
    assert str(member) == f"{member}" == code
    assert json.dumps(member) == json.dumps(code)
    assert plain(member) == code
    assert type(plain(member)) is str


@EACH_MEMBER
def test_a_code_is_read_back_as_the_same_member(member):
    kind = type(member)

    assert kind(member.value) is member
    assert msgspec.convert(msgspec.to_builtins(member), kind) is member
    assert msgspec.json.decode(msgspec.json.encode(member), type=kind) is member
    assert pickle.loads(pickle.dumps(member)) is member  # noqa: S301 -- our own bytes
    assert copy.copy(member) is member
    assert copy.deepcopy(member) is member


@EACH_MEMBER
def test_a_member_has_a_name_in_both_languages(member):
    assert member.label_id
    assert member.label_en


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("wrong", ["", "baik", " BAIK", "UNKNOWN", None, 1, 2.0, ["BAIK"]])
def test_what_is_no_code_is_refused(kind, wrong):
    with pytest.raises(ValueError, match="is not a valid"):
        kind(wrong)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, kind)


@pytest.mark.parametrize("kind", LISTS)
def test_two_codes_of_a_list_are_two_members_with_two_names(kind):
    assert len({member.label_id for member in kind}) == len(kind) == len(kind.__members__)
    assert len({member.label_en for member in kind}) == len(kind)


def test_a_reason_speaks_the_name_and_keeps_the_code():
    said = reason({"OK": Sentence("Predikat {p}.", "Predicate {p}.")}, "OK", p=codes.Predicate.BUTUH_PERBAIKAN)

    assert (said.text_id, said.text_en) == ("Predikat Butuh Perbaikan.", "Predicate Needs improvement.")
    assert said.values == {"p": "BUTUH_PERBAIKAN"}


@pytest.mark.parametrize(
    ("grade", "reached"), [("A", "ABCD"), ("B", "BCD"), ("C", "CD"), ("D", "D")], ids=lambda text: text
)
def test_a_grade_reaches_itself_and_the_lower_ones(grade, reached):
    assert "".join(lowest for lowest in codes.Mutu if codes.Mutu(grade).reaches(lowest)) == reached


@pytest.mark.parametrize(
    ("form", "classical"), [("TUGAS_BELAJAR", None), ("SOSIALISASI", True), ("COACHING", False), ("MAGANG", False)]
)
def test_a_learning_form_is_classical_or_not_or_neither(form, classical):
    assert codes.LearningForm(form).classical is classical
