"""What this service reads of contracts/regulations; names are those of the documents."""

from dataclasses import dataclass
from decimal import Decimal

from asn_kernel.codes import Employment, GapClass, JobLevel, JpmBand
from asn_kernel.rule import Confidence, Rules, Source
from employee_service.domain.nip import NipRules


@dataclass(frozen=True)
class HourBounds:
    """JP a year: `minimum` is a duty, `maximum` a ceiling; None where the rule sets no such bound."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True)
class LearningHoursRule:
    """Bounds by employment; None where there is no rule for it yet."""

    minutes_per_hour: int
    pns: HourBounds | None
    pppk: HourBounds | None

    def of(self, employment: Employment) -> HourBounds | None:
        """Return the bounds of this employment."""
        return self.pns if employment is Employment.PNS else self.pppk


@dataclass(frozen=True)
class GapStep:
    """A class counts from so many levels below the standard."""

    smallest: int
    gap_class: GapClass


@dataclass(frozen=True)
class GapClasses:
    """The classes of gaps, in any order."""

    classes: tuple[GapStep, ...]


@dataclass(frozen=True)
class MatchBand:
    """A reading of a match from this percentage on."""

    from_percent: Decimal
    band: JpmBand


@dataclass(frozen=True)
class JobPersonMatchRule:
    """How to compute a match: `cap` limits each competency to 100 percent."""

    cap: bool
    bands: tuple[MatchBand, ...]


@dataclass(frozen=True)
class ExpectedLevel:
    """The level 1..5 of every general competency that a job level is expected to have."""

    job_level: JobLevel
    level: int
    source: Source
    confidence: Confidence


@dataclass(frozen=True)
class ExpectedLevels:
    """One expected level for each job level."""

    levels: tuple[ExpectedLevel, ...]


@dataclass(frozen=True)
class Regulations:
    """The law that this service decides by."""

    nip: Rules[NipRules]
    learning_hours: Rules[LearningHoursRule]
    gap_classes: Rules[GapClasses]
    job_person_match: Rules[JobPersonMatchRule]
    expected_levels: Rules[ExpectedLevels]
