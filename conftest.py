"""For every test: a property is judged by what it finds, not by how busy the machine is; one browser serves all."""

from hypothesis import settings

from asn_chassis.testing.browser import chromium

__all__ = ["chromium"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
