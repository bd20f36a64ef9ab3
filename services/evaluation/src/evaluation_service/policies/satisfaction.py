"""Chooses the index that says how citizens were served in the period of an evaluation."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from asn_kernel.period import Period
from asn_kernel.rounding import half_up
from asn_kernel.rule import Rule
from evaluation_service.domain.incentive import IndexBasis, PeriodIndex, Satisfaction
from evaluation_service.policies.regulations import MutuBounds


def choose(
    period: Period, indices: Sequence[PeriodIndex], *, expected: bool, may_open: bool, rule: Rule[MutuBounds]
) -> Satisfaction:
    """Return the unit's index of the period, else of the shortest period around it, else of the periods inside.

    `indices` are all that the unit has published. `expected`: a survey of unit and period is open, or its index is
    on its way. `may_open`: no survey of unit and period is known, and one may still be opened.
    """
    own = [index for index in indices if index.period == period]
    around = sorted((index for index in indices if _around(index, period)), key=lambda index: index.period.kind.months)
    inside = _outermost([index for index in indices if period.contains(index.period) and index.period != period])
    if own:
        return _single(IndexBasis.OWN_PERIOD, own[0])
    if expected:
        return Satisfaction(IndexBasis.PENDING)
    if around:
        return _single(IndexBasis.CONTAINING_PERIOD, around[0])
    if inside:
        return _pooled(inside, rule)
    return Satisfaction(IndexBasis.PENDING if may_open else IndexBasis.ABSENT)


def _around(index: PeriodIndex, period: Period) -> bool:
    return index.period.contains(period) and index.period != period


def _outermost(indices: Sequence[PeriodIndex]) -> list[PeriodIndex]:
    """Leave out what lies inside another one, so that nobody counts twice."""
    return sorted(
        (index for index in indices if not any(_around(other, index.period) for other in indices)),
        key=lambda index: index.period,
    )


def _single(basis: IndexBasis, index: PeriodIndex) -> Satisfaction:
    return Satisfaction(basis, (index,), index.ikm, index.mutu, index.sample_adequate)


def _pooled(indices: Sequence[PeriodIndex], rule: Rule[MutuBounds]) -> Satisfaction:
    """Weight the indices by their respondents; the pool is adequate only if every one of them is."""
    respondents = sum(index.respondents for index in indices)
    total = sum((Fraction(index.ikm) * index.respondents for index in indices), Fraction(0))
    ikm: Decimal = half_up(total / respondents, 2)
    return Satisfaction(
        IndexBasis.PERIODS_INSIDE,
        tuple(indices),
        ikm,
        rule.values.grade(ikm),
        all(index.sample_adequate is True for index in indices),
        rule.version,
    )
