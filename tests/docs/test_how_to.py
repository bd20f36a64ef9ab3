"""The how-tos: what they say to type, and to press, works against the services of one machine."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from asn_chassis.testing.browser import authorize_at_docs, visit
from asn_local.config import port_setting

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
DEFAULT = {"issuer": 8100, "employee": 8101, "training": 8102, "evaluation": 8103, "feedback": 8104}
BLOCK = re.compile(r"```(sh|python)\n(.*?)```", re.DOTALL)


def blocks(page, language, ports):
    """Return the code of a page in one piece: one block goes on where the other ended."""
    written = "".join(code for kind, code in BLOCK.findall((HOW_TO / page).read_text()) if kind == language)
    for name, port in DEFAULT.items():
        written = written.replace(f"127.0.0.1:{port}", f"127.0.0.1:{ports[name]}")
    return written


def run(config, *command):
    ports = {port_setting(name): str(port) for name, port in config.ports.items()}
    # As a person's shell has it: a make that another one calls prints the folder that it enters, `make token` too.
    shell = {name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")}
    return subprocess.run(  # noqa: S603 -- our pages
        command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT, env=shell | ports
    )


@pytest.mark.parametrize("page", ["call-the-api.md", "consume-events.md", "import-files.md"])
def test_the_commands_of_a_page_run(local_stack, page, tmp_path):
    script = blocks(page, "sh", local_stack.config.ports).replace("/tmp/", f"{tmp_path}/")  # noqa: S108

    done = run(local_stack.config, "/bin/bash", "-euo", "pipefail", "-c", script)

    assert script
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_python_of_a_page_runs(local_stack):
    script = blocks("call-the-api.md", "python", local_stack.config.ports)

    done = run(local_stack.config, sys.executable, "-c", script)

    assert done.returncode == 0, done.stderr
    assert "PELAYANAN_PUBLIK" in done.stdout


def test_a_person_signs_in_at_docs_and_tries_a_call(local_stack, chromium):
    service, issuer = (local_stack.config.url(name) for name in ("employee", "issuer"))

    with visit(chromium) as seen:
        answer = authorize_at_docs(
            seen.page,
            service,
            lambda window: window.get_by_role("button", name="Pegawai contoh 1").click(),
            "units_list",
        )

    assert answer.status == 200
    assert answer.request.headers["authorization"].startswith("Bearer ")
    assert (seen.strangers(service, issuer), seen.errors) == (set(), [])
