"""Bodies: bounded whoever sends them and however, as they are, before anything reads them."""

from io import BytesIO
from typing import IO, Any

from flask import Flask, current_app, g, request
from gunicorn.http.errors import ParseException

from asn_chassis.web.parser import refuse_unread_query
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.uploads import Upload

# What a request may hold unless its route says otherwise: the largest form of ours is a tenth of it.
DEFAULT_LIMIT = 65_536


def install(app: Flask) -> None:
    """Bound the body of every request of this application."""
    app.before_request(_bound)


def _bound() -> None:
    """Set the limit of the route, and read a body of unknown length here: 413 beyond the limit, 400 if it is broken.

    Werkzeug cuts such a body silently at the limit. Once read it has a length, like any other.
    """
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        # Small on the way, and as large as somebody likes when it is unpacked (RFC 9110, 15.5.16).
        raise ProblemError("unsupported-media-type", headers={"Accept-Encoding": "identity"})
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if hasattr(view, "scope"):
        refuse_unread_query(view, request)
    if (most := getattr(view, "streams", None)) is not None:
        _stream(most)
        return
    limit = min(getattr(view, "max_body", None) or DEFAULT_LIMIT, current_app.config["MAX_CONTENT_LENGTH"])
    request.max_content_length = limit
    if request.content_length is not None:
        if request.content_length > limit:
            raise ProblemError("payload-too-large", limit=limit)
        return
    if not request.environ.get("wsgi.input_terminated"):
        return  # no body, or one that the server hands on as none
    body = _read(request.environ["wsgi.input"], limit + 1)
    if len(body) > limit:
        raise ProblemError("payload-too-large", limit=limit)
    request.environ.update({"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))})


def _stream(most: int) -> None:
    """Let the route read the body itself, in pieces; one that says to be too large is refused at once."""
    if request.content_length is not None and request.content_length > most:
        raise ProblemError("payload-too-large", limit=most)
    # Beyond the limit by what shows that it is: Werkzeug cuts a body of unknown length silently.
    request.max_content_length = most + 1
    g.upload = Upload(request.stream, most)


def _read(stream: IO[bytes], most: int) -> bytes:
    parts: list[bytes] = []
    left = most
    try:
        while left and (part := stream.read(left)):
            parts.append(part)
            left -= len(part)
    except (OSError, ParseException) as error:
        # A chunk of a bad size or without an end, a client that went away.
        raise ProblemError("malformed-request", headers={"Connection": "close"}) from error
    return b"".join(parts)
