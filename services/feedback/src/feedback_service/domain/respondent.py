"""The little that a respondent may tell about themselves; none of it identifies a person."""

from dataclasses import dataclass
from enum import StrEnum


class Sex(StrEnum):
    """L (laki-laki) or P (perempuan)."""

    L = "L"
    P = "P"


class AgeGroup(StrEnum):
    """Age in whole years, in groups wide enough to hide a person."""

    UNDER_20 = "UNDER_20"
    FROM_20_TO_29 = "FROM_20_TO_29"
    FROM_30_TO_39 = "FROM_30_TO_39"
    FROM_40_TO_49 = "FROM_40_TO_49"
    FROM_50_TO_59 = "FROM_50_TO_59"
    FROM_60 = "FROM_60"


class Education(StrEnum):
    """The highest level finished."""

    SD = "SD"
    SMP = "SMP"
    SMA = "SMA"
    D3 = "D3"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"


class Occupation(StrEnum):
    """The occupation groups of the survey form."""

    PNS = "PNS"
    TNI = "TNI"
    POLRI = "POLRI"
    SWASTA = "SWASTA"
    WIRAUSAHA = "WIRAUSAHA"
    LAINNYA = "LAINNYA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Respondent:
    """Optional attributes of a respondent; `service_type` is the code of the kind of service received."""

    sex: Sex | None = None
    age_group: AgeGroup | None = None
    education: Education | None = None
    occupation: Occupation | None = None
    service_type: str | None = None
