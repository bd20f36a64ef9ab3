"""What the feedback service listens to, and the read models that are made of it alone."""

from collections.abc import Mapping

from asn_chassis.events.handlers import Handlers, each
from asn_chassis.reach.replica import ASSIGNED, REGISTERED, keeps_assignments, login_replica
from asn_chassis.service import Replica
from feedback_service.persistence.tables import assignments, logins, units
from feedback_service.subscriptions.employee import on_unit_registered

UNIT_HANDLERS: Handlers = {
    "asn.employee.unit-registered.v1": each(on_unit_registered),
    "asn.employee.unit-revised.v1": each(on_unit_registered),
    "asn.employee.unit-withdrawn.v1": each(on_unit_registered),
}
STAFF_HANDLERS: Handlers = dict.fromkeys((REGISTERED, ASSIGNED), keeps_assignments(assignments))
LOGINS = login_replica(logins)
HANDLERS: Handlers = {**UNIT_HANDLERS, **STAFF_HANDLERS, **LOGINS.handlers}

REPLICAS: Mapping[str, Replica] = {
    "units": Replica([units], UNIT_HANDLERS),
    "staff": Replica([assignments], STAFF_HANDLERS),
    "logins": LOGINS,
}
