"""The rules that the policies are tried on: those of contracts/regulations."""

from pathlib import Path

import pytest

from asn_chassis.regulations import load
from evaluation_service.policies.regulations import Regulations


@pytest.fixture(scope="session")
def rules(contracts_dir: Path) -> Regulations:
    return load(contracts_dir, Regulations)
