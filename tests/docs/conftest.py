"""The stack of one machine, a browser, and an SMTP server that takes what is sent."""

from asn_local.testing import local_stack

__all__ = ["local_stack"]
