"""Asking for a token on the command line says what is wrong."""

import pytest

from asn_local.errors import StackError
from asn_local.testing import free_ports
from asn_local.tokens import token_of


def test_who_is_unknown_is_told_who_there_is() -> None:
    with pytest.raises(StackError, match=r"agency-reader.* employee-1"):
        token_of("http://127.0.0.1:1", "nobody")


@pytest.mark.parametrize("who", ["sibolga-loop", "employee-1"])
def test_an_issuer_that_does_not_answer_is_named(who: str) -> None:
    issuer = f"http://127.0.0.1:{free_ports(1)[0]}"

    with pytest.raises(StackError, match=issuer):
        token_of(issuer, who)
