"""Finding and stopping processes of ours: recorded by pid, verified, never guessed by name."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import psutil

# Set for supervisord, inherited by all it starts. Not ASN_…: the services refuse settings they do not know.
MARK = "LOCAL_STACK_STATE"


def recorded(pid_file: Path, is_ours: Callable[[psutil.Process], bool]) -> psutil.Process | None:
    """Return the live process whose pid is on the first line of the file, if it is ours.

    A pid may have been given to a stranger since it was written; `is_ours` tells.
    """
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        return process if alive(process) and is_ours(process) else None
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return None


def marked_with(state: Path) -> Callable[[psutil.Process], bool]:
    """Whether a process was started for this state folder, by the mark in its environment."""
    return lambda process: bool(process.environ().get(MARK) == str(state))


def alive(process: psutil.Process) -> bool:
    """Whether it still runs; a zombie that nobody has reaped does not."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def with_children(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Return the processes and everything below them, each once."""
    found: dict[int, psutil.Process] = {}
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            found |= {each.pid: each for each in (process, *process.children(recursive=True))}
    return list(found.values())


def gone(processes: Iterable[psutil.Process], *, within: float) -> bool:
    """Wait until none of them is alive, at most `within` seconds."""
    # psutil.wait_procs would wait for zombies that are not our children.
    deadline = time.monotonic() + within
    while any(alive(process) for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def stop(processes: list[psutil.Process], *, politely: int, patience: float) -> None:
    """Signal the given processes, and kill what is left of them and their children after `patience`."""
    family = with_children(processes)
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(politely)
    if gone(family, within=patience):
        return
    for process in with_children(family):
        with suppress(psutil.NoSuchProcess):
            process.kill()
    gone(family, within=5)
