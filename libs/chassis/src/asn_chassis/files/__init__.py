"""Files in and out: imports that keep the policies of the API, exports that keep its reach, in jobs that may die."""

from asn_chassis.files.api import blueprint_of
from asn_chassis.files.tasks import tasks_of

__all__ = ["blueprint_of", "tasks_of"]
