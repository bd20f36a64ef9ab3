"""The national code lists; a test holds them equal to contracts/references."""

from asn_kernel.codes.code_list import CodeList
from asn_kernel.codes.competency import CompetencyKind, CompetencyLevel, EvidenceKind, GapClass, JpmBand
from asn_kernel.codes.learning import LearningForm, ProviderKind
from asn_kernel.codes.performance import Discipline, Expectation, IncentiveKind, Predicate
from asn_kernel.codes.staff import Employment, JobLevel, PnsGrade, PppkGrade, UnitKind
from asn_kernel.codes.survey import (
    AgeGroup,
    Education,
    Element,
    ImprovementAction,
    IndexRefusal,
    Mutu,
    Occupation,
    SampleMethod,
    Sex,
    WeightMode,
)

__all__ = [
    "AgeGroup",
    "CodeList",
    "CompetencyKind",
    "CompetencyLevel",
    "Discipline",
    "Education",
    "Element",
    "Employment",
    "EvidenceKind",
    "Expectation",
    "GapClass",
    "ImprovementAction",
    "IncentiveKind",
    "IndexRefusal",
    "JobLevel",
    "JpmBand",
    "LearningForm",
    "Mutu",
    "Occupation",
    "PnsGrade",
    "PppkGrade",
    "Predicate",
    "ProviderKind",
    "SampleMethod",
    "Sex",
    "UnitKind",
    "WeightMode",
]
