"""Every refusal of the recording commands: its code, its words, nothing written, nothing leaked.

The canary stands in every place where somebody types; it must never come out on stderr.
"""

import pytest

from resolutions_cli import errors
from resolutions_cli.app import record
from resolutions_cli.errors import DisputeDamaged, NotRecorded, PartlyRecorded, ResolveError
from tests.desk import REF, Desk

CANARY = "Zaubervogel"
WHY = ("--reason", f"{CANARY} says so.")
NOW = "2026-10-06T09:00"


def at(desk: Desk, stage: str, procedure: str = "cyscb") -> Desk:
    desk.at("2026-10-05T09:00").opens(
        *(stage, "--summary", CANARY, "--seeking", CANARY, "--risk-to-child", CANARY),
        *("--position", f"{CANARY}: {CANARY}", "--raised-by", CANARY),
        procedure=procedure,
    )
    return desk.at(NOW)


#: By the condition: the stage, what is typed, the exit code, and how the message begins.
REFUSALS = {
    "PlaceholderText": ("audit", ("decide", "not-implemented", "--reason", "tbc"), 2, "--reason"),
    "MissingOption": ("audit", ("decide", "not-implemented"), 2, "--reason is missing"),
    "NoDecisionHere": ("practitioners", ("decide", CANARY, *WHY), 3, "the procedure has no dec"),
    "UnknownCode": ("audit", ("decide", CANARY, *WHY), 4, "there is no decision of that name"),
    "UnknownCode, of a question": (
        "audit",
        ("decide", "implemented", *WHY, "--no-action", "--answer", f"{CANARY}=x"),
        4,
        "there is no question here of that name",
    ),
    "NotConfirmed": ("audit", ("redact", "1", *WHY), 2, "--yes is missing"),
    "NotTogether": (
        "board-chair",
        ("decide", "refer-to-crg", "not-referred", *WHY),
        3,
        "those decisions cannot be made together",
    ),
    "ActionAndNone": (
        "audit",
        ("decide", "implemented", *WHY, "--no-action", "--action", f"{CANARY}: x by 2026-11-02"),
        2,
        "--action and --no-action contradict each other",
    ),
    "BadPair": ("audit", ("decide", "implemented", *WHY, "--action", CANARY), 2, "--action is not"),
    "UnknownAgency": (
        "audit",
        ("decide", "implemented", *WHY, "--no-action", "--agreed-by", CANARY + "x"),
        4,
        "there is no agency of that name in this dispute",
    ),
    "BeforeTheMove": (
        "audit",
        ("decide", "not-implemented", *WHY, "--at", "2026-10-04"),
        3,
        "a move cannot be before the one it follows (2026-10-05T09:00)",
    ),
    "InTheFuture": (
        "audit",
        ("decide", "not-implemented", *WHY, "--at", "2026-10-07"),
        3,
        "what has not happened yet cannot be recorded",
    ),
    "UnknownCode, of an outcome": (
        "audit",
        ("close", "--outcome", CANARY, *WHY, "--no-action"),
        4,
        "there is no outcome of that name",
    ),
    "DisputeIsOpen": ("audit", ("reopen", *WHY), 3, "the dispute is open"),
    "UnknownCode, of an event": (
        "audit",
        ("record", CANARY, "--on", "today"),
        4,
        "there is no event of that name",
    ),
    "BeforeItHappened": (
        "audit",
        ("record", "facilitator", "--on", "2026-10-05T12:00", "--at", "2026-10-05T11:00"),
        3,
        "an entry cannot be dated before what it records (2026-10-05T12:00)",
    ),
    "DoneBeforeItWasSet": (
        "audit",
        ("done", "child-file", "--on", "2026-10-04", "--note", CANARY),
        3,
        "it was agreed or set on 2026-10-05T09:00, so it cannot have been done before",
    ),
    "UnknownCode, of what was done": (
        "audit",
        ("done", CANARY, "--on", "2026-10-05"),
        4,
        "there is no thing to be done of that name",
    ),
    "NothingByAgreement": (
        "audit",
        ("agree", "--by-date", "2026-10-09", "--with", CANARY, *WHY),
        3,
        "no date of that duty in stage audit is set by agreement",
    ),
    "NotOwedYet": (
        "case-review-group",
        ("agree", "--by-date", "2026-10-09", "--with", CANARY, *WHY),
        3,
        "nobody owes further-information yet",
    ),
    "BeforeItWasSet": (
        "audit",
        ("sooner", "--to", "2026-10-05", *WHY),
        3,
        "a date to be kept cannot be before the time it was set (2026-10-06T09:00)",
    ),
    "UnknownStage": (
        "audit",
        ("sooner", "--to", "2026-10-09", *WHY, "--stage", CANARY),
        4,
        "the procedure has no stage of that name",
    ),
    "SeveralAgencies": (
        "audit",
        ("party", "--add", f"head: {CANARY}, {CANARY}; {CANARY}x"),
        2,
        "--add has 2 names with a comma or a semicolon between them",
    ),
    "SetTwice": (
        "audit",
        ("correct", "1", *WHY, "--set", f"summary={CANARY}", "--set", f"summary={CANARY}"),
        2,
        "--set gives summary twice, and it has one value",
    ),
    "NoRiskBegun": ("audit", ("risk", "--told", "police=now"), 3, "no immediate risk is recorded"),
    "UnknownCode, of a role": (
        "audit",
        ("risk", *WHY, "--told", f"{CANARY}=now by {CANARY}"),
        4,
        "there is no role to be told of that name",
    ),
    "UnknownCode, of a reminder": (
        "audit",
        ("chase", "--done", "4"),
        4,
        "there is no reminder of that name",
    ),
    "NoSuchEntry": (
        "audit",
        ("correct", CANARY, *WHY, "--set", "about=x"),
        4,
        "there is no entry of that number or id in this dispute",
    ),
    "NeverCorrected": (
        "audit",
        ("correct", "1", *WHY, "--set", f"stage={CANARY}"),
        3,
        "stage of entry 1 is never corrected",
    ),
    "UnknownCode, of a key": (
        "audit",
        ("correct", "1", *WHY, "--set", f"{CANARY}={CANARY}"),
        4,
        "there is no fact or text of that kind of entry (opened) of that name",
    ),
    "OpeningStays": (
        "audit",
        ("correct", "1", *WHY, "--withdraw"),
        3,
        "the entry that opens a dispute cannot be set aside",
    ),
    "SetAndWithdraw": (
        "audit",
        ("correct", "1", *WHY, "--withdraw", "--set", f"summary={CANARY}"),
        2,
        "an entry is either corrected or set aside",
    ),
    "BadPair, of a party": (
        "audit",
        ("party", "--add", CANARY),
        2,
        "--add is not of the form it needs",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_says_what_is_wrong_records_nothing_and_repeats_no_text(
    desk: Desk, name: str
) -> None:
    stage, (command, *words), code, begins = REFUSALS[name]
    condition: type[ResolveError] = getattr(errors, name.partition(",")[0])
    assert condition.exit_code == code
    error = at(desk, stage).refused(code, command, REF, *words)
    assert error.startswith(f"resolve: error: {begins}")
    assert condition.hint.partition("{")[0] in error
    assert CANARY not in error


CLOSED = {
    "decide": ("upheld", *WHY),
    "escalate": WHY,
    "close": ("--outcome", "agreed", *WHY, "--no-action"),
    "agree": ("--by-date", "2026-10-09", "--with", CANARY, *WHY),
    "sooner": ("--to", "2026-10-09", *WHY),
    "chase": ("--by", "2026-10-09", "--who", CANARY, CANARY),
}


@pytest.mark.parametrize(
    ("condition", "ended", "begins"),
    [
        (
            errors.OverBeforeItBegan,
            "2026-10-05T12:00",
            "the immediate risk cannot be over before it began (2026-10-06T09:00)",
        ),
        (errors.NoRiskGoingOn, "now", "no immediate risk is going on"),
    ],
)
def test_an_end_that_ends_no_risk_is_refused(
    desk: Desk, condition: type[ResolveError], ended: str, begins: str
) -> None:
    at(desk, "audit").done("risk", REF, *WHY)
    if condition is errors.NoRiskGoingOn:
        desk.done("risk", REF, *WHY, "--ended", "now")
    error = desk.refused(3, "risk", REF, *WHY, "--ended", ended)
    assert error.startswith(f"resolve: error: {begins}\n  {condition.hint}")
    assert CANARY not in error


@pytest.mark.parametrize("command", CLOSED)
def test_in_a_closed_dispute_nothing_moves_and_nothing_new_is_owed(
    desk: Desk, command: str
) -> None:
    ends = ("--outcome", "agreed", *WHY, "--no-action")
    at(desk, "iro-manager").done("close", REF, *ends)
    error = desk.refused(3, command, REF, *CLOSED[command])
    assert error.startswith("resolve: error: the dispute is closed\n")


#: What is typed, and how many entries it adds.
DAMAGED = {
    "decide": (0, ("reconvened-same-chair", *WHY)),
    "escalate": (0, ("--to", "heads-of-service", *WHY)),
    "close": (0, ("--outcome", "agreed", *WHY, "--no-action")),
    "note": (1, (CANARY,)),
    "record": (1, ("facilitator", "--on", "2026-10-06")),
    "risk": (1, WHY),
}


@pytest.mark.parametrize("command", DAMAGED)
def test_in_a_damaged_dispute_no_move_is_recorded_and_what_happened_is_taken(
    desk: Desk, command: str
) -> None:
    at(desk, "iro-manager").done("note", REF, CANARY)
    file = next((desk.folder / "disputes" / REF).glob("*-noted-*.toml"))
    file.write_bytes(file.read_bytes().replace(b"discussion", b"discussiom") + b"\n")
    taken, words = DAMAGED[command]
    before = len(desk.files())
    said = desk.does(command, REF, *words)
    # what is taken ends with 5 as well, since the dispute it stands in is damaged
    assert (said.code, len(desk.files()) - before) == (5, taken)
    assert CANARY not in said.err
    refused = "so no move is recorded in it" in said.err
    assert refused == (taken == 0)
    assert DisputeDamaged.exit_code == said.code


def test_a_disk_that_fills_up_on_the_way_says_how_many_were_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(desk, "audit")
    write, calls = record.write_entry, []

    def fills_up(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise NotRecorded("disputes/D-1", reason="No space left on device")
        return write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(record, "write_entry", fills_up)
    said = desk.does("party", REF, "--add", "a: Jo", "--add", f"b: {CANARY}")
    assert (said.code, len(desk.log().entries)) == (PartlyRecorded.exit_code, 2)
    assert "1 of 2 entries were recorded" in said.err
    assert f"b: {CANARY}" in said.out
    assert CANARY not in said.err


def test_where_nothing_is_open_nothing_can_be_done(desk: Desk) -> None:
    at(desk, "audit")
    for what in ("child-file", "partners"):
        desk.done("done", REF, what, "--note", CANARY)
    for words in (("done", REF), ("done", REF, CANARY)):
        said = desk.refused(errors.NothingToBeDone.exit_code, *words)
        assert said.startswith(f"resolve: error: nothing is open in {REF} that could be")
        assert CANARY not in said
