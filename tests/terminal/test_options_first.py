"""A bad value of any option is refused at a terminal before anything is asked, as in a script."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer

from resolutions_cli import cli
from resolutions_cli.options import TEXT
from tests.desk import Desk
from tests.terminal.forked import Shown, at_terminal
from tests.torture import sampled

Words = tuple[str, ...]

#: A child's dispute in its first stage, one that is closed, and three under another procedure:
#: where several ways go on, where a dissent is challenged, and with the group that decides.
OPEN, CLOSED, LINE, CONFERENCE, GROUP = "D-1", "D-2", "Y-1", "Y-2", "Y-3"

NOW = "2026-11-30T16:30"

PRACTICE = "PRACTICE: a workspace for training, not a record\n"

#: What is no date, cannot be one, or can be two.
NO_DATES = ("19/11/2026x", "31/02/2026", "03/04/2026")
NOT_YET, PAST = "tomorrow", "yesterday"

LONG = "word " * 60_000


@dataclass(frozen=True)
class Asking:
    """A command that asks: the words with which it does, the `more` with which a script needs
    nothing else, a positional value or options; and by parameter the words that are refused.

    Of the words in `alone` a script says something else, or sooner.
    """

    words: Words
    bad: dict[str, tuple[Words, ...]]
    more: tuple[Words, ...] = ()
    alone: tuple[Words, ...] = ()

    def in_full(self, bad: Words) -> Words:
        """The command for a script, with a value that is bad in place of one that is not."""
        is_positional = not bad[0].startswith("-") or "--text" in bad
        kept = (
            words
            for words in self.more
            if words[0] not in bad
            and (words[0].startswith("-") or not is_positional)
            and not (words[0] == "--no-action" and "--action" in bad)
        )
        return (*self.words, *(word for words in kept for word in words), *bad)


def texts(option: str) -> tuple[Words, ...]:
    return ((option, "tbc"), (option, "-"))


def dates(option: str, *others: str) -> tuple[Words, ...]:
    return tuple((option, when) for when in (*NO_DATES, *others))


SET = ("--set", "summary=It is so.")
DATES = ("--raised", "today", "--disputed", "today")
WHY = ("--reason", "They could not agree.")
AT = dates("--at", NOT_YET)
MOVE_AT = (*AT, ("--at", "2026-11-01"))
REASON, RISK = texts("--reason"), texts("--risk-to-child")
POSITION = (("--position", "bla"), ("--position", "school: tbc"))
ACTION = (
    *(("--action", "x"), ("--action", "Head: rings by 31/02/2026")),
    *(("--action", "Head: rings by friday", "--no-action"), ("--action", "tbc: rings by friday")),
)
ENDING: dict[str, tuple[Words, ...]] = {
    "action": ACTION,
    "no_action": (("--no-action", "--action", "Head: rings by friday"),),
    "learning": texts("--learning"),
    "agreed_by": (("--agreed-by", "police"),),
}

ASKING = {
    "open": Asking(
        ("open",),
        {
            "procedure": (("--procedure", "nope"),),
            "start": (("--start", "9"), ("--start", "3"), ("--start", "1", "--at-stage", "1")),
            "at_stage": (("--at-stage", "9"),),
            "concern": (("--concern", "foo"),),
            "raised": dates("--raised", NOT_YET),
            "disputed": dates("--disputed", NOT_YET),
            "disputed_kind": (("--disputed-kind", "foo"),),
            "about": (("--about", "foo"),),
            "event": (
                *(("--event", "foo=today"), ("--event", "raised"), ("--event", "raised=31/02/26")),
                ("--event", "discussion=today", "--event", "discussion=today"),
            ),
            "event_detail": (
                *(("--event-detail", "x"), ("--event-detail", "foo.kind=decision", *DATES)),
                ("--event-detail", "disputed.kind=foo", "--disputed", "today"),
            ),
            "summary": texts("--summary"),
            "seeking": texts("--seeking"),
            "risk_to_child": RISK,
            "ref": (("--ref", "Bad ref"), ("--ref", OPEN), ("--ref", OPEN.lower())),
            "follows": (("--follows", "NOPE"),),
            "reached": (
                *(("--reached", "2"), ("--reached", "9=today"), ("--reached", "1=tomorrow")),
                ("--at-stage", "1", "--reached", "1=2026-11-01", "--reached", "2=2026-11-02"),
            ),
            "position": POSITION,
            "at": (*AT, ("--at", "2026-11-01", "--raised", "2026-11-10")),
        },
        more=(("--raised", "2026-11-10"),),
    ),
    "escalate": Asking(
        ("escalate", OPEN),
        {
            "to": (("--to", "9"), ("--to", "7")),
            "ground": (("--ground", "foo"),),
            "similar": (("--similar", "NOPE"),),
            "departure": (("--departure", "--to", "9"),),
            "reason": REASON,
            "risk_to_child": RISK,
            "answer": (("--answer", "x=y"), ("--answer", "x"), ("--to", "2", "--answer", "x=y")),
            "position": POSITION,
            "at": MOVE_AT,
        },
        more=(WHY,),
    ),
    "escalate where several ways go on": Asking(
        ("escalate", CONFERENCE),
        {
            "ground": (("--ground", "unresolved", "--to", "board-chair"),),
            "answer": (("--to", "iro-manager", "--answer", "criteria=They are met."),),
        },
        more=(WHY,),
    ),
    "decide": Asking(
        ("decide", GROUP),
        {
            "code": (("foo",), ("practice-review", "upheld")),
            "reason": REASON,
            "answer": (("--answer", "x=y"), ("--answer", "belief=It is so.")),
            **ENDING,
            "position": POSITION,
            "at": MOVE_AT,
        },
        more=(("practice-review",), WHY, ("--no-action",)),
    ),
    "record": Asking(
        ("record", OPEN),
        {
            "event": (("foo",), ("raised", "--on", NOT_YET), ("raised",)),
            "on": (*dates("--on"), ("--at", "2026-11-20", "--on", "2026-11-25")),
            "agency": (("--agency", "police"), ("--agency", "school; health")),
            "kind": (("disputed", "--kind", "foo"),),
            "detail": (("--detail", "x"), ("discussion", "--detail", "foo=bar")),
            "at": AT,
        },
        more=(("disputed",), ("--on", "2026-11-13"), ("--kind", "decision")),
    ),
    "agree": Asking(
        ("agree", LINE),
        {
            "by_date": dates("--by-date", PAST),
            "with_": texts("--with"),
            "reason": REASON,
            "duty": (("--duty", "foo"),),
            "agency": (("--agency", "police"),),
            "at": AT,
        },
        more=(WHY, ("--by-date", NOT_YET), ("--with", "school")),
    ),
    "sooner": Asking(
        ("sooner", OPEN),
        {
            "to": dates("--to", PAST),
            "reason": REASON,
            "stage": (("--to", NOT_YET, "--stage", "99"),),
            "at": AT,
        },
        more=(WHY, ("--to", NOT_YET)),
        alone=(("--stage", "99"),),
    ),
    "risk": Asking(
        ("risk", OPEN),
        {
            "reason": REASON,
            "told": (
                *(("--told", "x"), ("--told", "foo=today"), ("--told", "police=tomorrow")),
                *(("--told", "police= by me"), ("--told", "police=31/02/2026 by me")),
            ),
            "ended": dates("--ended", NOT_YET, PAST),
            "at": AT,
        },
        more=(WHY,),
    ),
    "chase": Asking(
        ("chase", OPEN),
        {
            "words": (("tbc",),),
            "by": dates("--by", PAST),
            "who": texts("--who"),
            "text": texts("--text"),
            "done": (("--done", "7"), ("--done", "x")),
            "at": AT,
        },
        more=(("Rings the duty team.",), ("--by", NOT_YET), ("--who", "Head")),
    ),
    "done": Asking(
        ("done", OPEN),
        {
            "what": (("foo",), ("action:7",)),
            "on": dates("--on", NOT_YET, "2026-11-01"),
        },
        more=(("child-file",),),
    ),
    "party": Asking(
        ("party", OPEN),
        {"add": (("--add", "x"), ("--add", "Head: tbc"), ("--add", "tbc: Jo")), "at": AT},
        more=(("--add", "Head: Jo Marsh"),),
    ),
    "note": Asking(
        ("note", OPEN),
        {
            "words": (("tbc",),),
            "text": texts("--text"),
            "position": POSITION,
            "at": AT,
        },
        more=(("They met.",),),
    ),
    "correct": Asking(
        ("correct", OPEN),
        {
            "entry": (("99", *SET), ("zz", "--withdraw")),
            "reason": tuple(("1", *SET, *words) for words in REASON),
            "set_": (
                *(("1", "--set", "x"), ("1", "--set", "foo=bar"), ("1", "--set", "about=foo")),
                *(("1", "--set", "at=31/02/2026"), ("1", "--set", "events.raised=tomorrow")),
            ),
            "withdraw": (("1", "--withdraw"), ("1", "--withdraw", "--set", "about=referral")),
            "at": tuple(("1", *SET, *words) for words in AT),
        },
        more=(("--reason", "Mistyped."),),
        alone=(("99",), ("zz",)),
    ),
    "close": Asking(
        ("close", OPEN),
        {
            "outcome": (("--outcome", "foo"),),
            "reason": REASON,
            **ENDING,
            "position": POSITION,
            "at": MOVE_AT,
        },
        more=(WHY, ("--outcome", "agreed"), ("--no-action",)),
    ),
    "reopen": Asking(
        ("reopen", CLOSED),
        {"reason": REASON, "risk_to_child": RISK, "at": MOVE_AT},
        more=(WHY,),
    ),
    "settle": Asking(
        ("settle", OPEN),
        {"entry": (("99",), ("1",)), "reason": (), "at": ()},
        more=(WHY,),
        alone=(*REASON, *AT),
    ),
    "redact": Asking(
        ("redact", OPEN),
        {
            "entry": (("99",),),
            "key": (("1", "--key", "foo"),),
            "as_asked": (("1", "--as-asked", "--reason", "They asked."),),
            "reason": tuple(("1", *words) for words in REASON),
        },
        more=(WHY,),
    ),
    "calc": Asking(
        ("calc", "10 days"),
        {
            "start": dates("--from"),
            "nation": (("--nation", "foo"),),
            "first_day": (("--count", "foo"), ("--count", "same-day")),
        },
        more=(("--from", "today"),),
    ),
    "procedure new": Asking(
        ("procedure", "new"),
        {"name": (("South Shire",), ("S",)), "output": (("riverside", "-o", "."),)},
        more=(("riverside",),),
    ),
    "calendar": Asking(("calendar",), {"nation": (("--nation", "foo"),)}),
    "undo": Asking(("undo", OPEN), {"reason": REASON}),
    "find": Asking(
        ("find",),
        {"as_of": dates("--as-of"), "known_at": dates("--known-at")},
        more=(("rang",),),
    ),
}


@pytest.fixture
def book(desk: Desk) -> Desk:
    """A desk with disputes of every kind that the commands here need."""
    desk.at("2026-11-16T09:00").opens("1", "--raised", "2026-11-13", ref=OPEN)
    desk.opens("1", "--raised", "2026-11-13", ref=CLOSED)
    for stage, ref in (
        ("practitioners", LINE),
        ("conference", CONFERENCE),
        ("case-review-group", GROUP),
    ):
        desk.opens(stage, ref=ref, procedure="cyscb")
    desk.at("2026-11-17T09:00").done(
        *("close", CLOSED, "--outcome", "agreed", "--no-action", *WHY),
    )
    return desk.at(NOW)


def contents(desk: Desk) -> dict[str, bytes]:
    """Every file of the workspace, with its bytes."""
    return {str(path): path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}


def refused(words: Words) -> Shown:
    """What a terminal shows of a command that is refused at once: nothing comes before that."""
    shown = at_terminal(*words)
    text = shown.text.removeprefix(PRACTICE)
    assert shown.code, (words, shown)
    assert text.startswith("resolve: error: "), (words, shown)
    return Shown(shown.code, text)


@pytest.mark.parametrize("name", ASKING)
def test_a_bad_value_is_refused_before_the_first_question_as_in_a_script(
    book: Desk, name: str
) -> None:
    asking, before = ASKING[name], contents(book)
    every = [words for many in asking.bad.values() for words in many]
    shown = {bad: refused((*asking.words, *bad)) for bad in every}
    for bad in asking.alone:
        refused((*asking.words, *bad))
    assert contents(book) == before
    for bad in every:
        said = book.does(*asking.in_full(bad))
        assert shown[bad] == Shown(said.code, said.err), bad


# ------------------------------------------------------------------ every option of every command


def leaves(command: Any, path: Words) -> Iterator[tuple[Words, Any]]:
    """A command, or each one of a group, with the words that call it."""
    for name, each in getattr(command, "commands", {}).items():
        yield from leaves(each, (*path, name))
    if not hasattr(command, "commands"):
        yield path, command


def commands() -> dict[Words, Any]:
    group: Any = typer.main.get_command(cli.app)
    found = (leaves(group.get_command(None, name), (name,)) for name in cli.COMMANDS)
    return dict(each for pairs in found for each in pairs)


#: What a command takes besides its options, of every command that cannot do without.
PLACES: dict[str, Words] = {
    **dict.fromkeys(("REF", "[REF]"), (OPEN,)),
    "ENTRY": ("1",),
    "AMOUNT": ("10 days",),
    "FILE": ("none.toml",),
    "ID": ("nyscp",),
    "FILE or ID": ("nyscp",),
    "LABEL": ("nyscp",),
}


def wrong(param: Any) -> Iterator[Words]:
    """Words that are wrong whatever the option is for."""
    option = param.opts[0]
    if param.is_flag:
        yield (f"{option}=x",)
        return
    yield (option,)
    if param.metavar == "WHEN":
        yield from dates(option)
    if param.metavar == TEXT:
        yield (f"{option}-file", "no/such/file")
        yield (option, LONG)
    if param.name == "workspace":
        yield (option, "no/such/folder")
    if param.type.name == "integer":
        yield (option, "x")


@sampled
@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_no_option_of_any_command_takes_what_is_none(
    book: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Words
) -> None:
    monkeypatch.chdir(tmp_path)
    command, before = commands()[path], contents(book)
    places = [
        word
        for param in command.params
        if param.param_type_name == "argument"
        and (param.required or param.metavar in ("REF", "AMOUNT", "ENTRY"))
        for word in PLACES[param.metavar]
    ]
    for param in command.params:
        # that there is no such workspace is what `where` is asked
        if param.param_type_name == "option" and (*path, param.name) != ("where", "workspace"):
            for words in wrong(param):
                refused((*path, *places, *words))
    assert contents(book) == before
    assert list(tmp_path.iterdir()) == [book.folder]


def names_of(path: Words) -> set[str]:
    """The names of a command's parameters."""
    return {param.name for param in commands()[path].params}


