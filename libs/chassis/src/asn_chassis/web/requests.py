"""What every request gets: an id, a flow, safe headers, one log line."""

import logging
import re
import time
from dataclasses import replace

from flask import Flask, g, request
from werkzeug.wrappers import Response

from asn_chassis.auth.caller import Caller
from asn_chassis.events.flow import Flow, begin, end, started_flow
from asn_chassis.events.names import WORD
from asn_chassis.ids import FORM, new_id
from asn_chassis.ops import metrics

log = logging.getLogger(__name__)

TRACEPARENT = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
QUIET = "/healthz/"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def install(app: Flask) -> None:
    """Give each request its id and flow, and answer with them."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_forget)


def caller() -> Caller | None:
    """Return who calls, None on a public route."""
    found: Caller | None = g.get("caller")
    return found


def recognise(who: Caller) -> None:
    """Note who calls, whose own word for the business at hand then counts.

    A stranger's counts only as a UUID: what goes into events and logs for good must be nobody's free text.
    """
    g.caller = who
    word, flow = _said("X-Correlation-Id", WORD), started_flow()
    if word is not None and flow is not None:
        begin(replace(flow, correlation_id=word))


def _begin() -> None:
    g.started = time.perf_counter()
    g.request_id = _said("X-Request-Id", WORD) or str(new_id())
    traceparent = request.headers.get("traceparent", "")
    known = traceparent if TRACEPARENT.fullmatch(traceparent) else None
    correlation = _said("X-Correlation-Id", FORM) or (known.split("-")[1] if known else g.request_id)
    g.flow_token = begin(Flow(correlation, traceparent=known))


def _said(header: str, form: re.Pattern[str]) -> str | None:
    value = request.headers.get(header, "")
    return value if form.fullmatch(value) else None


def _finish(response: Response) -> Response:
    flow = started_flow()
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if flow is not None:
        response.headers["X-Correlation-Id"] = flow.correlation_id
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.add("Vary", "Accept-Language, Authorization")
    if not request.path.startswith(QUIET):
        # The rule, not the path: a path may hold what somebody typed.
        route = request.url_rule.rule if request.url_rule else None
        spent = time.perf_counter() - g.get("started", time.perf_counter())
        method = request.method if request.method in METHODS else "_OTHER"
        metrics.request_duration.labels(method, route or "", response.status_code).observe(spent)
        _log(response, route, spent)
    return response


def _log(response: Response, route: str | None, spent: float) -> None:
    who = caller()
    log.info(
        "request answered",
        extra={
            "request_id": g.get("request_id"),
            "client_id": who.client_id if who else None,
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "duration_ms": round(spent * 1000, 1),
        },
    )


def _forget(_: BaseException | None) -> None:
    token = g.pop("flow_token", None)
    if token is not None:
        end(token)
