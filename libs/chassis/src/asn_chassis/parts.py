"""The parts of a running application, in one typed record instead of names in `extensions`."""

from dataclasses import dataclass

from flask import Flask, current_app

from asn_chassis.auth.tokens import TokenVerifier
from asn_chassis.config import Config
from asn_chassis.database import Database
from asn_chassis.events.contracts import Contracts
from asn_chassis.service import Service

_NAME = "asn"


@dataclass(frozen=True)
class Parts:
    """What the application of one service is made of."""

    config: Config
    service: Service
    contracts: Contracts
    database: Database
    verifier: TokenVerifier


def put(app: Flask, these: Parts) -> None:
    """Give the application its parts."""
    app.extensions[_NAME] = these


def parts(app: Flask | None = None) -> Parts:
    """Return the parts of this application, by default of the one that serves the request or the command."""
    found: Parts = (app or current_app).extensions[_NAME]
    return found
