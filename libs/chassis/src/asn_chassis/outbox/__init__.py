"""The outbox: a log, kept for ever, of the facts a service published, written in the transaction that caused them."""

from asn_chassis.outbox.feed import Entry, FeedUnknown, Page, read_page
from asn_chassis.outbox.forwarding import MARGIN, NotForward, forward
from asn_chassis.outbox.record import record
from asn_chassis.outbox.sequencer import sequence_pending

__all__ = ["MARGIN", "Entry", "FeedUnknown", "NotForward", "Page", "forward", "read_page", "record", "sequence_pending"]
