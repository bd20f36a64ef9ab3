"""The database: engine, sessions, and the only place where a transaction succeeds or fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from asn_chassis.auth.caller import Caller
from asn_chassis.database.reach import enter
from asn_chassis.database.tables import ChassisTables
from asn_chassis.events.contracts import Contracts
from asn_chassis.ops import metrics

# Names that Alembic and the error mapping can rely on.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# No statement may hold a thread, a lock or a snapshot for ever.
LIMITS = "-c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"

# A server that is gone, or whose network is, must be noticed in seconds: TCP alone waits a quarter of an hour for it.
SIGNS_OF_LIFE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}


def metadata() -> MetaData:
    """Return an empty MetaData with the naming convention of all services."""
    return MetaData(naming_convention=NAMING)


class Database:
    """One service's PostgreSQL database. Connects on first use, so that a fork before it is harmless."""

    def __init__(
        self, url: str, *, tables: MetaData, contracts: Contracts, regulations: object = None, pool_size: int = 10
    ) -> None:
        settings: dict[str, Any] = {
            "hide_parameters": True,  # a database error is logged; the values of its statement may be personal
            "connect_args": {"connect_timeout": 5, "options": LIMITS, **SIGNS_OF_LIFE},
        }
        self.engine = create_engine(url, pool_size=pool_size, max_overflow=0, pool_timeout=10, **settings)
        _count_connections(self.engine)
        self._unpooled = create_engine(url, poolclass=NullPool, **settings)
        info = {"tables": tables.info["chassis"], "contracts": contracts, "regulations": regulations}
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info=info)

    @contextmanager
    def transaction(self, connection: Connection | None = None, *, caller: Caller | None = None) -> Iterator[Session]:
        """Open a session, over this connection if given; commit when the block ends, roll back when it raises.

        With a `caller` it sees and writes what the caller may reach, until it ends; without one the web login sees
        nothing, and the service's own login everything.
        """
        with self._sessions(bind=connection or self.engine) as session, session.begin():
            if caller is not None:
                enter(session.connection(), caller)
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Open a connection of the caller's own, closed for good at the end, and with it whatever its session held."""
        with self._unpooled.connect() as connection:
            yield connection

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _count_connections(engine: Engine) -> None:
    """Keep the metric of the pool: a connection is idle when it is made and when it goes, and used in between."""
    used, idle = (metrics.pool_connections.labels(state) for state in ("used", "idle"))

    def taken(*_: Any) -> None:
        idle.dec()
        used.inc()

    def given_back(*_: Any) -> None:
        used.dec()
        idle.inc()

    event.listen(engine, "connect", lambda *_: idle.inc())
    event.listen(engine, "close", lambda *_: idle.dec())
    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given_back)


def tables_of(session: Session) -> ChassisTables:
    """Return the chassis tables of the database that this session works on."""
    return cast("ChassisTables", session.info["tables"])


def contracts_of(session: Session) -> Contracts:
    """Return the contracts that this session's events must keep."""
    return cast("Contracts", session.info["contracts"])
