"""The rows that one index is computed by, named together as a decision keeps them."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from asn_kernel.rule import Rule
from feedback_service.policies.regulations import MutuBounds, Regulations, SampleSize, SkmIndex

# No version has it.
JOINT = "+"


@dataclass(frozen=True)
class IndexRules:
    """Formula, grades and sampling that hold together."""

    skm_index: Rule[SkmIndex]
    mutu: Rule[MutuBounds]
    sample_size: Rule[SampleSize]

    @classmethod
    def in_force(cls, regulations: Regulations, on: date) -> Self:
        """Return the rows that hold on the day; NoRuleInForce before 2017, whose surveys asked other elements."""
        return cls(
            regulations.skm_index.in_force(on), regulations.mutu.in_force(on), regulations.sample_size.in_force(on)
        )

    @classmethod
    def named(cls, regulations: Regulations, version: str) -> Self:
        """Return the rows of a kept decision. KeyError for one that never existed."""
        skm_index, mutu, sample_size = version.split(JOINT)
        return cls(
            regulations.skm_index.named(skm_index),
            regulations.mutu.named(mutu),
            regulations.sample_size.named(sample_size),
        )

    @property
    def version(self) -> str:
        """The versions of the rows."""
        return JOINT.join((self.skm_index.version, self.mutu.version, self.sample_size.version))
