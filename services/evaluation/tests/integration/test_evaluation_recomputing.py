"""Every stored decision, read back, comes out the same by the rule that it names."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from asn_chassis.regulations import regulations_of
from asn_kernel.period import Period, PeriodKind
from evaluation_service.domain.evaluation import Evaluation
from evaluation_service.domain.finding import ServiceImprovement
from evaluation_service.domain.incentive import IncentiveVersion
from evaluation_service.domain.training_need import TrainingNeed
from evaluation_service.policies import incentive, predicate, service_improvement, training_need
from evaluation_service.policies.regulations import Regulations


def comes_out_again(decision: Any, decide: Any, subject: Any) -> bool:
    rule = subject.named(decision.rule_version)
    return bool(decision.recomputed(lambda facts: decide(facts, rule)))


def test_stored_decisions_come_out_the_same_again(world: Any, employee_id: UUID) -> None:
    month = Period.of(PeriodKind.MONTH, world.period.start)
    world.tell(
        world.unit_index(81.25, period=month),
        world.unit_index(70.5, period=month.following, respondents=7),
        world.survey_opened(),
        world.survey_closed("TOO_FEW_ANSWERS"),
        world.index_published(PERILAKU=60.0, KOMPETENSI=70.0, PENGADUAN=64.99, WAKTU=60.0, population=None),
        world.level_recorded(employee_id, "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN", 2),
    )
    world.finalised(employee_id, rating="DIBAWAH_EKSPEKTASI", assessed=[{"competency_code": "KOMUNIKASI", "level": 1}])

    with world.service.database.transaction() as session:
        rules = regulations_of(session, Regulations)
        checked = [
            (kind, comes_out_again(each.decision, decide, subject))
            for kind, decide, subject in (
                (Evaluation, predicate.decide, rules.predicate),
                (TrainingNeed, training_need.decide, rules.development),
                (ServiceImprovement, service_improvement.decide, rules.development),
                (IncentiveVersion, incentive.decide, rules.incentive),
            )
            for each in session.scalars(select(kind))
        ]

    assert all(same for _, same in checked)
    assert [kind.__name__ for kind, _ in checked] == [
        "Evaluation",
        *["TrainingNeed"] * 4,
        *["ServiceImprovement"] * 2,
        "IncentiveVersion",
    ]
