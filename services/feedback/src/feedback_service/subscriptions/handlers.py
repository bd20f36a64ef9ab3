"""What the feedback service listens to, and the read models that are made of it alone."""

from collections.abc import Mapping

from asn_chassis.events.handlers import Handlers, each
from asn_chassis.service import Replica
from feedback_service.persistence.tables import units
from feedback_service.subscriptions.employee import on_unit_registered

HANDLERS: Handlers = {
    "asn.employee.unit-registered.v1": each(on_unit_registered),
    "asn.employee.unit-revised.v1": each(on_unit_registered),
}

REPLICAS: Mapping[str, Replica] = {
    "units": Replica([units], HANDLERS),
}
