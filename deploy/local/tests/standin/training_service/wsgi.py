"""The stand-in's app."""

from standin import create_app

app = create_app()
