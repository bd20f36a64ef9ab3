# ruff: noqa: INP001, T201 -- a program, run where the brokers are
"""Makes Kafka's users and their rights like access.yaml says: python access.py BROKER:PORT, as often as one likes.

It comes with a certificate that the brokers know as their administrator's. /run/secrets holds that (tls.pem, with its
key), the authority's (ca.pem), and each user's password (users/NAME).
"""

import sys
from pathlib import Path

import yaml
from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLFilter,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourcePatternFilter,
    ResourceType,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

SECRETS = Path("/run/secrets")
ITERATIONS = 8192
DECLARING = (ACLOperation.CREATE, ACLOperation.DESCRIBE, ACLOperation.DESCRIBE_CONFIGS, ACLOperation.ALTER_CONFIGS)
EVERY = ACLFilter(
    None,
    None,
    ACLOperation.ANY,
    ACLPermissionType.ANY,
    ResourcePatternFilter(ResourceType.ANY, None, ACLResourcePatternType.ANY),
)


def rights(users: dict[str, dict[str, object]]) -> set[ACL]:
    """Return the rights of all users; to read or to write is to see the topic as well."""
    topic, group = ResourceType.TOPIC, ResourceType.GROUP
    found = set()
    for name, may in users.items():
        patterns = [(ACLOperation.WRITE, ResourcePattern(topic, each)) for each in may.get("writes", ())]
        patterns += [(ACLOperation.READ, ResourcePattern(topic, each)) for each in may.get("reads", ())]
        if "group" in may:
            patterns += [(ACLOperation.READ, ResourcePattern(group, may["group"]))]
        if "declares" in may:
            begins = ResourcePattern(topic, may["declares"], ACLResourcePatternType.PREFIXED)
            patterns += [(operation, begins) for operation in DECLARING]
        found |= {
            ACL(f"User:{name}", "*", operation, ACLPermissionType.ALLOW, pattern) for operation, pattern in patterns
        }
    return found


def admit(admin: KafkaAdminClient, users: dict[str, dict[str, object]]) -> None:
    """Give every user the password of its file, and all users together the rights that they should have."""
    passwords = {name: (SECRETS / "users" / name).read_text().strip() for name in users}
    refused = admin.alter_user_scram_credentials(
        [
            UserScramCredentialUpsertion(name, ScramMechanism.SCRAM_SHA_512, password, iterations=ITERATIONS)
            for name, password in passwords.items()
        ]
    )
    wanted, (there, _) = rights(users), admin.describe_acls(EVERY)
    missing, surplus = wanted - set(there), set(there) - wanted
    failed = admin.create_acls(list(missing))["failed"] if missing else []
    if surplus:
        admin.delete_acls(list(surplus))
    if failed or any(refused.values()):
        sys.exit(f"Kafka refuses: {failed or refused}")
    print(f"{len(users)} users; {len(missing)} rights given, {len(surplus)} withdrawn")


if __name__ == "__main__":
    own = str(SECRETS / "tls.pem")
    with KafkaAdminClient(
        bootstrap_servers=sys.argv[1],
        security_protocol="SSL",
        ssl_cafile=str(SECRETS / "ca.pem"),
        ssl_certfile=own,
        ssl_keyfile=own,
    ) as administrator:
        admit(administrator, yaml.safe_load(Path(__file__).with_name("access.yaml").read_text())["users"])
