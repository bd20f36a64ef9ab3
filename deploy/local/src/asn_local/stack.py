"""The stack as a whole: up, down, and whether the one that runs is the one that is wanted."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from asn_local import postgres
from asn_local.config import Config
from asn_local.migrations import migrate
from asn_local.ports import require_free
from asn_local.programs import built_from, programs
from asn_local.readiness import unready, wait_until_ready
from asn_local.state import State
from asn_local.supervision import Supervisor, configuration

CODE = ("libs/*/src", "services/*/src", "services/*/migrations", "deploy/issuer/src", "contracts")
PATIENCE = 90


@dataclass(frozen=True)
class Stack:
    """PostgreSQL, the issuer and the four services of one state folder; `say` tells a person what goes on."""

    config: Config
    say: Callable[[str], object]

    @property
    def state(self) -> State:
        """Where it keeps its data."""
        return State(self.config.state)

    @property
    def supervisor(self) -> Supervisor:
        """What keeps its processes alive."""
        return Supervisor(self.state)

    def up(self, *, keep: bool) -> None:
        """Bring the stack up and wait until it is ready.

        A stack that runs, is ready and was started from the same code and settings is used as it is; any
        other is stopped and started anew. Data is kept in both cases. `keep` marks it as wanted until `down`.
        """
        self.state.prepare()
        with self.state.lock(patience=PATIENCE):
            if self._current():
                self.say("The stack is already running, from the same code and settings: using it.")
            else:
                self._restart()
            if keep:
                self._kept_file.touch()

    def kept(self) -> bool:
        """Whether somebody asked for this stack to stay up until `down`."""
        return self._kept_file.exists()

    def down(self) -> list[str]:
        """Stop everything of this state folder, whatever state it is in; safe to repeat. Returns what was running."""
        if not self.state.folder.exists():
            return []
        self.state.prepare()
        with self.state.lock(patience=PATIENCE):
            was_running = [*self.supervisor.alive(), *(["postgresql"] if postgres.running(self.state.postgres) else [])]
            self._stop()
        return was_running

    def forget(self) -> None:
        """Stop everything of this state folder and remove its databases and keys, for a start from nothing."""
        self.down()
        self.state.forget_data()

    def _restart(self) -> None:
        if self.supervisor.running() is not None:
            self.say("A stack is running, but it is not well or its code or settings have changed: restarting it.")
        try:
            self.supervisor.stop()
            self._start()
        except BaseException:
            self._stop()
            raise

    def _start(self) -> None:
        require_free(self.config)
        self.say("Starting PostgreSQL.")
        postgres.start(self.state.postgres, self.state.postgres_socket)
        self._migrate()
        self.say("Starting the issuer and the services.")
        wanted = self._configuration()
        # Beside the settings: a commit alone is no reason to start anew.
        self.supervisor.start(wanted, built_from(self.config.root))
        wait_until_ready(self.config, self.supervisor, patience=PATIENCE, say=self.say)
        self._fingerprint_file.write_text(fingerprint(self.config, wanted))

    def _migrate(self) -> None:
        # Kept beside the data: it goes when the data does. Four imports saved are two seconds of every start.
        migrated_by = self.state.postgres / "asn-migrated-by"
        code = code_fingerprint(self.config.root)
        if not migrated_by.exists() or migrated_by.read_text() != code:
            self.say("Bringing the four databases to the newest schema.")
            migrate(self.config, self.state)
            migrated_by.write_text(code)

    def _stop(self) -> None:
        for file in (self._fingerprint_file, self._kept_file):
            file.unlink(missing_ok=True)
        self.supervisor.stop()
        postgres.stop(self.state.postgres)
        self.state.forget_sockets()

    def _current(self) -> bool:
        running = self.supervisor.running() and postgres.running(self.state.postgres)
        if not running or not self._fingerprint_file.exists():
            return False
        wanted = self._configuration()
        same = self._fingerprint_file.read_text() == fingerprint(self.config, wanted)
        return same and not unready(self.config, self.supervisor)

    def _configuration(self) -> str:
        return configuration(self.state, programs(self.config, self.state))

    @property
    def _fingerprint_file(self) -> Path:
        return self.state.run / "fingerprint"

    @property
    def _kept_file(self) -> Path:
        return self.state.run / "kept"


def fingerprint(config: Config, settings: str) -> str:
    """Return what changes when the settings or any file of the code does."""
    return hashlib.sha256(f"{code_fingerprint(config.root)}\n{settings}".encode()).hexdigest()


def code_fingerprint(root: Path) -> str:
    """Return what changes when any file that the stack runs is touched."""
    folders = (folder for pattern in CODE for folder in root.glob(pattern))
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    digest = hashlib.sha256()
    for path in sorted(files):
        status = path.stat()
        digest.update(f"{path}:{status.st_mtime_ns}:{status.st_size}\n".encode())
    return digest.hexdigest()
