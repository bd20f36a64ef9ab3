"""Authorize at /docs, in a real browser: a person signs in at the development issuer, and her token is used."""

import pytest

from asn_chassis.testing.browser import authorize_at_docs, visit

pytestmark = pytest.mark.slow


def test_a_person_signs_in_at_docs_and_tries_a_call(local_stack, chromium):
    service, issuer = (local_stack.config.url(name) for name in ("employee", "issuer"))

    with visit(chromium) as seen:
        answer = authorize_at_docs(
            seen.page,
            service,
            lambda window: window.get_by_role("button", name="Pegawai contoh 1").click(),
            "units_list",
        )

    assert answer.status == 200
    assert answer.request.headers["authorization"].startswith("Bearer ")
    assert (seen.strangers(service, issuer), seen.errors) == (set(), [])
