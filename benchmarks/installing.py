"""Other packages, installed by their ordinary clients below the harness's own folder.

Nothing that is installed here is a dependency of the program or of its tests. What cannot be
installed, since there is no network or no such client, is left out of the comparison.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

_VERSIONS = """
import importlib.metadata, json
print(json.dumps({each.name: each.version for each in importlib.metadata.distributions()}))
"""


class Environment(NamedTuple):
    """A virtual environment: its interpreter, and the versions of the packages in it by name."""

    python: Path
    versions: Mapping[str, str]


@cache
def python_with(folder: Path, packages: tuple[str, ...]) -> Environment:
    """A virtual environment in `folder` with those of the packages that could be installed; each
    by name, or as `name==version`. Tried once in a run."""
    python = folder / "bin" / "python"
    if not python.exists() and not _went_well(sys.executable, "-m", "venv", str(folder)):
        return Environment(python, {})
    for package in packages:
        mark = folder / f"{package}.installed"
        if not mark.exists() and _went_well(
            str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package
        ):
            mark.touch()
    said = subprocess.run([python, "-c", _VERSIONS], stdout=subprocess.PIPE, check=True).stdout
    return Environment(python, json.loads(said))


@cache
def debian_package(folder: Path, package: str) -> Path | None:
    """The folder into which a Debian package was unpacked; None where that cannot be done."""
    place = folder / package
    if place.exists():
        return place
    folder.mkdir(parents=True, exist_ok=True)
    if not _went_well("apt-get", "download", package, folder=folder):
        return None
    archive = max(folder.glob(f"{package}_*.deb"))
    return place if _went_well("dpkg-deb", "--extract", str(archive), str(place)) else None


def _went_well(*words: str, folder: Path | None = None) -> bool:
    """Whether a command could be run and did what it was asked for; if not, its last words are
    passed on."""
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        sys.stderr.write(f"{words[0]} is not on this machine\n")
        return False
    if done.returncode:
        sys.stderr.write(f"{words[0]}: {done.stderr.strip().rpartition(chr(10))[2]}\n")
    return done.returncode == 0
