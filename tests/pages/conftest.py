"""A real browser, and the pages that it opens."""

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from resolutions_cli.cli import main
from tests import hostile, told
from tests.desk import Desk
from tests.pages.made import MADE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: How it is called, by those who package it.
CHROMIUM = "chromium|chromium-browser|google-chrome"

#: Without a sandbox, since a container has none to give; and without what a browser does by
#: itself on the network.
_SWITCHES = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One for all tests of a process."""
    from playwright.sync_api import sync_playwright

    found = next(filter(None, map(shutil.which, CHROMIUM.split("|"))))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=_SWITCHES.split())
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """A page by its name in MADE: made once, by its command, in a record told once."""
    nobody: Any = SimpleNamespace(readouterr=lambda: ("", ""))
    telling = {
        "told": (told.told_record, told.AS_OF),
        "hostile": (hostile.hostile_record, hostile.AS_OF),
    }

    @cache
    def workspace(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name) / "workspace"
        with pytest.MonkeyPatch.context() as patch:
            telling[name][0](Desk(folder, patch, nobody))
        return folder

    @cache
    def page(name: str) -> str:
        made = MADE[name]
        folder = workspace(made.record)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RESOLVE_NOW", telling[made.record][1])
            out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
            patch.setattr(sys, "stdout", out)
            assert main([*made.words, "-w", str(folder)]) == 0
            out.flush()
            text: bytes = out.buffer.getvalue()  # type: ignore[attr-defined] - it is a BytesIO
        return text.decode()

    return page
