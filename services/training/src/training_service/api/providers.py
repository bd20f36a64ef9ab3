"""/v1/providers: who gives the training."""

from typing import Any
from uuid import UUID

from flask import url_for

from asn_chassis.clock import now
from asn_chassis.rows import Versions
from asn_chassis.web import Blueprint, Schema, View, WithdrawalRequest, etag, fields, pagination, transaction
from asn_kernel.codes import ProviderKind
from training_service.api import shared_fields
from training_service.domain.provider import Provider
from training_service.persistence import providers
from training_service.usecases.register_provider import register_provider
from training_service.usecases.revise_provider import revise_provider
from training_service.usecases.withdraw_provider import withdraw_provider

blueprint = Blueprint("providers", __name__, url_prefix="/v1", description="Training providers.")


class RegisterProviderRequest(Schema):
    """A provider."""

    code = fields.Code(shared_fields.CODE, max=50, required=True, metadata={"examples": ["BPSDM-SUMUT"]})
    name = fields.String(max=200, required=True, metadata={"examples": ["BPSDM Provinsi Sumatera Utara"]})
    kind = fields.Enum(ProviderKind, required=True)


class ReviseProviderRequest(Schema):
    """What is different about a provider; its code stays."""

    name = fields.String(max=200)
    kind = fields.Enum(ProviderKind)


class ProviderView(View):
    """A provider."""

    id = fields.UUID(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.Enum(ProviderKind, required=True)
    registered_at = fields.DateTime(required=True)
    withdrawn_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "Null while it gives courses"}
    )
    withdrawal_reason = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


@blueprint.post("/providers", scope="training:write", idempotency="required")
@blueprint.arguments(RegisterProviderRequest)
@blueprint.response(201, ProviderView)
def create(body: dict[str, Any]) -> tuple[Provider, dict[str, str]]:
    """Register a provider; its code is unique."""
    with transaction() as session:
        provider = register_provider(session, at=now(), **body)
    return provider, {"Location": url_for(".read", provider_id=provider.id), **etag(provider.version)}


class ProviderQuery(pagination.PageQuery):
    """Which providers."""

    code = fields.String(max=50, load_default=None)
    q = pagination.Q()
    sort = pagination.Sort(providers.SORTS)
    shown = pagination.Shown(ProviderView)


@blueprint.get("/providers", scope="training:read", personal=False)
@blueprint.arguments(ProviderQuery, location="query")
@blueprint.response(200, pagination.page_view(ProviderView))
def list_(query: dict[str, Any]) -> pagination.Page:
    """List providers by code."""
    with transaction() as session:
        statement = providers.listed(**pagination.filters(query))
        return pagination.page(session, statement, sorts=providers.SORTS, query=query)


@blueprint.get("/providers/<uuid:provider_id>", scope="training:read", personal=False)
@blueprint.response(200, ProviderView)
def read(provider_id: UUID) -> tuple[Provider, dict[str, str]]:
    """Read one provider."""
    with transaction() as session:
        provider = providers.get(session, provider_id)
    return provider, etag(provider.version)


@blueprint.patch("/providers/<uuid:provider_id>", scope="training:write", idempotency="optional")
@blueprint.merge_patch(ReviseProviderRequest)
@blueprint.response(200, ProviderView)
def change(changes: dict[str, Any], provider_id: UUID, versions: Versions) -> tuple[Provider, dict[str, str]]:
    """Revise a provider: its name, its kind."""
    with transaction() as session:
        provider = revise_provider(session, provider_id=provider_id, changes=changes, versions=versions, at=now())
    return provider, etag(provider.version)


@blueprint.post(
    "/providers/<uuid:provider_id>/withdrawal", scope="training:write", idempotency="required", conditional=True
)
@blueprint.arguments(WithdrawalRequest)
@blueprint.response(201, ProviderView)
def withdraw(body: dict[str, Any], provider_id: UUID, versions: Versions) -> tuple[Provider, dict[str, str]]:
    """Withdraw a provider for good, once none of its courses is on offer."""
    with transaction() as session:
        provider = withdraw_provider(session, provider_id=provider_id, versions=versions, at=now(), **body)
    return provider, {"Location": url_for(".read", provider_id=provider.id), **etag(provider.version)}
