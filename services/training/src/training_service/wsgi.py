"""The application for gunicorn and the Flask commands; the only module whose import has an effect."""

import os

from asn_chassis.config import Config
from training_service.app import create_app

app = create_app(Config.from_environment(os.environ))
