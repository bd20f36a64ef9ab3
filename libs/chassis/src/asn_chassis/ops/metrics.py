"""Every metric that a process of ours exposes, with its roles; `contracts/telemetry/metrics.yaml` says the same.

Code elsewhere counts and observes here and declares none. Labels are words of our own, bounded in number: no label
holds a client, a person, or what a stranger sent.
"""

from prometheus_client import Counter, Gauge, Histogram

from asn_chassis.ops.exposing import ROLES, Asked, on

request_duration = on(
    Histogram(
        "http_server_request_duration_seconds",
        "From the first line of a request to the last of its answer, by method, route and status.",
        ("http_request_method", "http_route", "http_response_status_code"),
        buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        registry=None,
    ),
    "web",
)
active_requests = on(Asked("http_server_active_requests", "Threads that are held by a request now."), "web")
problems = on(Counter("problems_total", "Problem documents sent, by code.", ("code",), registry=None), "web")
auth_rejections = on(
    Counter("auth_rejections_total", "Callers that were refused, by reason.", ("reason",), registry=None), "web"
)
idempotency = on(
    Counter(
        "idempotency_requests_total",
        "Requests with an Idempotency-Key: first, replayed, or reused with another body.",
        ("outcome",),
        registry=None,
    ),
    "web",
)
rate_limited = on(
    Counter("rate_limited_requests_total", "Requests refused by a limit, by what it counts.", ("by",), registry=None),
    "web",
)
outbox_pending = on(Asked("outbox_pending_events", "Events that are recorded and not published yet."), "relay")
outbox_oldest = on(
    Asked("outbox_oldest_pending_age_seconds", "Age of the oldest event that is not published yet; 0 without one."),
    "relay",
)
published = on(
    Counter("outbox_published_events_total", "Events that the broker has, by type.", ("type",), registry=None), "relay"
)
publishing_failures = on(
    Counter(
        "outbox_publishing_failures_total",
        "Passes of the relay that did not end: failed, and tried again, or refused by the broker.",
        ("reason",),
        registry=None,
    ),
    "relay",
)
relay_active = on(Asked("relay_active", "1 where this relay publishes, 0 where it stands by."), "relay")
inbox_events = on(
    Counter(
        "inbox_events_total",
        "Events that came in, by type and outcome: applied, duplicate, ignored, parked, dead_lettered.",
        ("type", "outcome"),
        registry=None,
    ),
    "consume",
)
processing_duration = on(
    Histogram(
        "inbox_processing_duration_seconds",
        "What a handler took for a run of events of one type, in a batch.",
        ("type",),
        buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        registry=None,
    ),
    "consume",
)
event_age = on(
    Histogram(
        "inbox_event_age_seconds",
        "From the instant of a fact to its effect, of the first of each type in a batch; not of a day alone.",
        ("type",),
        buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86400),
        registry=None,
    ),
    "consume",
)
consumer_lag = on(
    Asked(
        "consumer_lag_records",
        "Positions between what was applied and the end that the source told last.",
        ("consumer", "topic", "partition"),
    ),
    "consume",
)
last_poll = on(
    Asked("consumer_last_poll_timestamp_seconds", "When a poll last succeeded, in seconds since 1970.", ("consumer",)),
    "consume",
)
breaker_open = on(
    Asked("consumer_breaker_open", "1 where too many dead letters wait and a consumer stands still.", ("consumer",)),
    "consume",
)
dead_letters = on(
    Asked(
        "dead_letter_backlog_records", "Unresolved dead letters: dead, or parked behind one of their key.", ("state",)
    ),
    "consume",
)
jobs = on(Asked("jobs", "Jobs that are not done, by state.", ("state",)), "work")
pool_connections = on(
    Gauge(
        "db_pool_connections",
        "Connections to the database, by state: used, idle.",
        ("state",),
        multiprocess_mode="livesum",
        registry=None,
    ),
    *ROLES,
)
build_info = on(
    Asked("app_build_info", "1, for what is said by its labels.", ("service", "version", "revision")), *ROLES
)
