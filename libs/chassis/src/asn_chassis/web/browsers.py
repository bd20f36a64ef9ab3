"""What browsers are told with every answer: show it, do nothing else, stay here."""

import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, request
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

EVERYWHERE = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
# Swagger UI: its own files and the one script of its page; styles that it writes while it runs, images inside them.
DOCS = "swagger_ui.show"
DOCS_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; font-src 'self'; "
    "img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'{issuer}; script-src 'self'{page}"
)
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def install(app: Flask, token_url: str) -> None:
    """Tell browsers so with every answer of this application; /docs gets its tokens at `token_url`."""
    parts = urlsplit(token_url)
    issuer = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    app.after_request(lambda response: _restrict(response, issuer))


def _restrict(response: Response, issuer: str) -> Response:
    if isinstance(request.routing_exception, RequestRedirect):
        _stay_here(response)
    if request.endpoint == DOCS:
        response.headers["Content-Security-Policy"] = _policy_of_docs(response, issuer)
    for name, value in EVERYWHERE.items():
        response.headers.setdefault(name, value)
    return response


def _stay_here(response: Response) -> None:
    """Redirect by path alone: Flask takes the host from the request, which is anybody's."""
    parts = urlsplit(response.location or "")
    response.location = urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, ""))
    response.set_data(b"")


def _policy_of_docs(response: Response, issuer: str) -> str:
    # Files are streamed, and hold no script of their own.
    made = response.mimetype == "text/html" and not response.direct_passthrough
    scripts = _INLINE.findall(response.get_data()) if made else []
    digests = [b64encode(sha256(script).digest()).decode() for script in scripts]
    return DOCS_POLICY.format(issuer=issuer, page="".join(f" 'sha256-{digest}'" for digest in digests))
