"""README.id.md says the same as README.md: the same commands, settings, and places to go."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH, INDONESIAN = ((ROOT / name).read_text() for name in ("README.md", "README.id.md"))
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
# What each reader finds in her own language alone.
OF_ONE_LANGUAGE = {"README.md", "README.id.md"}


def commands(text):
    """What is typed, without the comment behind it."""
    lines = "".join(BLOCK.findall(text)).splitlines()
    return [re.sub(r"\s+#.*", "", line) for line in lines]


def code(text):
    """Commands, settings and paths within sentences."""
    return set(re.findall(r"`([^`\n]+)`", BLOCK.sub("", text)))


def links(text):
    return set(re.findall(r"\]\(([^)]+)\)", text)) - OF_ONE_LANGUAGE


@pytest.mark.parametrize("part", [commands, code, links])
def test_both_say_the_same(part):
    assert part(INDONESIAN) == part(ENGLISH)
    assert part(ENGLISH)


@pytest.mark.parametrize("text", [ENGLISH, INDONESIAN])
def test_what_they_point_to_is_there(text):
    assert [link for link in links(text) if not (ROOT / link).exists()] == []
