"""What each gap of a story says, for tests."""

from resolutions_cli.core.views.gaps import gaps_of
from tests.story import Story, procedure

#: The reference of every story.
REF = "2026-K7Q4M"


def told(story: Story, as_of: str, name: str) -> list[tuple[str, str, str]]:
    """The question, the sentence and the command of each gap of a name, in their order."""
    found = [gap for gap in gaps_of(story.case(as_of)) if gap.name == name]
    return [(gap.question, gap.sentence, gap.command) for gap in found]


def board(stage: str, at: str, **events: str) -> Story:
    """A dispute of York that begins in a stage."""
    story = Story(procedure("cyscb"))
    story.opens(at, stage, **events)
    return story


def north(stage: str, at: str, **events: str) -> Story:
    """A dispute of North Yorkshire that begins in a stage."""
    story = Story(procedure("nyscp"))
    story.opens(at, stage, **events)
    return story
