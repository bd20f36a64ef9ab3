"""Problem documents of whoever refuses a request before the application sees it: the server, and the gateway.

`python -m asn_chassis.ops.refusals contracts deploy/haproxy/errors` writes those of the gateway. They are about no
request and so in no one's language: Indonesian and English at once.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

# By the status that the gateway refuses with.
OF_THE_GATEWAY = {
    400: "malformed-http",
    404: "not-found",
    408: "request-too-slow",
    413: "payload-too-large",
    414: "uri-too-long",
    429: "too-many-connections",
    431: "headers-too-large",
    500: "internal-error",
    502: "answer-broken-off",
    503: "dependency-unavailable",
    504: "answer-too-late",
}


def declared_in(contracts: Path) -> dict[str, Any]:
    """Return the problem types of problems.yaml."""
    declared: dict[str, Any] = yaml.safe_load((contracts / "problems.yaml").read_text(encoding="utf-8"))
    return declared


def refusal(code: str, declared: Mapping[str, Any]) -> bytes:
    """Return the problem document (RFC 9457) of a code, in both languages."""
    problem = declared[code]
    body = {
        "type": f"urn:problem-type:asn:{code}",
        "href": f"/problems/{code}",
        "title": f"{problem['title']['id']} / {problem['title']['en']}",
        "status": problem["status"],
        "detail": f"{problem['detail']['id']} / {problem['detail']['en']}",
        "code": code,
    }
    return json.dumps(body, ensure_ascii=False).encode()


def main(contracts: Path, errors: Path) -> None:
    """Write the gateway's documents, a file a code."""
    declared = declared_in(contracts)
    for code in OF_THE_GATEWAY.values():
        (errors / f"{code}.json").write_bytes(refusal(code, declared) + b"\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
