"""Code list of grades: pangkat and golongan of a PNS, golongan of a PPPK."""

from collections.abc import Mapping

from employee_service.domain.employment import Employment
from employee_service.domain.errors import UnknownGrade

# PP 99/2000 for PNS (golongan/ruang to pangkat); Perpres 98/2020 for PPPK, which has no pangkat.
PNS_RANKS: Mapping[str, str] = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
PPPK_GRADES: tuple[str, ...] = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
    *("X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"),
)
GRADES: Mapping[Employment, frozenset[str]] = {
    Employment.PNS: frozenset(PNS_RANKS),
    Employment.PPPK: frozenset(PPPK_GRADES),
}


def known_grade(code: str, employment: Employment) -> str:
    """Return `code` when the employment has such a grade; raises UnknownGrade."""
    if code not in GRADES[employment]:
        raise UnknownGrade(grade=code, employment=employment)
    return code


def rank_of(code: str) -> str | None:
    """Return the pangkat that belongs to a PNS grade; a PPPK grade has none."""
    return PNS_RANKS.get(code)
