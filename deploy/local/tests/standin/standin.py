"""A stand-in for a service: ready at once, consumes nothing, keeps its database settings honest."""

import os
import time

import click
import psycopg
from flask import Flask


def create_app() -> Flask:
    """An app with the health address and the two commands that the stack uses."""
    app = Flask("standin")
    url = os.environ["ASN_DATABASE_URL"].replace("+psycopg", "")

    @app.get("/healthz/ready")
    def ready() -> dict[str, str]:
        with psycopg.connect(url) as connection:
            connection.execute("SELECT FROM migrated")
        return {"status": "ok"}

    @app.get("/settings")
    def settings() -> dict[str, str]:
        return dict(os.environ)

    @app.cli.command()
    def migrate() -> None:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS migrated ()")
            connection.execute("GRANT SELECT ON migrated TO PUBLIC")

    @app.cli.command()
    @click.option("--work", is_flag=True)
    def consume(*, work: bool) -> None:
        click.echo(f"consuming, and working: {work}")
        while True:
            time.sleep(60)

    return app
