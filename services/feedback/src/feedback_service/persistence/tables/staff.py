"""Who serves where and by which login: replicas, of which reach is resolved and nothing else."""

from asn_chassis.reach.tables import assignment_table, login_table
from feedback_service.persistence.tables.metadata import metadata

assignments = assignment_table(metadata)
logins = login_table(metadata)
