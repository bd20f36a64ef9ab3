"""The dated rows by which evaluations and indices turn into training needs and service improvements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from evaluation_service.domain.finding import ImprovementAction
from evaluation_service.domain.scales import Element, GapClass, Mutu, Predicate
from evaluation_service.policies.dated import Confidence, Source, in_force


@dataclass(frozen=True)
class GapRule:
    """From `smallest` levels below the standard on. Priority of the gap alone, and what it adds elsewhere."""

    smallest: int
    gap_class: GapClass
    priority: int
    adds: int
    source: Source


@dataclass(frozen=True)
class CoachingRule:
    """A predicate that calls for coaching in one competency."""

    predicate: Predicate
    competency_code: str
    priority: int
    source: Source


@dataclass(frozen=True)
class ElementRule:
    """What a low element leads to: a competency to train, an improvement to make, or both."""

    element: Element
    trains: str | None
    action: ImprovementAction | None
    counts_when_lowest: bool
    source: Source


@dataclass(frozen=True)
class DevelopmentRules:
    """One dated rule set. Levels 1 to 5, priorities 1 to 100, values on the scale 25 to 100."""

    version: str
    valid_from: date
    mutu_b_from: Decimal
    mutu_b_source: Source
    gaps: tuple[GapRule, ...]
    coaching: Mapping[Predicate, CoachingRule]
    elements: Mapping[str, ElementRule]
    mutu_priority: Mapping[Mutu, int]
    each_further_reason_adds: int
    small_sample_subtracts: int
    highest_level: int
    target_without_standard_and_level: int
    finding_open_days: int
    design_source: Source


_DESIGN = Source("Design choice of this system; no regulation sets it", Confidence.L)
_TRIGGERS = Source("Design choice on top of PermenPANRB 14/2017: improvement starts with the lowest", Confidence.L)
_REVIEW, _PLAN = ImprovementAction.PROCESS_REVIEW, ImprovementAction.FOLLOW_UP_PLAN
_COACHED_IN = "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN"

_GAPS = (
    GapRule(0, GapClass.NONE, priority=1, adds=0, source=_DESIGN),
    GapRule(1, GapClass.LOW, priority=40, adds=3, source=_DESIGN),
    GapRule(2, GapClass.MEDIUM, priority=60, adds=6, source=_DESIGN),
    GapRule(3, GapClass.HIGH, priority=80, adds=10, source=_DESIGN),
)
_COACHING = (
    CoachingRule(Predicate.BUTUH_PERBAIKAN, _COACHED_IN, priority=50, source=_DESIGN),
    CoachingRule(Predicate.KURANG, _COACHED_IN, priority=70, source=_DESIGN),
    CoachingRule(Predicate.SANGAT_KURANG, _COACHED_IN, priority=90, source=_DESIGN),
)
_ELEMENTS = (
    ElementRule(Element.KOMPETENSI, "PELAYANAN_PUBLIK", None, counts_when_lowest=True, source=_TRIGGERS),
    ElementRule(Element.PERILAKU, "KOMUNIKASI", None, counts_when_lowest=True, source=_TRIGGERS),
    ElementRule(Element.PENGADUAN, "PELAYANAN_PUBLIK", _PLAN, counts_when_lowest=False, source=_TRIGGERS),
    ElementRule(Element.WAKTU, None, _REVIEW, counts_when_lowest=False, source=_TRIGGERS),
    ElementRule(Element.PROSEDUR, None, _REVIEW, counts_when_lowest=False, source=_TRIGGERS),
    ElementRule(Element.PERSYARATAN, None, _REVIEW, counts_when_lowest=False, source=_TRIGGERS),
    ElementRule(Element.SARANA, None, _PLAN, counts_when_lowest=False, source=_TRIGGERS),
    ElementRule(Element.BIAYA, None, _PLAN, counts_when_lowest=False, source=_TRIGGERS),
    ElementRule(Element.PRODUK, None, _PLAN, counts_when_lowest=False, source=_TRIGGERS),
)

RULE_SETS = (
    DevelopmentRules(
        version="development-2026.1",
        valid_from=date(2026, 1, 1),
        mutu_b_from=Decimal("76.61"),
        mutu_b_source=Source("PermenPANRB 14/2017, table of conversion intervals: B starts at 76.61", Confidence.H),
        gaps=_GAPS,
        coaching={rule.predicate: rule for rule in _COACHING},
        elements={rule.element: rule for rule in _ELEMENTS},
        mutu_priority={Mutu.A: 25, Mutu.B: 35, Mutu.C: 65, Mutu.D: 80},
        each_further_reason_adds=5,
        small_sample_subtracts=15,
        highest_level=5,
        target_without_standard_and_level=2,
        finding_open_days=180,
        design_source=_DESIGN,
    ),
)


def rules_on(day: date) -> DevelopmentRules:
    """Return the rule set in force on a day."""
    return in_force(RULE_SETS, day)


def rules_named(version: str) -> DevelopmentRules:
    """Return the rule set of a kept decision. Raises KeyError for a version that never existed."""
    return {rules.version: rules for rules in RULE_SETS}[version]
