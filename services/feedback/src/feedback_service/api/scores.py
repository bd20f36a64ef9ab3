"""The scores of an answer as a field of requests: which elements there are depends on the survey."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError
from marshmallow import fields as marshmallow_fields

from asn_chassis.web import fields
from asn_chassis.web.checks import Count
from asn_kernel.codes import Element
from feedback_service.domain.answer import HIGHEST_SCORE, LOWEST_SCORE

ELEMENT_CODE = r"[A-Z][A-Z0-9_]{1,39}"
# As many elements as a survey can have: the regulation's, and those that a unit may add.
MOST_ADDED = 20
MOST_SCORES = len(Element) + MOST_ADDED


class Scores(marshmallow_fields.Dict):
    """At least one score by element; each fault is told at its element."""

    default_error_messages = {"invalid": "invalid-object"}

    def __init__(self, **kwargs: Any) -> None:
        self._codes = fields.Code(ELEMENT_CODE, max=40)
        self._count = Count(1, MOST_SCORES)
        self._scores = fields.Integer(min=LOWEST_SCORE, max=HIGHEST_SCORE, error_messages={"null": "null"})
        super().__init__(keys=self._codes, values=self._scores, **kwargs)
        examples = [{element.value: LOWEST_SCORE + 2 for element in Element}]
        self.metadata = {
            "description": "1 tidak baik, 2 kurang baik, 3 baik, 4 sangat baik; leave out what cannot be judged",
            "minProperties": 1,
            "maxProperties": MOST_SCORES,
            "examples": examples,
            **self.metadata,
        }

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, int]:
        if not isinstance(value, Mapping):
            raise self.make_error("invalid")
        self._count(value)
        taken: dict[str, Any] = {}
        wrong: dict[str, Any] = {}
        for code, score in value.items():
            try:
                taken[str(self._codes.deserialize(code))] = self._scores.deserialize(score)
            except ValidationError as error:
                wrong[code] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return taken
