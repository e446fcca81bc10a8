"""The build backend: what setuptools builds, with nothing in it of when, where and by whom.

The same sources make the same bytes on every machine, whatever the time, the umask, the account
and the order in which a folder is listed, so that anybody can build a release again and compare it.
Times are those of SOURCE_DATE_EPOCH, in seconds since 1970; without it the earliest that a zip file
can hold, 1 January 1980.
"""

import gzip
import io
import os
import stat
import tarfile
import time
import zipfile
from pathlib import Path
from typing import Any

from setuptools import build_meta

#: The hooks of a backend that make nothing which is handed on.
prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable
get_requires_for_build_wheel = build_meta.get_requires_for_build_wheel
get_requires_for_build_sdist = build_meta.get_requires_for_build_sdist
get_requires_for_build_editable = build_meta.get_requires_for_build_editable
build_editable = build_meta.build_editable

#: 1 January 1980, before which there is no time in a zip file.
EARLIEST = 315532800


def build_wheel(
    wheel_directory: str,
    config_settings: Any = None,
    metadata_directory: str | None = None,
) -> str:
    """Build a wheel into a folder, and say its name."""
    name = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    settle_wheel(Path(wheel_directory, name), moment())
    return name


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """Build the archive of the sources into a folder, and say its name."""
    name = build_meta.build_sdist(sdist_directory, config_settings)
    settle_sdist(Path(sdist_directory, name), moment())
    return name


def moment() -> int:
    """The time that everything in an archive has."""
    return max(EARLIEST, int(os.environ.get("SOURCE_DATE_EPOCH", EARLIEST)))


def settle_wheel(path: Path, at: int) -> None:
    """Write a wheel anew: its files by name, each of that time, for everybody to read."""
    with zipfile.ZipFile(path) as wheel:
        files = [(info, wheel.read(info)) for info in wheel.infolist() if not info.is_dir()]
    with zipfile.ZipFile(path, "w") as settled:
        for info, content in sorted(files, key=lambda file: _place(file[0].filename)):
            new = zipfile.ZipInfo(info.filename, time.gmtime(at)[:6])
            new.compress_type = zipfile.ZIP_DEFLATED
            new.create_system = 3  # Unix, wherever it is built
            new.external_attr = (stat.S_IFREG | _mode(info.external_attr >> 16)) << 16
            settled.writestr(new, content, compresslevel=9)


def _place(name: str) -> tuple[bool, bool, str]:
    """What describes the wheel comes last, and the list of its files at the very end, as the
    format recommends."""
    return ".dist-info/" in name, name.endswith("/RECORD"), name


def settle_sdist(path: Path, at: int) -> None:
    """Write an archive of sources anew, as a wheel is."""
    with tarfile.open(path) as sdist:
        files = [
            (info, found.read() if (found := sdist.extractfile(info)) else b"")
            for info in sdist.getmembers()
            if info.isfile()
        ]
    # no name and no time of its own stands in the compressed file
    with (
        path.open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=at) as packed,
        tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT) as settled,
    ):
        for info, content in sorted(files, key=lambda file: file[0].name):
            new = tarfile.TarInfo(info.name)
            new.size, new.mtime, new.mode = len(content), at, _mode(info.mode)
            settled.addfile(new, io.BytesIO(content))


def _mode(found: int) -> int:
    """What may be run stays so; who else may write to the sources is nobody's business."""
    return 0o755 if found & stat.S_IXUSR else 0o644
