"""The probe service, with contracts of its own."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from probe import SERVICE


@pytest.fixture(scope="session")
def contracts_dir(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """The kit's real problem types, and a contract for the probe's event."""
    folder = tmp_path_factory.mktemp("contracts")
    declared = (pytestconfig.rootpath / "contracts" / "problems.yaml").read_text()
    taken = 'name-taken: {status: 409, title: {id: a, en: b}, detail: {id: "{name} ada", en: "{name} taken"}}\n'
    (folder / "problems.yaml").write_text(declared + taken)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "x-dataclassification": "internal",
        "required": ["thing_id", "score"],
        "properties": {"thing_id": {"type": "string", "format": "uuid"}, "score": {"type": "integer"}},
    }
    place = folder / "events" / "probe" / "thing-made"
    place.mkdir(parents=True)
    (place / "v1.schema.json").write_text(json.dumps(schema))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def probe(run_service: Any) -> Any:
    return run_service(SERVICE)
