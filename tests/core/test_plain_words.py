"""Events and the starts of limits in words: what a sentence says instead of a code."""

import tomllib
from pathlib import Path

import pytest

from resolutions_cli.core.procedure import plain_words
from resolutions_cli.core.procedure.limit import Limit
from resolutions_cli.core.procedure.model import Event, Procedure
from resolutions_cli.files.disk.places import DATA
from resolutions_cli.files.workspace.procedures import check_bytes
from resolutions_cli.render.words.words import event_words, limit_words
from tests.story import procedure

#: What an earlier version of the template had, and procedures made from it have.
EARLIER = {"the panel's first meeting"}

FILES = (*sorted(DATA.glob("procedures/*.toml")), DATA / "procedure-template.toml")


def read(path: Path) -> Procedure:
    found, problems = check_bytes(path.read_bytes())
    assert found is not None, problems
    return found


def limits(found: Procedure) -> list[Limit]:
    return [
        limit
        for stage in found.stages.values()
        for each in (stage.limits, *(duty.limits for duty in stage.duties))
        for limit in each
    ]


def test_every_text_that_has_plainer_words_stands_in_a_file_of_the_program() -> None:
    files = [tomllib.loads(path.read_text("utf-8")) for path in FILES]
    means = {e["means"].partition(";")[0] for file in files for e in file["events"].values()}
    advice = {e["means"].partition("; ")[2] for file in files for e in file["events"].values()}
    titles = {stage["title"] for file in files for stage in file["stage"]}
    roles = {role for file in files for role in file["roles"].values()}
    assert set(plain_words._HAPPENED) - EARLIER <= means
    assert set(plain_words._NAMES) <= means
    assert set(plain_words._ADVICE) <= advice
    assert set(plain_words._PLAIN) <= titles | roles


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_limit_of_a_file_of_the_program_is_said_with_a_code(path: Path) -> None:
    found = read(path)
    for limit in limits(found):
        if limit.amount is not None:
            assert limit.start
            words = limit_words(limit).split()
            assert not {code for code in found.events if "-" in code} & set(words)


def test_an_event_without_plainer_words_is_said_by_its_meaning() -> None:
    event = Event("visit", "a social worker visited; the first time counts")
    assert plain_words.happened_words(event) == "a social worker visited"
    assert plain_words.event_name(event) == "a social worker visited"
    assert plain_words.dating_advice(event) == "The first time counts"


def test_an_event_says_that_it_happened_or_what_it_is_called() -> None:
    york = procedure("cyscb")
    assert event_words("panel-meeting", york) == "the panel's first meeting was held"
    assert event_words("panel-meeting", york, planned=True) == "the panel's first meeting"
    assert event_words("of-a-later-version", york) == "of-a-later-version"


def test_the_start_of_a_limit_names_the_stage_that_was_reached_or_left() -> None:
    stage = procedure("nyscp").stages["3"]
    starts = ("entered", "entered:2", "left:2")
    bare = tuple(Limit(stage.limits[0].amount, of=of) for of in starts)
    worded = plain_words.with_start_words(stage.but(limits=bare), {})
    assert [limit.start for limit in worded.limits] == [
        "the dispute reached stage 3",
        "the dispute reached stage 2",
        "the dispute left stage 2",
    ]
