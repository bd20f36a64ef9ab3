"""What runs, for how long and with how much memory, as a table."""

import time
from datetime import timedelta
from typing import cast

import psutil
from rich.table import Table

from asn_local import postgres, processes
from asn_local.health import standing_still
from asn_local.readiness import unready
from asn_local.stack import Stack

MEGABYTE = 1024 * 1024


def status_table(stack: Stack) -> tuple[Table, dict[str, str]]:
    """Return the table, and what is not ready or stands still, by process, with the reason."""
    lacking = unready(stack.config, stack.supervisor)
    standing = standing_still(stack.state, [str(program["name"]) for program in stack.supervisor.programs()])
    table = Table("process", "state", "since", "pid", "memory (PSS)", title=f"Stack in {stack.state.folder}")
    total = 0.0
    for name, state, since, process in _rows(stack):
        memory = proportional_memory(process) if process else 0.0
        total += memory
        pid = str(process.pid) if process else ""
        told = lacking.get(name) or ("stands still" if name in standing else state)
        table.add_row(name, told, since, pid, f"{memory:.0f} MB")
    table.add_section()
    table.add_row("total", "not ready" if lacking else "ready", "", "", f"{total:.0f} MB")
    return table, lacking | standing


def proportional_memory(process: psutil.Process) -> float:
    """Megabytes of the process and all below it; shared pages in parts, where the system tells (PSS)."""
    total = 0
    for each in processes.with_children([process]):
        try:
            full = each.memory_full_info()
            total += getattr(full, "pss", full.uss)
        except psutil.Error:
            continue
    return total / MEGABYTE


def _rows(stack: Stack) -> list[tuple[str, str, str, psutil.Process | None]]:
    server = postgres.running(stack.state.postgres)
    rows = [("postgres", "RUNNING" if server else "not running", _age(server), server)]
    daemon = stack.supervisor.running()
    if daemon is None:
        return rows
    for program in stack.supervisor.programs():
        pid = cast("int", program["pid"])
        process = psutil.Process(pid) if pid and psutil.pid_exists(pid) else None
        rows.append((str(program["name"]), str(program["statename"]), _age(process), process))
    return rows


def _age(process: psutil.Process | None) -> str:
    if process is None:
        return ""
    return str(timedelta(seconds=round(time.time() - process.create_time())))
