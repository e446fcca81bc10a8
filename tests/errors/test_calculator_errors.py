"""Each condition of the calculator, the calendar and the procedure files: code, advice, silence."""

import hashlib
from pathlib import Path

import pytest

from resolutions_cli import errors
from tests.commands.test_calendar import without
from tests.desk import Desk

CANARY = "zwolfkanarie"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            errors.SameDayOfWorkingDays,
            ["calc", "3 days", "--from", "2026-12-16", "--count", "same-day"],
        ),
        (errors.UnreadableYear, ["calendar", CANARY]),
        (errors.NoBankHolidayFile, ["calendar", "import", "{tmp}/nothing.json"]),
        (errors.BankHolidaysWouldVanish, ["calendar", "import", "{list}"]),
        (errors.FileThere, ["procedure", "new", "southshire", "--output", "{list}"]),
        (errors.NoProcedureFile, ["procedure", "add", "{tmp}/nothing.toml"]),
        (errors.NoSuchProcedureOrFile, ["procedure", "check", "{tmp}/nothing.toml"]),
        (errors.ProcedureRefused, ["procedure", "add", "{list}"]),
    ],
)
def test_each_has_its_code_says_what_to_do_and_repeats_no_word_of_a_file(
    desk: Desk, tmp_path: Path, condition: type[errors.ResolveError], words: list[str]
) -> None:
    path = without(tmp_path, "2026-12-25")
    path.write_text(path.read_text().replace("Christmas Day", CANARY))
    filled = [word.format(tmp=tmp_path, list=path) for word in words]
    err = desk.refused(condition.exit_code, *filled)
    message = (condition.__doc__ or "").splitlines()[0].split("{")[0]
    assert f"resolve: error: {message}" in err
    assert condition.hint.split("{")[0] in err
    assert CANARY not in err
    assert list((desk.folder / "calendar").iterdir()) == []


def test_a_procedure_file_that_cannot_be_used_any_more_is_exit_5(desk: Desk) -> None:
    raw = b'[procedure]\nid = "broken"\n# ' + CANARY.encode()
    name = f"broken@1-{hashlib.sha256(raw).hexdigest()[:16]}.toml"
    (desk.folder / "procedures" / name).write_bytes(raw)
    condition = errors.ProcedureUnusable
    err = desk.refused(condition.exit_code, "procedure", "show", "broken")
    assert "a procedure file has" in err
    assert condition.hint in err
    assert CANARY not in err
