"""The app for gunicorn; the only module with an import effect."""

from asn_issuer.app import create_app
from asn_issuer.config import Config

app = create_app(Config.from_environment())
