"""The stack of one machine, its loop, and a hand that kills its processes."""

from asn_local.testing import local_stack

__all__ = ["local_stack"]
