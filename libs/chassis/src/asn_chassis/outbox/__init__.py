"""The outbox: a retained log of the facts a service published, written in the transaction that caused them."""

from asn_chassis.outbox.feed import FeedExpired, FeedUnknown, Page, read_page
from asn_chassis.outbox.purge import purge
from asn_chassis.outbox.record import record
from asn_chassis.outbox.sequencer import sequence_pending

__all__ = ["FeedExpired", "FeedUnknown", "Page", "purge", "read_page", "record", "sequence_pending"]
