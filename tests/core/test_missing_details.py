"""Which details a record of an event still needs, for each kind of detail."""

import pytest

from resolutions_cli.core.procedure.model import Detail, Event
from resolutions_cli.core.record.dispute import missing_details
from tests.routes import route, stage
from tests.story import Story


def missing(
    kind: str, value: object = None, texts: dict[str, str | None] | None = None, **more: object
) -> tuple[str, ...]:
    """What a record lacks that has this value for the one detail that its event needs."""
    detail = Detail("thing", "a thing", kind, needed=True).but(**more)  # type: ignore[arg-type]
    story = Story(route(stage("1")))
    details = {} if value is None else {"thing": value}
    entry = story.records("report", "2026-11-03", details=details).but(texts=texts or {})
    return missing_details(Event("report", "a report", details={"thing": detail}), entry)


@pytest.mark.parametrize(
    ("kind", "enough", "short", "at_least"),
    [
        ("people", 1, 0, 0),
        ("people", 1, 0, 1),
        ("people", 3, 2, 3),
        ("people", 3, ("a", "b", "c"), 3),
        ("agencies", ("health",), (), 0),
        ("agencies", ("health", "police"), ("health",), 2),
        ("agencies", ("health",), 1, 1),
        ("yes-no", False, None, 0),
        ("one-of", "a", None, 0),
    ],
)
def test_a_detail_is_there_when_it_is_of_its_kind_and_there_are_enough(
    kind: str, enough: object, short: object, at_least: int
) -> None:
    assert missing(kind, enough, at_least=at_least) == ()
    assert missing(kind, short, at_least=at_least) == ("thing",)
    assert missing(kind, None, at_least=at_least) == ("thing",)


def test_all_of_several_choices_are_there_only_when_each_is() -> None:
    choices = {"a": "one", "b": "two"}
    assert missing("all-of", ("b", "a"), choices=choices) == ()
    assert missing("all-of", ("a", "b", "c"), choices=choices) == ()
    assert missing("all-of", ("a",), choices=choices) == ("thing",)
    assert missing("all-of", "ab", choices=choices) == ("thing",)
    assert missing("all-of", None, choices=choices) == ("thing",)


def test_a_text_is_there_when_it_was_given_though_it_was_held_back_or_removed() -> None:
    assert missing("text", texts={"detail-thing": "A. Writer"}) == ()
    assert missing("text", texts={"detail-thing": None}) == ()
    assert missing("text", texts={"thing": "A. Writer", "detail-other": "x"}) == ("thing",)
    assert missing("text", "A. Writer") == ("thing",)


def test_only_what_is_needed_is_missing_and_all_of_it_in_the_file_s_order() -> None:
    details = {
        name: Detail(name, name, "yes-no", needed=name != "spare")
        for name in ("spare", "first", "second")
    }
    story = Story(route(stage("1")))
    entry = story.records("report", "2026-11-03")
    event = Event("report", "a report", details=details)
    assert missing_details(event, entry) == ("first", "second")
