"""Takes out of a decision about an incentive what it says of discipline, which few may see."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from asn_kernel.decision import Decision, plain
from asn_kernel.reason import Reason, Sentence, reason
from evaluation_service.domain.incentive import AwardDecision
from evaluation_service.policies.incentive import ABOUT_DISCIPLINE

SENTENCES: Final = {
    "CONFIDENTIAL_CONDITION": Sentence(
        "Satu syarat yang rahasia telah dipertimbangkan.", "One condition that is confidential has been considered."
    ),
}


def shareable_reasons(decision: AwardDecision) -> Sequence[Reason]:
    """Return the reasons; that of discipline is replaced whether it helped or harmed, so that nothing is told."""
    confidential = reason(SENTENCES, "CONFIDENTIAL_CONDITION")
    return [confidential if each.code in ABOUT_DISCIPLINE else each for each in decision.reasons]


def shareable(decision: AwardDecision) -> Decision[Mapping[str, Any], Any]:
    """Return the decision as those may see it who may not see discipline: its inputs by name, as JSON."""
    inputs = {name: value for name, value in plain(decision.inputs).items() if name != "discipline"}
    told: Decision[Any, Any] = decision
    return replace(told, inputs=inputs, reasons=tuple(shareable_reasons(decision)))
