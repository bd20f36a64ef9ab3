"""/board: the published satisfaction indices, for everybody. Nothing here comes from less than a published index."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from babel.numbers import format_decimal
from flask import Response, request, url_for
from flask_babel import format_date, gettext, lazy_gettext

from asn_chassis.pages import Pages, language, render_public
from asn_chassis.web import ProblemError, transaction
from asn_kernel.codes import Mutu
from asn_kernel.period import InvalidPeriod, Period, PeriodKind
from asn_kernel.reason import HasLabels
from feedback_service.domain.assessment import ElementAnswers
from feedback_service.persistence import public_services, satisfaction_indices, surveys, unit_indices, units

pages = Pages("board", __name__, menu=[("overview", lazy_gettext("Satisfaction indices"))])

LENGTH = 50
# So many periods show where it goes.
TREND = 12


@pages.page("/board", scope="public")
def overview() -> Response:
    """Show the units of a period, the newest one unless `?period=` says another."""
    with transaction() as session:
        periods = unit_indices.periods(session)
        period = _asked() or next(iter(periods), None)
        found = [] if period is None else unit_indices.results(session, period, after=_after(), limit=LENGTH + 1)
    return render_public("board/overview.html", periods=periods, **_listed(found, period))


@pages.page("/board/surveys", scope="public")
def surveys_of_period() -> Response:
    """Show the surveys of `?period=`."""
    period = _asked()
    if period is None:
        raise ProblemError("not-found")
    with transaction() as session:
        found = satisfaction_indices.results(session, period, after=_after(), limit=LENGTH + 1)
    return render_public("board/surveys.html", **_listed(found, period))


@pages.page("/board/units/<uuid:unit_id>", scope="public")
def unit(unit_id: UUID) -> Response:
    """Show the index of a unit in a period, its elements, its surveys, and how it went before."""
    asked = _asked()
    with transaction() as session:
        history = unit_indices.of_unit(session, unit_id)
        shown = next((each for each in history if asked in (None, each.period)), None)
        found = units.find(session, unit_id)
        if shown is None or found is None:
            raise ProblemError("not-found")
        surveyed = satisfaction_indices.results(session, shown.period, unit_id=unit_id, limit=LENGTH)
    before = [each for each in history if each.period.kind is shown.period.kind and each.period <= shown.period]
    return render_public(
        "board/unit.html",
        unit=found,
        index=shown,
        labels=_labels(element for survey in shown.decision.inputs.surveys for element in survey.elements),
        surveys=surveyed,
        history=history,
        trend=list(reversed(before[:TREND])),
    )


@pages.page("/board/surveys/<uuid:survey_id>", scope="public")
def survey(survey_id: UUID) -> Response:
    """Show the index of a survey and its elements; a survey without one says so."""
    with transaction() as session:
        asked = surveys.get(session, survey_id)
        index = satisfaction_indices.of_survey(session, survey_id)
        service = public_services.get(session, asked.service_id)
        owner = units.find(session, asked.unit_id)
    labels = {} if index is None else _labels(index.decision.inputs.elements)
    return render_public(
        "board/survey.html", survey=asked, index=index, public_service=service, unit=owner, labels=labels
    )


@pages.app_template_filter("period")
def words_of(period: Period) -> str:
    """Write a period in words."""
    if period.kind is PeriodKind.HALF:
        return str(gettext("Half %(number)s of %(year)s", number=period.number, year=period.year))
    if period.kind is PeriodKind.QUARTER:
        return str(gettext("Quarter %(number)s of %(year)s", number=period.number, year=period.year))
    return str(period) if period.kind is PeriodKind.YEAR else str(format_date(period.start, "MMMM y"))


@pages.app_template_filter("label")
def label(named: HasLabels) -> str:
    """Return the name of a code in the language of the page."""
    return named.label_en if language() == "en" else named.label_id


@pages.app_template_filter("grade")
def words_of_grade(mutu: str) -> str:
    """Write a grade in words."""
    return label(Mutu(mutu))


@pages.app_template_filter("index")
def words_of_index(value: Decimal) -> str:
    """Write an index or the value of an element."""
    return _decimal(value, language())


@lru_cache(maxsize=10_000)
def _decimal(value: Decimal, spoken: str) -> str:
    # There are 7,501 values from 25.00 to 100.00, and to write one takes as long as to read it.
    return str(format_decimal(value, "0.00", locale=spoken))


def _asked() -> Period | None:
    said = request.args.get("period")
    try:
        return None if said is None else Period.parse(said)
    except InvalidPeriod:
        raise ProblemError("not-found") from None


def _after() -> str:
    return request.args.get("after", "").replace("\x00", "")


def _listed(found: Any, period: Period | None) -> dict[str, Any]:
    """Return what a page of a list shows: one row more was read than it has, to know whether there is a next one."""
    shown = found[:LENGTH]
    here = str(request.endpoint)
    more = url_for(here, period=period, after=shown[-1].code) if len(found) > LENGTH else None
    first = url_for(here, period=period) if _after() else None
    return {"period": period, "results": shown, "first": first, "next": more}


def _labels(elements: Iterable[ElementAnswers]) -> dict[str, ElementAnswers]:
    return {each.element: each for each in elements}
