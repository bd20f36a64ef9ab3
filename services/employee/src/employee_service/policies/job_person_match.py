"""Reads the match of a person and a job (JPM): what is present over what is asked for, as one percentage."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from asn_kernel.codes import JpmBand
from asn_kernel.decision import Decision, Step
from asn_kernel.reason import Sentence, reason
from asn_kernel.rounding import half_up
from asn_kernel.rule import Rule
from employee_service.policies.regulations import JobPersonMatchRule

POLICY = "job-person-match"

SENTENCES = {
    "MATCH": Sentence(
        "Jumlah tingkat {present} dibagi jumlah yang diminta {wanted}, atas {assessed} dari {required} kompetensi: "
        "{percent} persen, {band}.",
        "Levels present {present} over levels asked for {wanted}, across {assessed} of {required} competencies: "
        "{percent} percent, {band}.",
    ),
    "NOTHING_TO_COMPARE": Sentence(
        "Belum ada kompetensi yang diminta dan sekaligus diketahui tingkatnya.",
        "There is no competency yet that is asked for and whose level is known.",
    ),
}


@dataclass(frozen=True)
class MatchFacts:
    """The standard of the position and the levels of the person, code to level 1..5."""

    standard: Mapping[str, int]
    levels: Mapping[str, int]


@dataclass(frozen=True)
class JobPersonMatch:
    """Match in percent with two decimals over the `assessed` of the `required` competencies, and its band."""

    percent: Decimal | None
    band: JpmBand | None
    assessed: int
    required: int


def decide(facts: MatchFacts, rule: Rule[JobPersonMatchRule]) -> Decision[MatchFacts, JobPersonMatch]:
    """Return sum(level) / sum(required) x 100 over what is both required and assessed; None where nothing is.

    Rounded half-up to two decimals before the band is read, so that the number shown explains the band.
    """
    both = {code: (facts.levels[code], needed) for code, needed in facts.standard.items() if code in facts.levels}
    required = len(facts.standard)
    if not both:
        nothing = reason(SENTENCES, "NOTHING_TO_COMPARE")
        return Decision.by(
            rule, POLICY, inputs=facts, outcome=JobPersonMatch(None, None, 0, required), reasons=[nothing]
        )
    present = sum(min(level, needed) if rule.values.cap else level for level, needed in both.values())
    wanted = sum(needed for _, needed in both.values())
    percent = half_up(Fraction(100 * present, wanted), 2)
    band = _band_of(percent, rule.values)
    numbers = {"present": present, "wanted": wanted, "assessed": len(both), "required": required}
    why = reason(SENTENCES, "MATCH", percent=percent, band=band, **numbers)
    return Decision.by(
        rule,
        POLICY,
        inputs=facts,
        outcome=JobPersonMatch(percent, band, len(both), required),
        steps=[Step("present", present), Step("wanted", wanted)],
        reasons=[why],
    )


def _band_of(percent: Decimal, rule: JobPersonMatchRule) -> JpmBand:
    reached = (band for band in rule.bands if percent >= band.from_percent)
    return max(reached, key=lambda band: band.from_percent).band
