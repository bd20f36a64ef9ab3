"""Styles, from the installed package and from here: named by their content, so that a browser keeps them for a year."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from flask import Response, request, url_for

from asn_chassis.web.blueprint import PUBLIC
from asn_chassis.web.problems import ProblemError

FOREVER = "public, max-age=31536000, immutable"
_PLACES = {
    "bootstrap.css": files("flask_bootstrap") / "static" / "bootstrap5" / "css" / "bootstrap.min.css",
    "pages.css": files("asn_chassis.pages") / "static" / "pages.css",
}


@dataclass(frozen=True)
class _Asset:
    content: bytes
    packed: bytes
    digest: str


@cache
def _asset(name: str) -> _Asset:
    content = _PLACES[name].read_bytes()
    return _Asset(content, gzip.compress(content, 9, mtime=0), sha256(content).hexdigest()[:16])


def address(name: str) -> str:
    """Return the address of a style."""
    return url_for("kit.asset", digest=_asset(name).digest, name=name)


def answer(digest: str, name: str) -> Response:
    """Return the style of this content, and no other one under its name."""
    if name not in _PLACES or _asset(name).digest != digest:
        raise ProblemError("not-found")
    packed = bool(request.accept_encodings["gzip"])
    response = Response(_asset(name).packed if packed else _asset(name).content, mimetype="text/css")
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


# No page, which would carry a language on; and free, as its pages are.
answer.__dict__.update(scope=PUBLIC, audited=False, reads_query=True)
