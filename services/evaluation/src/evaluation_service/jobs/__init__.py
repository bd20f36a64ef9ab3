"""Time in: what the work role does for this service."""

from asn_chassis.jobs import Task
from evaluation_service.jobs.incentives import on_window_closed
from evaluation_service.usecases.recommend_incentive import RECONSIDER

TASKS = (Task(RECONSIDER, on_window_closed),)
