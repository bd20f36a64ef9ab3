"""Performance, incentives and discipline."""

from asn_kernel.codes.code_list import CodeList


class Predicate(CodeList):
    """Performance predicates; contracts/references/predicates.yaml."""

    SANGAT_BAIK = "SANGAT_BAIK", "Sangat Baik", "Very good"
    BAIK = "BAIK", "Baik", "Good"
    BUTUH_PERBAIKAN = "BUTUH_PERBAIKAN", "Butuh Perbaikan", "Needs improvement"
    KURANG = "KURANG", "Kurang", "Poor"
    SANGAT_KURANG = "SANGAT_KURANG", "Sangat Kurang", "Very poor"


class Expectation(CodeList):
    """Ratings of work result and work behaviour; contracts/references/expectations.yaml."""

    DIATAS_EKSPEKTASI = "DIATAS_EKSPEKTASI", "Di atas ekspektasi", "Above expectation"
    SESUAI_EKSPEKTASI = "SESUAI_EKSPEKTASI", "Sesuai ekspektasi", "As expected"
    DIBAWAH_EKSPEKTASI = "DIBAWAH_EKSPEKTASI", "Di bawah ekspektasi", "Below expectation"


class Discipline(CodeList):
    """Levels of disciplinary penalty; contracts/references/discipline-levels.yaml."""

    CLEAR = "CLEAR", "Tidak ada", "None"
    RINGAN = "RINGAN", "Ringan", "Light"
    SEDANG = "SEDANG", "Sedang", "Moderate"
    BERAT = "BERAT", "Berat", "Severe"


class IncentiveKind(CodeList):
    """Kinds of incentive; contracts/references/incentive-kinds.yaml."""

    REWARD_NOMINATION = "REWARD_NOMINATION", "Pengusulan penghargaan", "Nomination for a reward"
    RECOGNITION = "RECOGNITION", "Pengakuan tertulis", "Written recognition"
    NONE = "NONE", "Tidak ada", "None"
