"""What training reads of contracts/regulations; the field names are those of the documents."""

from dataclasses import dataclass

from asn_kernel.codes import Employment
from asn_kernel.rule import Rules


@dataclass(frozen=True)
class Bounds:
    """JP a year: at least `minimum`, at most `maximum`; None where the law sets none."""

    minimum: int | None
    maximum: int | None


@dataclass(frozen=True)
class LearningHours:
    """The yearly entitlement by kind of employment; None before the law knew that kind."""

    pns: Bounds | None
    pppk: Bounds | None

    def bounds(self, employment: Employment | None) -> Bounds | None:
        """Return what holds for this kind of employment; None where the law says nothing."""
        return {Employment.PNS: self.pns, Employment.PPPK: self.pppk}.get(employment) if employment else None


@dataclass(frozen=True)
class Planning:
    """The order of a plan: nothing but a row to name, since the order is the policy itself."""


@dataclass(frozen=True)
class Regulations:
    """The subjects that training decides by."""

    learning_hours: Rules[LearningHours]
    planning: Rules[Planning]
