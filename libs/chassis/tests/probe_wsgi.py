"""The probe's application, for `flask --app probe_wsgi <role>`."""

from probe import SERVICE

from asn_chassis.app import create_service_app
from asn_chassis.config import settings_of_process

app = create_service_app(SERVICE, settings_of_process())
