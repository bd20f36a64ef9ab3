"""The application for gunicorn and the Flask commands; the only module whose import has an effect."""

from asn_chassis.config import settings_of_process
from employee_service.app import create_app

app = create_app(settings_of_process())
