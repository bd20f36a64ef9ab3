"""The two employments of a civil servant (ASN) and the sex that a NIP states."""

from enum import StrEnum


class Employment(StrEnum):
    """Kind of civil servant; UU 20/2023 knows these two."""

    PNS = "PNS"
    PPPK = "PPPK"


class Sex(StrEnum):
    """Sex as coded in the fifteenth digit of a NIP."""

    MALE = "MALE"
    FEMALE = "FEMALE"
