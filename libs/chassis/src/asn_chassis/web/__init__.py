"""The HTTP kit on flask-smorest: strict in, clear errors, scopes stated, one transaction a request."""

from asn_chassis.errors import Problem, Problems
from asn_chassis.web import fields, pagination
from asn_chassis.web.blueprint import Blueprint
from asn_chassis.web.decisions import DecisionView, ReasonView
from asn_chassis.web.preconditions import etag
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.requests import caller
from asn_chassis.web.schema import Schema, View
from asn_chassis.web.transactions import transaction
from asn_chassis.web.withdrawal import WithdrawalRequest

__all__ = [
    "Blueprint",
    "DecisionView",
    "Problem",
    "ProblemError",
    "Problems",
    "ReasonView",
    "Schema",
    "View",
    "WithdrawalRequest",
    "caller",
    "etag",
    "fields",
    "pagination",
    "transaction",
]