def that_ask() -> list[Words]:
    """The commands that can be told to ask nothing."""
    return [path for path in commands() if "no_input" in names_of(path)]


@pytest.mark.parametrize("path", that_ask(), ids=" ".join)
def test_a_command_that_asks_checks_each_of_its_parameters_or_says_that_it_is_free(
    path: Words,
) -> None:
    command = commands()[path]
    assert names_of(path) <= set(command.checks)
    tried = {
        name
        for asking in ASKING.values()
        if asking.words[0] == path[0]
        for name in (*asking.bad, "reference")
    }
    checked = {param.name for param in command.params if command.checks[param.name]}
    assert checked - tried <= {"amount"}  # read before the only question of that command


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("path", [each for each in that_ask() if "reference" in names_of(each)])
def test_a_dispute_that_is_not_there_is_refused_before_the_first_question(path: Words) -> None:
    rest = ("1",) if path[0] in ("correct", "redact") else ()
    assert "no dispute" in refused((*path, "NOPE", *rest)).text


# ------------------------------------------------------------------ where more is asked for first


def test_what_no_procedure_has_is_refused_before_one_is_chosen(book: Desk) -> None:
    settings = book.folder / "resolve.toml"
    settings.write_text(settings.read_text("utf-8").replace('procedure = "nyscp"', ""), "utf-8")
    assert "no concern of that name" in refused(("open", "--concern", "foo")).text
    assert "no stage of that name" in refused(("open", "--at-stage", "9")).text
    # what one of them has is right, as far as can be known
    assert at_terminal("open", "--at-stage", "conference").code is None


