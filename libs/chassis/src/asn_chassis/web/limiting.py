"""Rate limits: how many requests a caller, or an address that shows no good token, has in a window of time.

Each process counts for itself, in memory: with n workers a caller may come to n times as much. The headers are those of
draft-ietf-httpapi-ratelimit-headers-11.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from flask import Flask, current_app, g, request
from limits import RateLimitItem
from werkzeug.wrappers import Response

from asn_chassis.auth.caller import Caller
from asn_chassis.ops import metrics
from asn_chassis.parts import parts
from asn_chassis.web.counters import Counters
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import QUIET, caller

_NAME = "asn.limits"
# What one household or one host is given of IPv6.
IPV6_PREFIX = 64


@dataclass(frozen=True)
class Policy:
    """So many requests in so many seconds, for one kind of caller."""

    name: str
    most: int
    seconds: int

    @classmethod
    def of(cls, kind: str, window: RateLimitItem) -> "Policy":
        """Name the policy by whom it counts and how long its window is."""
        return cls(f"{kind}-{window.get_expiry()}s", window.amount, window.get_expiry())

    def __str__(self) -> str:
        """Write it as an item of RateLimit-Policy."""
        return f'"{self.name}";q={self.most};w={self.seconds}'


@dataclass(frozen=True)
class Left:
    """What is left of a policy after this request, negative beyond it, and the seconds until all is there again."""

    policy: Policy
    remaining: int
    seconds: int

    def __str__(self) -> str:
        """Write it as an item of RateLimit."""
        return f'"{self.policy.name}";r={max(self.remaining, 0)};t={self.seconds}'


class Limiter:
    """Counts requests by caller or by address."""

    def __init__(self, client: Sequence[RateLimitItem], address: Sequence[RateLimitItem], counters: Counters) -> None:
        self._counters = counters
        self._client = [Policy.of("client", window) for window in client]
        self._address = [Policy.of("address", window) for window in address]

    def hit(self, who: Caller | None, address: str | None) -> list[Left]:
        """Count a request of this caller, or of this address where nobody is known; return what that leaves."""
        policies = self._client if who else self._address
        key = _key_of(who) if who else _network_of(address)
        return [self._left(policy, key) for policy in policies]

    def _left(self, policy: Policy, key: str) -> Left:
        count, seconds = self._counters.hit((policy.name, key), policy.seconds)
        return Left(policy, policy.most - count, ceil(seconds))


def install(app: Flask) -> None:
    """Give the application its limits, and each of its answers the headers that tell of them."""
    config = parts(app).config
    app.extensions[_NAME] = Limiter(config.rate_client, config.rate_address, Counters())
    app.after_request(_announce)


def count() -> None:
    """Count this request against whoever makes it; quota-exceeded where that was one too many.

    Questions about health are free.
    """
    if request.path.startswith(QUIET):
        return
    limiter: Limiter = current_app.extensions[_NAME]
    g.quota = limiter.hit(caller(), request.remote_addr)
    if violated := [left for left in g.quota if left.remaining < 0]:
        metrics.rate_limited.labels("client" if caller() else "address").inc()
        seconds = max(left.seconds for left in violated)
        raise ProblemError(
            "quota-exceeded",
            headers={"Retry-After": str(seconds)},
            members={"violated-policies": [left.policy.name for left in violated]},
            seconds=seconds,
        )


def _announce(response: Response) -> Response:
    if quota := g.get("quota"):
        response.headers["RateLimit-Policy"] = ", ".join(str(left.policy) for left in quota)
        response.headers["RateLimit"] = ", ".join(map(str, quota))
    return response


def _key_of(who: Caller) -> str:
    """Return who counts as one: a client; of persons, who all share the client of the pages, each for herself."""
    return who.key if who.person else f"{who.issuer} {who.client_id}"


def _network_of(address: str | None) -> str:
    """Return what counts as one address: of IPv6 the network, in which a host takes any address that it likes."""
    if address is None or ":" not in address:
        return address or ""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or ip_network((int(known), IPV6_PREFIX), strict=False))
