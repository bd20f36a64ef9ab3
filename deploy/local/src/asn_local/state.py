"""The state folder: what is kept between two starts, and where."""

import hashlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fasteners import InterProcessLock

from asn_local.errors import StackError

# sockaddr_un holds 104 to 108 bytes, and supervisord first binds a name that is longer by its process id.
LONGEST_FOLDER = 75
PLAIN = re.compile(r"[\w/.+@~-]+")


@dataclass(frozen=True)
class State:
    """The folders and files of one stack."""

    folder: Path

    @property
    def postgres(self) -> Path:
        """Data of the embedded PostgreSQL."""
        return self.folder / "postgres"

    @property
    def logs(self) -> Path:
        """One log per process, rotated."""
        return self.folder / "log"

    @property
    def issuer(self) -> Path:
        """The signing key of the development issuer."""
        return self.folder / "issuer"

    @property
    def run(self) -> Path:
        """Process ids, and what the running stack was started with; for the owner alone."""
        return self.folder / "run"

    @property
    def supervisor_socket(self) -> Path:
        """Return the control socket of supervisord."""
        return self.socket_folder(self.run) / "supervisor.sock"

    def admin_socket(self, label: str) -> Path:
        """Return where a program tells how it is, and its metrics."""
        return self.supervisor_socket.parent / f"{label}.sock"

    @property
    def postgres_socket(self) -> Path:
        """Return the folder in which PostgreSQL puts its socket."""
        return self.socket_folder(self.postgres)

    def socket_folder(self, folder: Path) -> Path:
        """Return the folder itself, or a temporary one when its path is too long or too odd for a socket."""
        if len(os.fsencode(folder)) <= LONGEST_FOLDER and PLAIN.fullmatch(str(folder)):
            return folder
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"asn-{name}"

    def prepare(self) -> None:
        """Make the folders; safe to repeat."""
        for folder in (self.folder, self.logs, self.issuer):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.run, self.supervisor_socket.parent):
            make_private(folder, owner=os.getuid())

    def forget_sockets(self) -> None:
        """Remove the temporary folders of sockets, where there are any and nothing uses them."""
        for folder in {self.supervisor_socket.parent, self.postgres_socket} - {self.run, self.postgres}:
            with suppress(OSError):
                folder.rmdir()

    def forget_data(self) -> None:
        """Remove the databases, the issuer's key and the logs; nothing else of the folder, which may be a person's."""
        for folder in (self.postgres, self.issuer, self.logs):
            if folder.exists():
                shutil.rmtree(folder)

    @contextmanager
    def lock(self, *, patience: float) -> Iterator[None]:
        """Only one command changes a stack at a time; waits `patience` seconds for another to finish."""
        lock = InterProcessLock(self.run / "lock")
        if not lock.acquire(timeout=patience):
            raise StackError(f"Another command has been working on {self.folder} for {patience:.0f} seconds.")
        try:
            yield
        finally:
            lock.release()

    def secret(self, name: str) -> str:
        """Return a random secret made at its first use and kept, so that it survives a restart."""
        path = self.run / f"{name}.key"
        if not path.exists():
            write_private(path, secrets.token_hex(32))
        return path.read_text()


def make_private(folder: Path, *, owner: int) -> None:
    """Make a folder that its owner alone can enter; `StackError` when somebody else has made it."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid not in (owner, os.getuid()):
        raise StackError(f"{folder} belongs to another user; set ASN_STATE to a folder of your own.")
    os.chown(folder, owner, -1)


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
