"""/me: what the signed-in employee is known to be able to do, against the standard of her position."""

from flask import Response
from flask_babel import lazy_gettext

from asn_chassis.clock import now
from asn_chassis.pages import Pages, render
from asn_chassis.web import caller, transaction
from asn_kernel.business_day import business_day
from employee_service.persistence import logins, positions, units
from employee_service.usecases.read_profile import read_profile

pages = Pages("me", __name__, menu=[("profile", lazy_gettext("My profile"))])


@pages.page("/me", scope="employee:read")
def profile() -> Response:
    """Show the caller's own profile as of today; whoever is no employee is told so."""
    who = caller()
    with transaction() as session:
        employee_id = None if who is None else logins.employee_of(session, issuer=who.issuer, subject=who.subject)
        if employee_id is None:
            return render("me/unlinked.html")
        found = read_profile(session, employee_id=employee_id, as_of=business_day(now()))
        held = found.assignment
        position = None if held is None else positions.get(session, held.position_id)
        unit = None if held is None else units.get(session, held.unit_id)
    return render("me/profile.html", profile=found, position=position, unit=unit)
