"""The probe's application, for `flask --app probe_wsgi <role>`."""

import os

from probe import SERVICE

from asn_chassis.app import create_service_app
from asn_chassis.config import Config

app = create_service_app(SERVICE, Config.from_environment(os.environ))
