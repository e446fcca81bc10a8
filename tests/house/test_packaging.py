"""What is built is the same bytes for the same sources; `.ci/run` builds it all twice."""

import importlib.util
import io
import sys
import tarfile
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.project import PROJECT

FILES = {
    "resolve-1.dist-info/RECORD": (b"a list", 0o644),
    "resolve/b.py": (b"two", 0o600),
    "resolve-1.dist-info/METADATA": (b"about", 0o644),
    "resolve/a.py": (b"one" * 999, 0o664),
    "resolve/run": (b"#!/bin/sh", 0o775),
}


@pytest.fixture(scope="module")
def backend() -> ModuleType:
    """The build backend; what it builds with is not installed where it only runs tests."""
    spec = importlib.util.spec_from_file_location(
        "same_bytes", PROJECT / "packaging" / "same_bytes.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        named: dict[str, ModuleType] = {"setuptools": ModuleType("setuptools")}
        named["setuptools"].build_meta = _Hooks()  # type: ignore[attr-defined]
        patch.setattr(sys, "modules", sys.modules | named)
        spec.loader.exec_module(module)
    return module


class _Hooks:
    """In the place of setuptools."""

    def __getattr__(self, name: str) -> str:
        return name


def wheel(path: Path, names: list[str], year: int, umask: int) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name in names:
            content, mode = FILES[name]
            info = zipfile.ZipInfo(name, (year, 2, 3, 4, 5, 6))
            info.external_attr = (mode & ~umask) << 16
            made.writestr(info, content)
    return path


def sdist(path: Path, names: list[str], year: int, umask: int) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for name in names:
            content, mode = FILES[name]
            info = tarfile.TarInfo(name)
            info.size, info.mode, info.mtime = len(content), mode & ~umask, year * 31_000_000
            info.uname, info.uid = ("somebody", 1000) if umask else ("root", 0)
            made.addfile(info, io.BytesIO(content))
    return path


def test_two_wheels_that_were_built_otherwise_come_to_the_same_bytes(
    backend: ModuleType, tmp_path: Path
) -> None:
    one = wheel(tmp_path / "1.whl", list(FILES), 2026, 0o022)
    two = wheel(tmp_path / "2.whl", list(reversed(FILES)), 1999, 0o077)
    assert one.read_bytes() != two.read_bytes()
    for each in (one, two):
        backend.settle_wheel(each, backend.EARLIEST)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as found:
        assert {name: found.read(name) for name in found.namelist()} == {
            name: content for name, (content, _) in FILES.items()
        }
        assert found.namelist()[-1] == "resolve-1.dist-info/RECORD"
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in found.infolist()}
    assert (modes["resolve/b.py"], modes["resolve/run"]) == (0o644, 0o755)


def test_two_archives_of_sources_that_were_built_otherwise_come_to_the_same_bytes(
    backend: ModuleType, tmp_path: Path
) -> None:
    one = sdist(tmp_path / "1.tar.gz", list(FILES), 50, 0o022)
    two = sdist(tmp_path / "2.tar.gz", list(reversed(FILES)), 30, 0o077)
    for each in (one, two):
        backend.settle_sdist(each, backend.EARLIEST)
    assert one.read_bytes() == two.read_bytes()
    with tarfile.open(one) as found:
        assert [info.name for info in found] == sorted(FILES)
        read = {info.name: found.extractfile(info) for info in found}
        assert {name: file.read() for name, file in read.items() if file} == {
            name: content for name, (content, _) in FILES.items()
        }
        assert {(info.uid, info.uname, info.mtime) for info in found} == {(0, "", 315532800)}


def test_the_time_is_the_one_that_is_asked_for(
    backend: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert backend.moment() == backend.EARLIEST
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    assert backend.moment() == 1795000000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert backend.moment() == backend.EARLIEST, "a zip file knows no earlier time"
