"""supervisord keeps the processes alive: its configuration, and how it is started, asked and stopped."""

import os
import shlex
import signal
import subprocess
import sys
from dataclasses import dataclass
from xmlrpc.client import ServerProxy

import psutil
from supervisor.xmlrpc import SupervisorTransport

from asn_local import processes
from asn_local.errors import StackError
from asn_local.programs import Program, clean_environment
from asn_local.state import State, write_private

# The shell leaves the pid behind and becomes the command: so a process whose supervisord was killed is found.
RECORD_PID = 'echo $$ > "$0" && exec "$@"'

_PROGRAM = "program-"

# Consumers stop before the web roles whose feeds they wait on: supervisord stops groups one after another.
PRIORITY = {"web": 1, "consume": 2}


@dataclass(frozen=True)
class Supervisor:
    """The supervisord of one state folder."""

    state: State

    def running(self) -> psutil.Process | None:
        """Return the daemon, if it is alive."""
        return processes.recorded(self.state.run / "supervisord.pid", processes.marked_with(self.state.folder))

    def start(self, configuration: str, environment: dict[str, str]) -> None:
        """Start the daemon with everything in the configuration, all of it in this environment too."""
        path = self.state.run / "supervisord.conf"
        write_private(path, configuration)
        self.state.supervisor_socket.unlink(missing_ok=True)
        log = self.state.logs / "supervisord-start.log"
        with log.open("w") as output:
            started = subprocess.run(  # noqa: S603
                [sys.executable, "-m", "supervisor.supervisord", "--configuration", path],
                env=clean_environment({processes.MARK: str(self.state.folder), **environment}),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        if started.returncode != 0:
            raise StackError(f"supervisord does not start: {log.read_text().strip()}")

    def programs(self) -> list[dict[str, object]]:
        """Return what supervisord knows about each process: name, group, statename, pid, start, now."""
        transport = SupervisorTransport(None, None, f"unix://{self.state.supervisor_socket}")
        try:
            with ServerProxy("http://127.0.0.1", transport=transport) as server:
                return server.supervisor.getAllProcessInfo()  # type: ignore[return-value]
        except OSError:
            return []

    def stop(self) -> None:
        """Stop the daemon and all it started, also what outlived a killed daemon; safe to repeat."""
        daemon = self.running()
        if daemon is not None:
            daemon.resume()
            # Each of the two groups has 15 seconds to stop.
            processes.stop([daemon], politely=signal.SIGTERM, patience=35)
        processes.stop(list(self.alive().values()), politely=signal.SIGTERM, patience=15)
        for path in (*self.state.run.glob("*.pid"), *self.state.supervisor_socket.parent.glob("*.sock")):
            path.unlink(missing_ok=True)

    def alive(self) -> dict[str, psutil.Process]:
        """Return the started programs that are alive, by label, also those whose daemon was killed."""
        ours = processes.marked_with(self.state.folder)
        files = sorted(self.state.run.glob(_pid_file("*")))
        found = {file.stem.removeprefix(_PROGRAM): processes.recorded(file, ours) for file in files}
        return {label: process for label, process in found.items() if process}


def configuration(state: State, programs: list[Program]) -> str:
    """Return the text of supervisord.conf."""
    sections = [
        _section("unix_http_server", {"file": state.supervisor_socket, "chmod": "0700"}),
        _section(
            "supervisord",
            {
                "pidfile": state.run / "supervisord.pid",
                "logfile": state.logs / "supervisord.log",
                "logfile_maxbytes": "5MB",
                "logfile_backups": 1,
                "childlogdir": state.logs,
                "directory": state.folder,
                # Only root may be told to stay itself, and root is warned unless told.
                **({"user": "root"} if os.getuid() == 0 else {}),
            },
        ),
        _section(
            "rpcinterface:supervisor",
            {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"},
        ),
    ]
    for role, priority in PRIORITY.items():
        members = ",".join(program.label for program in programs if program.role == role)
        sections.append(_section(f"group:{role}", {"programs": members, "priority": priority}))
    sections += [_program_section(state, program) for program in programs]
    return "\n".join(sections)


def _program_section(state: State, program: Program) -> str:
    pid_file = state.run / _pid_file(program.label)
    return _section(
        f"program:{program.label}",
        {
            "command": shlex.join(["/bin/sh", "-c", RECORD_PID, str(pid_file), *program.command]),
            "environment": ",".join(f'{name}="{value}"' for name, value in program.environment.items()),
            "autorestart": "true",
            "startsecs": 1,
            "startretries": 10,
            "stopsignal": "TERM",
            "stopwaitsecs": 15,
            "stopasgroup": "false",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": state.logs / f"{program.label}.log",
            "stdout_logfile_maxbytes": "5MB",
            "stdout_logfile_backups": 2,
        },
    )


def _pid_file(label: str) -> str:
    return f"{_PROGRAM}{label}.pid"


def _section(name: str, values: dict[str, object]) -> str:
    lines = [f"[{name}]"]
    for key, value in values.items():
        text = str(value).replace("%", "%%")
        if any(mark in text for mark in ("\n", " ;", " #")) or (key == "environment" and text.count('"') % 2):
            raise StackError(f"{key} cannot be written for supervisord: {text!r}; use a plainer ASN_STATE.")
        lines.append(f"{key} = {text}")
    return "\n".join(lines) + "\n"
