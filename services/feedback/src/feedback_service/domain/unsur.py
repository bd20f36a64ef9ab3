"""The nine elements (unsur) of the satisfaction survey."""

from enum import StrEnum


class Unsur(StrEnum):
    """An element of PermenPANRB 14/2017, in the order of the regulation's list.

    Stored and exchanged by key, never by number: agencies number the eighth and ninth differently.
    """

    PERSYARATAN = "PERSYARATAN"
    PROSEDUR = "PROSEDUR"
    WAKTU = "WAKTU"
    BIAYA = "BIAYA"
    PRODUK = "PRODUK"
    KOMPETENSI = "KOMPETENSI"
    PERILAKU = "PERILAKU"
    PENGADUAN = "PENGADUAN"
    SARANA = "SARANA"

    @property
    def field(self) -> str:
        """The attribute and column that hold this element's score."""
        return self.value.lower()
