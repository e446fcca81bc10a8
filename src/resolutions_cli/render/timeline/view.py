"""A timeline as a page (the picture, then words stage by stage) and as JSON."""

from collections.abc import Iterator
from typing import Any

from resolutions_cli.core.deadlines.clock import Clock
from resolutions_cli.core.deadlines.deadline import Deadline
from resolutions_cli.core.views.timeline import DutyLine, Lane, Mark, Timeline
from resolutions_cli.render.fields.deadline_json import deadline_json
from resolutions_cli.render.formats.json import limit_json, moment_json
from resolutions_cli.render.formats.page import Block, Heading, Page, Pairs, Para
from resolutions_cli.render.timeline.canvas import DRAWN, Signs
from resolutions_cli.render.timeline.characters import timeline_drawn
from resolutions_cli.render.timeline.sentences import (
    binding_of,
    cap_words,
    due_words,
    duty_words,
    extent_words,
    happening_words,
    holidays_words,
    lettered,
    stage_words,
    standing_words,
    stay_words,
)
from resolutions_cli.render.words.concerns import TO_RECORD, concern_words
from resolutions_cli.render.words.words import PROVISIONAL, shown, waits_for


def timeline_page(timeline: Timeline, width: int, signs: Signs = DRAWN) -> Page:
    """The picture for a terminal of `width` columns, then its content in words."""
    dispute = timeline.dispute
    blocks: list[Block] = [
        Heading(f"{shown(dispute.reference)}  stage {dispute.stage.id}: {dispute.stage.title}"),
        Para(extent_words(timeline), style="aside"),
        timeline_drawn(timeline, width, signs),
        Heading("WHAT HAPPENED, WHAT IS PLANNED"),
        Pairs(tuple(_happenings(timeline))),
        Heading("STAGES AND DEADLINES"),
        Pairs(tuple(_rows(timeline))),
    ]
    if notes := tuple(_notes(timeline)):
        blocks += [Heading("LIMITS AND DAYS"), Pairs(notes)]
    return blocks


def _happenings(timeline: Timeline) -> Iterator[tuple[str, tuple[str, ...]]]:
    for letter, each in lettered(timeline):
        yield letter, (happening_words(each, timeline.dispute.procedure),)


def _rows(timeline: Timeline) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in timeline.whole:
        yield "", _duty(line.deadline, timeline)
    for lane in timeline.lanes:
        due = _due(lane.deadline, binding_of(lane), lane.stage.id)
        if lane.deadline:
            stay = "" if lane.is_ahead else stay_words(lane)
            words = (stage_words(lane), stay, standing_words(lane.deadline, timeline, due))
        else:
            words = (stage_words(lane), ": ".join(filter(None, (stay_words(lane), due))), "")
        yield lane.stage.id, tuple(filter(None, words))
        for line in lane.lines:
            yield "", _duty(line.deadline, timeline)


def _duty(deadline: Deadline, timeline: Timeline) -> tuple[str, ...]:
    due = _due(deadline, deadline.binding, deadline.key.stage)
    return duty_words(deadline), standing_words(deadline, timeline, due)


def _due(deadline: Deadline | None, clock: Clock | None, stage: str | None) -> str:
    if due := due_words(clock, stage):
        return f"due {due}"
    return waits_for(deadline) if deadline and deadline.is_open else ""


def _notes(timeline: Timeline) -> Iterator[tuple[str, tuple[str, ...]]]:
    if cap := cap_words(timeline):
        yield "the whole route", (cap,)
    if holidays := holidays_words(timeline):
        yield "bank holidays", tuple(holidays.split("; "))
    if timeline.provisional:
        yield "note", (PROVISIONAL,)
    for concern in timeline.concerns:
        if concern.code not in TO_RECORD:
            yield "note", (concern_words(concern),)


# ------------------------------------------------------------------ JSON


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """The timeline as the body of a JSON document."""
    dispute = timeline.dispute
    return {
        "dispute": dispute.reference,
        "stage": dispute.stage.id,
        "open": dispute.is_open,
        "first": timeline.first.isoformat(),
        "last": timeline.last.isoformat(),
        "provisional": timeline.provisional,
        "cap": limit_json(timeline.cap) if timeline.cap else None,
        "lanes": [_lane_json(lane) for lane in timeline.lanes],
        "duties": [_line_json(line) for line in timeline.whole],
        "events": [
            {
                "event": each.name,
                "on": moment_json(each.on),
                "planned": each.planned,
                "agency": each.agency or None,
            }
            for each in timeline.happenings
        ],
        "days_off": [
            {"date": off.day.isoformat(), "why": off.why, "weekend": off.is_weekend}
            for off in timeline.days_off
        ],
    }


def _lane_json(lane: Lane) -> dict[str, Any]:
    return {
        "stage": lane.stage.id,
        "title": lane.stage.title,
        "visit": lane.number,
        "ahead": lane.is_ahead,
        "entered": moment_json(lane.entered),
        "left": moment_json(lane.left),
        "known": lane.certain,
        "deadline": deadline_json(lane.deadline) if lane.deadline else None,
        "marks": [_mark_json(mark) for mark in lane.marks],
        "duties": [_line_json(line) for line in lane.lines],
    }


def _line_json(line: DutyLine) -> dict[str, Any]:
    return {
        "deadline": deadline_json(line.deadline),
        "marks": [_mark_json(mark) for mark in line.marks],
    }


def _mark_json(mark: Mark) -> dict[str, Any]:
    """A mark: its kind, the day by whose end it falls, and its instant if it has one."""
    return {
        "mark": mark.kind.value,
        "date": mark.at.last_day.isoformat(),
        "at": moment_json(mark.at) if mark.at.instant else None,
        "rule": mark.clock.rule if mark.clock else None,
        "of": mark.clock.of if mark.clock else None,
        "stage": mark.clock.stage if mark.clock else None,
        "planned": mark.clock.planned if mark.clock else False,
    }
