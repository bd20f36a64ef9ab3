"""Proposes a standard for a position: the level of each general competency that its job level is expected to have."""

from asn_kernel.decision import Decision
from asn_kernel.reason import Sentence, reason
from asn_kernel.rule import Rule
from employee_service.domain.position import ExpectedLevelFacts, ExpectedStandard, ProposedStandard
from employee_service.policies.regulations import ExpectedLevels

POLICY = "expected-level"

SENTENCES = {
    "EXPECTED_OF_JOB_LEVEL": Sentence(
        "Jabatan pada jenjang {job_level} diharapkan memiliki tingkat {level} untuk {count} kompetensi manajerial dan "
        "sosial kultural; Standar Kompetensi Jabatan yang ditetapkan mengatasi usulan ini.",
        "A position at the job level {job_level} is expected to have level {level} in {count} managerial and "
        "sociocultural competencies; a standard fixed for the position outranks this proposal.",
    ),
}


def decide(facts: ExpectedLevelFacts, rule: Rule[ExpectedLevels]) -> ProposedStandard:
    """Give every competency the level expected of the job level. KeyError for a job level without a row."""
    level = {row.job_level: row.level for row in rule.values.levels}[facts.job_level]
    why = reason(
        SENTENCES, "EXPECTED_OF_JOB_LEVEL", job_level=facts.job_level, level=level, count=len(facts.competency_codes)
    )
    return Decision.by(
        rule,
        POLICY,
        inputs=facts,
        outcome=ExpectedStandard(dict.fromkeys(facts.competency_codes, level)),
        reasons=[why],
    )
