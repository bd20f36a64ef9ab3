"""Pages for people: server-rendered, in Indonesian and English, for any browser and without a script."""

from asn_chassis.pages.blueprint import Pages
from asn_chassis.pages.languages import language
from asn_chassis.pages.rendering import render, render_public

__all__ = ["Pages", "language", "render", "render_public"]
