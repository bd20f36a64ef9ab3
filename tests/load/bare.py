"""What the reads are measured against: Flask and SQLAlchemy, one statement or two, no token, no reach, nothing else."""

import os
from typing import Any
from uuid import UUID

from flask import Flask, jsonify
from sqlalchemy import create_engine, text

ROWS = "SELECT id, nip, name, employment, grade, unusual_start_age, created_at, version FROM employees"
EMPLOYEE = text(f"{ROWS} WHERE id = :id")
EMPLOYEES = text(f"{ROWS} ORDER BY id LIMIT 20")
UNIT = text("SELECT id, code, name, kind, parent_id, created_at, version FROM units WHERE id = :id")
NOTE = text("INSERT INTO bare_notes (employee_id, noted_at) VALUES (:id, now())")

engine = create_engine(os.environ["ASN_DATABASE_URL"], pool_size=10)
app = Flask(__name__)


@app.get("/healthz/ready")
def ready() -> str:
    """Say that requests are taken."""
    return "ready"


@app.get("/units/<uuid:unit_id>")
def unit(unit_id: UUID) -> Any:
    """Answer a unit."""
    with engine.begin() as connection:
        row = connection.execute(UNIT, {"id": unit_id}).mappings().one()
    return jsonify(dict(row))


@app.get("/employees/<uuid:employee_id>")
def employee(employee_id: UUID) -> Any:
    """Answer an employee."""
    with engine.begin() as connection:
        row = connection.execute(EMPLOYEE, {"id": employee_id}).mappings().one()
    return jsonify(dict(row))


@app.get("/noted-employees/<uuid:employee_id>")
def noted_employee(employee_id: UUID) -> Any:
    """Answer an employee, and keep that it was asked for."""
    with engine.begin() as connection:
        row = connection.execute(EMPLOYEE, {"id": employee_id}).mappings().one()
        connection.execute(NOTE, {"id": employee_id})
    return jsonify(dict(row))


@app.get("/employees")
def employees() -> Any:
    """Answer twenty employees."""
    with engine.begin() as connection:
        rows = connection.execute(EMPLOYEES).mappings().all()
    return jsonify([dict(row) for row in rows])
