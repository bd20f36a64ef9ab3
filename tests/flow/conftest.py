"""The loop against the real stack of one machine."""

from asn_local.testing import local_stack

__all__ = ["local_stack"]
