"""CodeList: an enumeration whose members know their names in both languages."""

from enum import StrEnum
from typing import Self


class CodeList(StrEnum):
    """One national code list. A member is written `BAIK = "BAIK", "Baik", "Good"`: code, Indonesian, English."""

    label_id: str
    label_en: str

    def __new__(cls, code: str, label_id: str = "", label_en: str = "") -> Self:
        """Make the member: the text of its code, with its names beside it."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label_id = label_id
        member.label_en = label_en
        return member
