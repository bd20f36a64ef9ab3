"""The level of the managerial and sociocultural competencies that a job level is expected to have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from employee_service.domain.position import JobLevel
from employee_service.policies.row import Confidence, PolicyRow, in_force

SINCE = date(2017, 1, 1)
READ = "PermenPANRB 38/2017, KMK 954/2019: sociocultural levels; managerial ones by the same pattern"
PROPOSED = "proposal, to be replaced by the Standar Kompetensi Jabatan"


@dataclass(frozen=True, kw_only=True)
class ExpectedLevel(PolicyRow):
    """A job level and the competency level 1..5 expected of it."""

    job_level: JobLevel
    level: int


def _row(job_level: JobLevel, level: int, source: str, confidence: Confidence) -> ExpectedLevel:
    return ExpectedLevel(job_level=job_level, level=level, valid_from=SINCE, source=source, confidence=confidence)


EXPECTED_LEVELS: tuple[ExpectedLevel, ...] = (
    _row(JobLevel.JPT_UTAMA, 5, READ, Confidence.MEDIUM),
    _row(JobLevel.JPT_MADYA, 5, READ, Confidence.MEDIUM),
    _row(JobLevel.JPT_PRATAMA, 4, READ, Confidence.MEDIUM),
    _row(JobLevel.ADMINISTRATOR, 3, READ, Confidence.MEDIUM),
    _row(JobLevel.PENGAWAS, 2, READ, Confidence.MEDIUM),
    _row(JobLevel.AHLI_UTAMA, 5, READ, Confidence.MEDIUM),
    _row(JobLevel.AHLI_MADYA, 4, READ, Confidence.MEDIUM),
    _row(JobLevel.AHLI_MUDA, 3, READ, Confidence.MEDIUM),
    _row(JobLevel.AHLI_PERTAMA, 2, READ, Confidence.MEDIUM),
    _row(JobLevel.PENYELIA, 2, PROPOSED, Confidence.LOW),
    _row(JobLevel.MAHIR, 1, PROPOSED, Confidence.LOW),
    _row(JobLevel.TERAMPIL, 1, PROPOSED, Confidence.LOW),
    _row(JobLevel.PEMULA, 1, READ, Confidence.MEDIUM),
    _row(JobLevel.PELAKSANA, 1, READ, Confidence.MEDIUM),
    _row(JobLevel.KLEREK, 1, READ, Confidence.MEDIUM),
    _row(JobLevel.OPERATOR, 1, READ, Confidence.MEDIUM),
    _row(JobLevel.TEKNISI, 1, READ, Confidence.MEDIUM),
)


def expected_standard(job_level: JobLevel, codes: Iterable[str], on: date) -> dict[str, int]:
    """Propose a standard: every competency in `codes` at the level expected of `job_level` on the day `on`.

    Before the first rows the first ones count. The Standar Kompetensi Jabatan of a position outranks this.
    """
    rows = in_force(EXPECTED_LEVELS, on) or EXPECTED_LEVELS
    levels = {row.job_level: row.level for row in rows}
    return dict.fromkeys(codes, levels[job_level])
