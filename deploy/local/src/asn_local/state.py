"""The state folder: what is kept between two starts, and where."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fasteners import InterProcessLock

from asn_local.errors import StackError

# sockaddr_un holds 104 to 108 bytes, and supervisord first binds a name that is longer by its process id.
LONGEST_SOCKET = 90


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
        """Control socket of supervisord, in a short temporary folder when the path here is too long."""
        here = self.run / "supervisor.sock"
        if len(os.fsencode(here)) <= LONGEST_SOCKET:
            return here
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"asn-{name}" / "supervisor.sock"

    def prepare(self) -> None:
        """Make the folders; safe to repeat."""
        for folder in (self.folder, self.logs, self.issuer):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.run, self.supervisor_socket.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.stat().st_uid != os.getuid():
                raise StackError(f"{folder} belongs to another user; set ASN_STATE to a folder of your own.")

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


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
