"""Jobs: work that a transaction leaves for later, or that comes round by the clock; the work role does it."""

from asn_chassis.jobs.deferring import defer
from asn_chassis.jobs.task import Interrupted, Job, Task

__all__ = ["Interrupted", "Job", "Task", "defer"]
