"""The scales and code lists that decisions are expressed in."""

from enum import StrEnum


class Expectation(StrEnum):
    """A rating of work result or of work behaviour (PermenPANRB 6/2022)."""

    DIATAS_EKSPEKTASI = "DIATAS_EKSPEKTASI"
    SESUAI_EKSPEKTASI = "SESUAI_EKSPEKTASI"
    DIBAWAH_EKSPEKTASI = "DIBAWAH_EKSPEKTASI"


class Predicate(StrEnum):
    """The performance predicate of a period (PermenPANRB 6/2022)."""

    SANGAT_BAIK = "SANGAT_BAIK"
    BAIK = "BAIK"
    BUTUH_PERBAIKAN = "BUTUH_PERBAIKAN"
    KURANG = "KURANG"
    SANGAT_KURANG = "SANGAT_KURANG"


class Discipline(StrEnum):
    """The heaviest penalty in force or in process (PP 94/2021); CLEAR when there is none."""

    CLEAR = "CLEAR"
    RINGAN = "RINGAN"
    SEDANG = "SEDANG"
    BERAT = "BERAT"


class Employment(StrEnum):
    """The two kinds of civil servant (UU 20/2023)."""

    PNS = "PNS"
    PPPK = "PPPK"


class Element(StrEnum):
    """The nine elements (unsur) of the satisfaction survey (PermenPANRB 14/2017)."""

    PERSYARATAN = "PERSYARATAN"
    PROSEDUR = "PROSEDUR"
    WAKTU = "WAKTU"
    BIAYA = "BIAYA"
    PRODUK = "PRODUK"
    KOMPETENSI = "KOMPETENSI"
    PERILAKU = "PERILAKU"
    PENGADUAN = "PENGADUAN"
    SARANA = "SARANA"


class Mutu(StrEnum):
    """The quality grade of a service or of one element, A best and D worst (PermenPANRB 14/2017)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    def reaches(self, lowest: "Mutu") -> bool:
        """Whether this grade is `lowest` or better."""
        return self.value <= lowest.value


class GapClass(StrEnum):
    """How far the level of a person is below the level that is asked for."""

    NONE = "NONE"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
