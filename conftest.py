"""For every test: a property is judged by what it finds, not by how busy the machine is meanwhile."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
