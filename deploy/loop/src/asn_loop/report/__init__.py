"""What a round came to, for a person to read: a screen, the details by person, a page for the browser."""

from asn_loop.report.details import details
from asn_loop.report.page import write_page
from asn_loop.report.summary import how_to_go_on, summary
from asn_loop.report.told import Told

__all__ = ["Told", "details", "how_to_go_on", "summary", "write_page"]
