"""The flask-smorest Api with our error format, in the document and at run time."""

from collections.abc import Iterable
from typing import Any

import msgspec
from flask import Flask, Response
from flask.json.provider import JSONProvider
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint as SmorestBlueprint
from flask_swagger_ui import get_swaggerui_blueprint
from marshmallow import fields
from werkzeug.exceptions import HTTPException

from asn_chassis.config import Config
from asn_chassis.parts import parts
from asn_chassis.service import Service
from asn_chassis.values import encode
from asn_chassis.web import document, guard, problems
from asn_chassis.web.blueprint import PUBLIC
from asn_chassis.web.fields import DateTime, Enum, Period, String
from asn_chassis.web.schema import View

TOKEN_NOTE = "Bearer token of RFC 9068, from one of the issuers that this deployment trusts."  # noqa: S105 -- prose

READERS_NOTE = "Readers must accept unknown fields and codes."
LIMITS_NOTE = (
    "Each process limits how many requests a client, or an address without a token, has in a window of time: the "
    "answers tell in RateLimit-Policy and RateLimit, and 429 says in Retry-After when to come again."
)


class ErrorView(View):
    """One thing that is wrong with a request."""

    pointer = fields.String(required=True, metadata={"description": "JSON pointer to the field"})
    location = fields.String(data_key="in", metadata={"examples": ["body", "query"]})
    code = fields.String(required=True)
    detail = fields.String(required=True)
    params = fields.Dict(keys=fields.String(), values=fields.String())


class ProblemView(View):
    """A problem document, RFC 9457."""

    type = fields.String(required=True)
    href = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True)
    code = fields.String(required=True)
    remedy = fields.String()
    request_id = fields.String(allow_none=True)
    violated_policies = fields.List(
        fields.String(), data_key="violated-policies", metadata={"description": "The rate limits that were exceeded"}
    )
    errors = fields.List(fields.Nested(ErrorView))


class FastJson(JSONProvider):
    """JSON by msgspec: decimals are numbers, instants RFC 3339, ids and days their usual text."""

    _encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=encode)

    def dumps(self, obj: Any, *, indent: int = 0, **_: Any) -> str:
        """Return obj as JSON text, on one line unless it is indented for people."""
        text = self._encoder.encode(obj).decode()
        return msgspec.json.format(text, indent=indent) if indent else text

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Read JSON text."""
        return msgspec.json.decode(s)


class Api(SmorestApi):
    """Problem documents instead of flask-smorest's own errors."""

    ERROR_SCHEMA = ProblemView

    def _register_responses(self) -> None:
        """Say in the document what happens at run time: every error is a problem document."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = problems.MEDIA_TYPE
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE  # the class's own counts again, for the answers

    def _register_pagination_header(self) -> None:
        """Leave flask-smorest's own pagination out: ours is by cursor."""

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Tell Flask's and webargs' errors as problems too."""
        return problems.answer_http(error)


def install(app: Flask, service: Service, config: Config, blueprints: Iterable[SmorestBlueprint]) -> None:
    """Add the API of these blueprints, its OpenAPI 3.1 document at /openapi.json and Swagger UI at /docs."""
    app.json = FastJson(app)
    app.config.update(
        API_TITLE=service.title,
        API_VERSION=service.version,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": f"{service.title}. {TOKEN_NOTE} {LIMITS_NOTE} {READERS_NOTE}"},
            "servers": [{"url": "/"}],
        },
    )
    answers = document.ErrorAnswers(parts(app).contracts, problems.OF_THE_KERNEL | dict(service.problems))
    api = Api(app, spec_kwargs={"extra_plugins": [answers]})
    for field in (String, Enum, Period):
        api.register_field(field, "string", None)
    api.register_field(DateTime, "string", "date-time")
    # Its own address of this page would come from the Host that a request claims.
    shown = {"app_name": service.title, "oauth2RedirectUrl": f"{config.browser_url}/docs/oauth2-redirect.html"}
    signs_in = {"clientId": config.browser_client_id, "usePkceWithAuthorizationCodeGrant": True}
    app.register_blueprint(get_swaggerui_blueprint("/docs", "/openapi.json", config=shown, oauth_config=signs_in))
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    _describe_security(api, app, config)
    document.complete(api.spec, parts(app).contracts, service.name)


def _describe_security(api: Api, app: Flask, config: Config) -> None:
    """Say in the document where tokens come from, and every scope that a route of this application asks for.

    Without settings the addresses are relative: a published contract names no deployment.
    """
    asked = {guard.scope_of(app, endpoint) for endpoint in app.view_functions} - {None, PUBLIC}
    token = {"tokenUrl": config.browser_token_url, "scopes": {scope: scope for scope in sorted(map(str, asked))}}
    flows = {
        "authorizationCode": {"authorizationUrl": config.browser_authorize_url, **token},
        "clientCredentials": token,
    }
    api.spec.components.security_scheme("oauth2", {"type": "oauth2", "description": TOKEN_NOTE, "flows": flows})
    pasted = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "A token that you have."}
    api.spec.components.security_scheme("bearer", pasted)
