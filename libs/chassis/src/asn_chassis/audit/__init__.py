"""The audit: who did and saw what, kept in the transaction of the deed, sealed afterwards in a chain."""

from asn_chassis.audit.record import What, hashed, record
from asn_chassis.audit.sealing import Sealer, seal
from asn_chassis.audit.verifying import Verification, verify

__all__ = ["Sealer", "Verification", "What", "hashed", "record", "seal", "verify"]
