"""How many learning hours (JP, 45 minutes each) a civil servant must or may receive in a year."""

from dataclasses import dataclass
from datetime import date

from employee_service.domain.employment import Employment
from employee_service.policies.row import Confidence, PolicyRow, in_force


@dataclass(frozen=True, kw_only=True)
class LearningEntitlement(PolicyRow):
    """JP per year: `minimum` is a duty, `maximum` a ceiling; None where the rule sets no such bound."""

    employment: Employment
    minimum: int | None
    maximum: int | None


@dataclass(frozen=True)
class Entitlement:
    """The bounds that apply to one person in one year."""

    minimum: int | None
    maximum: int | None


ENTITLEMENTS: tuple[LearningEntitlement, ...] = (
    LearningEntitlement(
        employment=Employment.PNS,
        minimum=20,
        maximum=None,
        valid_from=date(2017, 1, 1),
        source="PP 11/2017 Pasal 203; Peraturan LAN 10/2018: at least 20 JP a year",
        confidence=Confidence.HIGH,
    ),
    LearningEntitlement(
        employment=Employment.PPPK,
        minimum=None,
        maximum=24,
        valid_from=date(2018, 1, 1),
        source="PP 49/2018; Peraturan LAN 15/2020: up to 24 JP in a contract year",
        confidence=Confidence.MEDIUM,
    ),
)


def learning_entitlement(employment: Employment, year: int) -> Entitlement:
    """Return the bounds for `year`, as known on its last day; no bounds before the first rule.

    The contract year of a PPPK is taken as the calendar year: the contract's day is not kept here.
    """
    rows = in_force(ENTITLEMENTS, date(year, 12, 31))
    row = next((row for row in rows if row.employment is employment), None)
    return Entitlement(None, None) if row is None else Entitlement(row.minimum, row.maximum)
