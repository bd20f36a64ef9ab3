"""The HTTP kit on flask-smorest: strict in, clear errors, scopes stated, one transaction a request."""

from asn_chassis.errors import Problem, Problems
from asn_chassis.web import fields, pagination
from asn_chassis.web.blueprint import KitBlueprint
from asn_chassis.web.problems import ProblemError
from asn_chassis.web.schema import Schema, View
from asn_chassis.web.transactions import transaction

__all__ = [
    "KitBlueprint",
    "Problem",
    "ProblemError",
    "Problems",
    "Schema",
    "View",
    "fields",
    "pagination",
    "transaction",
]
