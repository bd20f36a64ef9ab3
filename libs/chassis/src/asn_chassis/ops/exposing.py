"""How metrics are exposed: by role, asked for when somebody reads them, and of all processes of a web role together."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Literal, TypeVar, get_args

from prometheus_client import CollectorRegistry, disable_created_metrics
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

Role = Literal["web", "consume", "relay", "work"]
ROLES: tuple[Role, ...] = get_args(Role)
CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
# Where the processes of a web role count together. The library looks for it once, when it is imported.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"

Values = Mapping[tuple[str, ...], float]
Kind = TypeVar("Kind", bound=Collector)

# When each series began would be as many series again, and tells nothing that a scrape does not.
disable_created_metrics()  # type: ignore[no-untyped-call]

_of_role: dict[Role, list[Collector]] = {role: [] for role in ROLES}


def on(metric: Kind, *roles: Role) -> Kind:
    """Have these roles expose the metric."""
    for role in roles:
        _of_role[role].append(metric)
    return metric


class Asked(Collector):
    """A gauge that asks for its values when it is read."""

    def __init__(self, name: str, documentation: str, labelnames: tuple[str, ...] = ()) -> None:
        self._family = (name, documentation, None, labelnames)
        self._ask: Callable[[], Values] = dict
        self._unless: tuple[type[Exception], ...] = ()

    def asks(self, ask: Callable[[], Values], *unless: type[Exception]) -> None:
        """Ask this function from now on: it returns a value for each tuple of labels, none when it raises `unless`."""
        self._ask, self._unless = ask, unless

    def collect(self) -> Iterator[Metric]:
        """Yield the family with what there is to say now."""
        family = GaugeMetricFamily(*self._family)
        with suppress(*self._unless):
            for labels, value in self._ask().items():
                family.add_metric(labels, value)
        yield family


def exposition(*roles: Role) -> bytes:
    """Return all metrics of these roles in Prometheus' text format; where processes count together, of all of them."""
    registry = CollectorRegistry(auto_describe=False)
    metrics = list(dict.fromkeys(metric for role in roles for metric in _of_role[role]))
    folder = os.environ.get(FOLDER)
    for metric in metrics:
        if folder is None or isinstance(metric, Asked):
            registry.register(metric)
    if folder is not None:
        registry.register(_Together(folder, [metric for metric in metrics if not isinstance(metric, Asked)]))
    return generate_latest(registry)


class _Together(Collector):
    """What all processes of a web role have counted, in the metrics that the role has."""

    def __init__(self, folder: str, metrics: list[Any]) -> None:
        self._counted = MultiProcessCollector(None, folder)  # type: ignore[no-untyped-call]
        self._empty = {family.name: family for metric in metrics for family in metric.describe()}

    def collect(self) -> Iterator[Metric]:
        """Yield every family, counted or not."""
        found = {family.name: family for family in self._counted.collect()}  # type: ignore[no-untyped-call]
        for name, empty in self._empty.items():
            yield found.get(name, empty)
