"""The desk that the tests of commands work at, and how properties are tried."""

import os
import signal
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from tests.desk import Desk
from tests.tools import ALL_TOOLS, all_tools_must_be_there, missing
from tests.torture import SHORT, THOROUGH, few

#: What may differ between two that run the tests: where programs and folders are, and what was
#: asked of this run.
_KEPT = {"PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "VIRTUAL_ENV"}
_KEPT_BEGINNINGS = ("PYTHON", "PYTEST", "HYPOTHESIS", "PIP_", "COV_", "SSL_")
_KEPT_ASKED = {
    "RESOLVE_TORTURE", "RESOLVE_TEST_ALL", "RESOLVE_TEST_NAMED", "RESOLVE_ALL_TOOLS",
    "RENEW_SNAPSHOTS",
}  # fmt: skip


def _begin_alike() -> None:
    """The same surroundings whatever started the tests: a terminal or none, `nohup`, another
    language, width or mask, a user's own settings."""
    for name in ("SIGINT", "SIGHUP", "SIGTERM", "SIGQUIT"):
        if number := getattr(signal, name, None):
            signal.signal(
                number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
            )
    os.umask(0o022)
    for name in list(os.environ):
        kept = name.upper() in _KEPT | _KEPT_ASKED or name.upper().startswith(_KEPT_BEGINNINGS)
        if not kept:
            del os.environ[name]
    os.environ.update(LANG="C.UTF-8", TERM="xterm-256color")
    # a program that compiles all its modules each time it starts doubles the time of the tests
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


_begin_alike()

# Nothing in the tests is timed: a busy machine must not fail them.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

_NUMBERS = count()


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Name a cache folder of the test's own, which no other test sees.

    It is not made, and `tmp_path` is not asked for: most tests need neither, and a folder for each
    of thousands of tests costs more than the tests do.
    """
    folder = tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """An empty practice workspace whose default procedure is North Yorkshire's."""
    return Desk(tmp_path / "workspace", monkeypatch, capsys)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores, for the time that tests wait for the disk."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Tell the processes that run the tests whether somebody named what is to be run."""
    if not hasattr(config, "workerinput"):  # xdist's processes are all given names
        named = config.args_source is pytest.Config.ArgsSource.ARGS
        os.environ["RESOLVE_TEST_NAMED"] = "1" if named else ""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tests and most cases of sampled ones out of the default run
    (tests/torture.py)."""
    if not SHORT or os.environ["RESOLVE_TEST_NAMED"]:
        return
    tests: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if not item.get_closest_marker("long"):
            name = item.nodeid.partition("[")[0] if item.get_closest_marker("sampled") else ""
            tests[name or item.nodeid].append(item)
    run = {item for cases in tests.values() for item in few(cases)}
    config.hook.pytest_deselected(items=[item for item in items if item not in run])
    items[:] = [item for item in items if item in run]


@pytest.hookimpl(tryfirst=True)  # before the fixtures, which may run the tool
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tools are missing, or fail it where none may be (tests/tools.py)."""
    tools = tuple(tool for mark in item.iter_markers("needs") for tool in mark.args)
    if absent := missing(tools):
        if all_tools_must_be_there():
            pytest.fail(f"{absent}, and with {ALL_TOOLS} it must be", pytrace=False)
        pytest.skip(absent)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Says what a harness did, in numbers; printed at the end of every run."""
    return lambda said: record_property("figure", said)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures of the harnesses, wherever they ran; all of them at their full length,
    with how many cases each module tried."""
    cases: Counter[str] = Counter()
    for report in sorted(terminalreporter.getreports("passed"), key=lambda report: report.nodeid):
        module, _, test = report.nodeid.partition("::")
        cases[module] += 1
        for name, said in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(f"{test}: {said}")
    if THOROUGH:
        for module, count in sorted(cases.items()):
            terminalreporter.write_line(f"{module}: {count} cases passed")
