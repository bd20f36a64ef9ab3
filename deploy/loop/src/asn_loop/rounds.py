"""A round: one period of the loop, tied together by one correlation id."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import httpx

from asn_loop.client import Api
from asn_loop.config import Config
from asn_loop.data import Scenario, scenario
from asn_loop.saying import Say
from asn_loop.waiting import until
from asn_oauth import ClientCredentials

T = TypeVar("T")


@dataclass(frozen=True)
class Round:
    """What every step needs: the four APIs, the period, and how to tell what goes on."""

    period: str
    today: date
    employee: Api
    feedback: Api
    evaluation: Api
    training: Api
    scenario: Scenario
    persons_issuer: str | None
    patience: float
    say: Say

    @property
    def correlation_id(self) -> str:
        """Ties every request of the round, and every event that follows from one."""
        return correlation_id(self.period)

    def until(self, what: str, condition: Callable[[], T | None]) -> T:
        """Wait until the condition gives something; `NotHappened` says what did not happen."""
        return until(what, condition, patience=self.patience, say=self.say)

    @property
    def year(self) -> int:
        """The calendar year of the period."""
        return int(self.period[:4])


def correlation_id(period: str) -> str:
    """Give the same id each time, so that an interrupted round goes on under it."""
    return f"closed-loop-{period}"


@contextmanager
def opened(config: Config, period: str, today: date, say: Say) -> Iterator[Round]:
    """Open the connections of a round."""
    auth = ClientCredentials(config.token_url, config.client_id, config.client_secret)
    headers = {"X-Correlation-Id": correlation_id(period), "Accept-Language": "en"}
    with ExitStack() as stack:
        apis = {
            name: Api(stack.enter_context(httpx.Client(base_url=url, auth=auth, headers=headers, timeout=30)))
            for name, url in config.services.items()
        }
        yield Round(
            period,
            today,
            **apis,
            scenario=scenario(),
            persons_issuer=config.persons_issuer,
            patience=config.patience,
            say=say,
        )
