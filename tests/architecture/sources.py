"""The files of the repository, as the rules about code see them."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
    cwd=ROOT,
    check=True,
    capture_output=True,
    text=True,
).stdout.splitlines()
SOURCES = [name for name in TRACKED if name.endswith(".py") and "/src/" in name and (ROOT / name).exists()]
TESTS = [name for name in TRACKED if name.endswith(".py") and "tests/" in name and (ROOT / name).exists()]
LOCKS = [name for name in TRACKED if "requirements" in name and (ROOT / name).is_file()]
SERVICES = ("employee", "training", "evaluation", "feedback")


def tree_of(name):
    """Return the syntax of a file."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def inside(*rooms):
    """Return (service, file) for the modules of these rooms of every service, without the rooms' own `__init__`."""
    return [
        (service, name)
        for service in SERVICES
        for name in SOURCES
        for room in rooms
        if name.startswith(f"services/{service}/src/{service}_service/{room}/") and not name.endswith("__init__.py")
    ]


def functions_of(name):
    """Return the public functions at the top of a module."""
    return [n for n in tree_of(name).body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]


def identifiers_of(name):
    """Return every name that a file gives or uses, in its source's spelling."""
    found = set()
    for node in ast.walk(tree_of(name)):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word) | ast.alias(asname=str(word)):
                found.add(word)
            case ast.FunctionDef(name=word) | ast.ClassDef(name=word) | ast.keyword(arg=str(word)):
                found.add(word)
    return found