def test_a_workspace_is_not_made_for_options_that_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for words in (
        *(("--concern", "foo"), ("--ref", "Bad ref"), ("--follows", "NOPE")),
        *(("--procedure", "nope"), ("--raised", NOT_YET), ("--event-detail", "foo.kind=x")),
    ):
        refused(("open", *words))
    assert list(tmp_path.iterdir()) == []


def test_what_would_be_asked_about_is_not_refused(book: Desk) -> None:
    """An agency that is nearly one of the dispute, or two in one value."""
    assert book.folder
    for words in (("--agreed-by", "scool"), ("--agreed-by", "school; health")):
        shown = at_terminal("close", OPEN, "--outcome", "agreed", *WHY, *words)
        assert (shown.code, shown.text[-2:]) == (None, ": "), shown


@pytest.mark.parametrize("command", ["escalate", "close", "decide"])
def test_a_dispute_that_is_damaged_is_not_moved_and_nothing_is_asked(
    book: Desk, command: str
) -> None:
    book.done("note", GROUP, "They met.")
    first, *_ = sorted((book.folder / "disputes" / GROUP).iterdir())
    first.write_bytes(first.read_bytes().replace(b"C-77", b"C-78"))
    words = {"decide": ("practice-review",)}.get(command, ())
    shown = at_terminal(command, GROUP, *words)
    assert shown.code == 5
    assert shown.text.splitlines()[-2].startswith(f"resolve: error: {GROUP} is damaged")


@pytest.mark.usefixtures("book")
def test_the_options_are_checked_in_the_dispute_that_was_recorded_in_last() -> None:
    assert "a move cannot be before" in refused(("reopen", "-", "--at", "2026-11-01")).text


def test_a_reference_that_is_nearly_one_is_asked_about(book: Desk) -> None:
    book.opens("1", ref="HILLSIDE-7")
    shown = at_terminal("escalate", "HILSIDE-7", "--to", "2")
    assert (shown.code, shown.text[-7:]) == (None, "[y/N]: "), shown


@pytest.mark.usefixtures("book")
def test_without_a_dispute_what_does_not_depend_on_one_is_checked() -> None:
    assert "a date or time cannot be read" in refused(("escalate", "--at", "19/11/2026x")).text
