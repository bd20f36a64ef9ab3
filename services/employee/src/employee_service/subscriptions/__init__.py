"""What this service listens to: assessed levels, finished trainings, public services."""

from asn_chassis.events.handlers import Handlers, each
from asn_chassis.service import Replica
from employee_service.persistence.tables.public_services import public_services
from employee_service.subscriptions.evaluation import on_evaluation_finalised
from employee_service.subscriptions.feedback import on_public_service_registered
from employee_service.subscriptions.training import on_training_completed

PUBLIC_SERVICE_HANDLERS: Handlers = {
    "asn.feedback.public-service-registered.v1": each(on_public_service_registered),
}
HANDLERS: Handlers = {
    "asn.evaluation.evaluation-finalised.v1": each(on_evaluation_finalised),
    "asn.training.training-completed.v1": each(on_training_completed),
    **PUBLIC_SERVICE_HANDLERS,
}
REPLICAS = {"public-services": Replica(tables=(public_services,), handlers=PUBLIC_SERVICE_HANDLERS)}
