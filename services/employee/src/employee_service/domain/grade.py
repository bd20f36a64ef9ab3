"""Grades: pangkat and golongan of a PNS (PP 99/2000), golongan of a PPPK (Perpres 98/2020)."""

from collections.abc import Mapping
from dataclasses import dataclass

from asn_kernel.codes import CodeList, Employment, PnsGrade, PppkGrade

GRADES: Mapping[Employment, type[CodeList]] = {Employment.PNS: PnsGrade, Employment.PPPK: PppkGrade}
_RANKS = {grade.value: grade.label_id for grade in PnsGrade}


@dataclass(eq=False)
class UnknownGrade(Exception):
    """The grade is not in the code list of this employment."""

    grade: str
    employment: Employment


def known_grade(code: str, employment: Employment) -> str:
    """Return `code` when the employment has such a grade; raises UnknownGrade."""
    if code not in {grade.value for grade in GRADES[employment]}:
        raise UnknownGrade(grade=code, employment=employment)
    return code


def rank_of(code: str) -> str | None:
    """Return the pangkat that belongs to a PNS grade; a PPPK grade has none."""
    return _RANKS.get(code)
