"""Logins over HTTP: which subject of which issuer is which employee, said by whoever provides accounts."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.web import Blueprint, Schema, View, fields, pagination, transaction
from employee_service.domain.login import Login
from employee_service.persistence import logins
from employee_service.usecases.link_login import link_login
from employee_service.usecases.withdraw_login import withdraw_login

# What a verified token may hold.
WORD = r"[!-~]{1,200}"

blueprint = Blueprint("logins", __name__, url_prefix="/v1", description="Who is whose login.")


class LinkLoginRequest(Schema):
    """The login of an employee."""

    employee_id = fields.UUID(required=True)
    issuer = fields.Code(
        WORD,
        max=200,
        required=True,
        metadata={"description": "`iss` of the tokens", "examples": ["https://sso.example"]},
    )
    subject = fields.Code(
        WORD,
        max=200,
        required=True,
        metadata={"description": "`sub` of the tokens", "examples": ["7f9c24e5-2b1a-4c3e-9d10-5a6b7c8d9e0f"]},
    )


class LoginView(View):
    """A login of an employee."""

    id = fields.UUID(required=True)
    employee_id = fields.UUID(required=True)
    issuer = fields.String(required=True, metadata={"description": "`iss` of the tokens"})
    subject = fields.String(required=True, metadata={"description": "`sub` of the tokens"})
    linked_at = fields.DateTime(required=True)
    withdrawn_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "When it ended; null while it stands"}
    )
    version = fields.Integer(required=True)


class LoginQuery(pagination.PageQuery):
    """Whose logins to list."""

    employee_id = fields.UUID(load_default=None)
    issuer = fields.Code(WORD, max=200, load_default=None, metadata={"description": "`iss` of the tokens"})
    subject = fields.Code(WORD, max=200, load_default=None, metadata={"description": "`sub` of the tokens"})
    sort = pagination.Sort(logins.SORTS)
    shown = pagination.Shown(LoginView)


@blueprint.get("/logins", scope="employee:provision")
@blueprint.arguments(LoginQuery, location="query")
@blueprint.response(200, pagination.page_view(LoginView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List logins in the order of their linking."""
    with transaction() as session:
        statement = logins.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=logins.SORTS, query=query)


@blueprint.post("/logins", scope="employee:provision", idempotency="required")
@blueprint.arguments(LinkLoginRequest)
@blueprint.response(201, LoginView)
def create(request: dict[str, Any]) -> tuple[Login, dict[str, str]]:
    """Link a login to an employee; it counts at once."""
    with transaction() as session:
        login = link_login(session, **request, at=now())
        return login, {"Location": url_for("logins.read", login_id=login.id)}


@blueprint.get("/logins/<uuid:login_id>", scope="employee:provision")
@blueprint.response(200, LoginView)
def read(login_id: UUID) -> Login:
    """Read a login."""
    with transaction() as session:
        return logins.get(session, login_id)


@blueprint.post("/logins/<uuid:login_id>/withdrawal", scope="employee:provision", idempotency="required")
@blueprint.response(201, LoginView)
def withdraw(login_id: UUID) -> tuple[Login, dict[str, str]]:
    """Withdraw a login; the request has no body."""
    with transaction() as session:
        login = withdraw_login(session, login_id=login_id, at=now())
        return login, {"Location": url_for("logins.read", login_id=login.id)}
