"""The elements that a survey asks about: those of the regulation, less what does not apply, plus the unit's own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SurveyElement:
    """One element with its names, whether the regulation's or the unit's own."""

    code: str
    label_id: str
    label_en: str


class ElementNotStandard(Exception):
    """An element was to be left out that the regulation in force does not have."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(codes)
        self.elements = ", ".join(sorted(codes))


class ElementIsStandard(Exception):
    """An element was added under the code of one of the regulation's."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(codes)
        self.elements = ", ".join(sorted(codes))


class NoElementsLeft(Exception):
    """Every element was left out and none added: there is nothing to ask."""


def elements_of(
    standard: Sequence[SurveyElement], *, left_out: Collection[str], added: Sequence[SurveyElement]
) -> tuple[SurveyElement, ...]:
    """Return what a survey asks, the regulation's elements first; raises the errors above.

    A code of the regulation keeps its meaning even where its element is left out.
    """
    codes = {element.code for element in standard}
    if strange := set(left_out) - codes:
        raise ElementNotStandard(strange)
    if taken := {element.code for element in added} & codes:
        raise ElementIsStandard(taken)
    asked = (*(element for element in standard if element.code not in left_out), *added)
    if not asked:
        raise NoElementsLeft
    return asked
