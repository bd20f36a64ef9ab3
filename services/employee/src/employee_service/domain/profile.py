"""The competency profile: what the evidence about one person says, whatever order it arrived in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asn_kernel.business_day import business_day
from asn_kernel.codes import EvidenceKind


@dataclass(eq=False)
class Evidence:
    """One observation of a level 1..5 at the instant `at`; `source_id` is the evaluation or the enrolment."""

    employee_id: UUID
    source_id: UUID
    competency_code: str
    kind: EvidenceKind
    level: int
    at: datetime


@dataclass(frozen=True)
class ProfileEntry:
    """The level of one competency, the kind of evidence it rests on and the time of that evidence."""

    competency_code: str
    level: int
    evidence: EvidenceKind
    recorded_at: datetime


@dataclass(eq=False)
class CompetencyProfile:
    """The evidence about one person; it is only ever added to."""

    employee_id: UUID
    evidence: list[Evidence]

    def record(self, evidence: Evidence) -> ProfileEntry | None:
        """Add evidence once per source and competency; return the new entry where it changes the profile.

        Newer evidence for the same level is a change too: what the profile rests on must not depend on the order of
        arrival.
        """
        if any(_same_observation(known, evidence) for known in self.evidence):
            return None
        code = evidence.competency_code
        before = self.entries.get(code)
        self.evidence.append(evidence)
        after = self.entries[code]
        return None if after == before else after

    @property
    def entries(self) -> dict[str, ProfileEntry]:
        """The profile by all evidence, code to entry."""
        return _entries(self.evidence)

    def on(self, day: date) -> dict[str, ProfileEntry]:
        """Return the profile at the end of the day, code to entry."""
        return _entries(each for each in self.evidence if business_day(each.at) <= day)


def _entries(evidence: Iterable[Evidence]) -> dict[str, ProfileEntry]:
    """Walk through the evidence by its time: an assessment sets the level, a training only raises it."""
    entries: dict[str, ProfileEntry] = {}
    for each in sorted(evidence, key=_by_time):
        known = entries.get(each.competency_code)
        if known is None or each.kind is EvidenceKind.ASSESSMENT or each.level > known.level:
            entries[each.competency_code] = ProfileEntry(each.competency_code, each.level, each.kind, each.at)
    return dict(sorted(entries.items()))


def _by_time(evidence: Evidence) -> tuple[datetime, EvidenceKind, int, UUID]:
    # Kind, level and source break a tie of time, so that the same evidence always gives the same profile.
    return evidence.at, evidence.kind, evidence.level, evidence.source_id


def _same_observation(one: Evidence, other: Evidence) -> bool:
    return (one.source_id, one.competency_code) == (other.source_id, other.competency_code)
