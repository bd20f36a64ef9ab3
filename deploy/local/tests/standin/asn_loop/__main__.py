"""Says that it ran, and ends as it is told."""

import os
import sys

import click

click.echo(f"loop ran against {os.environ['ASN_EMPLOYEE_URL']}")
sys.exit(int(os.environ.get("STANDIN_LOOP_STATUS", "0")))
