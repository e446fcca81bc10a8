"""A note is taken where no date can be shown: what happened to a child waits for no program."""

import json
from pathlib import Path

import pytest

from tests.attacks.forged import OPEN, Victim
from tests.desk import REF, Desk
from tests.written import written_procedure

WHEN = "2026-11-20T12:00"


@pytest.fixture
def stopped(desk: Desk) -> Desk:
    """A dispute that an entry of a later format came to."""
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    log = desk.log()
    ((path, raw),) = OPEN["a later format"].make(Victim(log.entries[0], log.heads)).items()
    (desk.folder / path).write_bytes(raw)
    return desk.at(WHEN)


def without_procedure(desk: Desk) -> Desk:
    """A dispute whose procedure file is gone, and that no shipped one replaces."""
    desk.at("2026-11-20T10:00")
    own = desk.folder.with_name("own.toml")

    own.write_text(written_procedure("southshire"), "utf-8")
    desk.done("procedure", "add", str(own))
    desk.done("open", "--procedure", "southshire", "--ref", REF)
    for path in (desk.folder / "procedures").glob("southshire@*"):
        path.unlink()
    return desk.at(WHEN)


def notes(folder: Path) -> int:
    return len([*(folder / "disputes" / REF).glob("*-noted-*.toml")])


def test_a_note_is_recorded_beside_an_entry_of_a_later_format(stopped: Desk) -> None:
    before = notes(stopped.folder)
    said = stopped.does("note", REF, "She rang, and was in tears.", "--with", "the duty team")
    assert (said.code, notes(stopped.folder)) == (5, before + 1)
    assert said.out == f"recorded: a note of {REF} (noted, Fri 20 Nov 2026 12:00)\n"
    assert f"no dates can be shown for {REF}: the entry was made by a newer version" in said.err
    assert "She rang" not in said.out + said.err
    assert [entry.kind for entry in stopped.log().entries] == ["opened", "noted"]


def test_a_note_is_recorded_where_the_procedure_is_gone(desk: Desk) -> None:
    said = without_procedure(desk).does("note", REF, "said")
    assert (said.code, notes(desk.folder)) == (5, 1)
    assert said.out.startswith(f"recorded: a note of {REF}")
    assert f"no dates can be shown for {REF}" in said.err


def test_a_note_that_is_asked_for_is_recorded_there_too(stopped: Desk) -> None:
    said = stopped.typing("She rang.", "").asks("note", REF)
    assert (said.code, notes(stopped.folder)) == (5, 2)


def test_as_json_it_claims_no_stage_and_no_deadlines(stopped: Desk) -> None:
    said = stopped.does("note", REF, "said", "--json")
    assert said.code == 5
    document = json.loads(said.out)
    assert (document["kind"], document["dispute"]) == ("entry", REF)
    assert (document["stage"], document["deadlines"]) == (None, None)
    assert document["entry"] in {entry.id for entry in stopped.log().entries}


def test_a_move_is_refused_there(stopped: Desk) -> None:
    assert "no dates can be shown" in stopped.refused(5, "escalate", REF, "--reason", "no answer")


def test_where_nothing_opens_the_dispute_a_note_is_refused_and_given_back(desk: Desk) -> None:
    desk.at("2026-11-20T10:00").opens("1", "--raised", "2026-11-19")
    desk.done("note", REF, "first")
    (opened,) = (desk.folder / "disputes" / REF).glob("*-opened-*.toml")
    opened.unlink()
    said = desk.does("note", REF, "second")
    assert (said.code, notes(desk.folder)) == (5, 1)
    assert "second" in said.out
