"""`resolve timeline`: the picture in a pipe, as JSON, as of another day, in a poor encoding."""

import io
import sys

import pytest

from tests.desk import Desk

EVENTS = ("--raised", "2026-12-17T15:30", "--disputed", "2026-12-16")


@pytest.fixture
def dispute(desk: Desk) -> Desk:
    desk.at("2026-12-17T16:00").opens("1", *EVENTS, "--at", "2026-12-17T15:30")
    return desk.at("2026-12-22T09:00")


def test_in_a_pipe_it_is_plain_text_with_a_legend(dispute: Desk) -> None:
    said = dispute.done("timeline", "D-1")
    assert said.out.startswith("D-1  stage 1: Between the professionals\n")
    assert "\x1b" not in said.out
    assert "◆ the limit that applies" in said.out
    assert "bank holidays    Fri 25 Dec 2026: Christmas Day\n" in said.out


@pytest.mark.clause("N17")
def test_the_limit_that_the_whole_route_stands_under_is_named(dispute: Desk) -> None:
    out = dispute.done("timeline", "D-1").out
    assert "13 working days after the disagreement was raised ┃" in out
    assert (
        "the whole route  13 working days after the disagreement was raised, Fri 8 Jan 2027\n"
        in out
    )


def test_it_can_be_drawn_as_of_another_day_and_by_what_was_known_then(dispute: Desk) -> None:
    dispute.done("escalate", "D-1", "--reason", "No answer.", "--at", "2026-12-21T10:00")
    earlier = dispute.done("timeline", "D-1", "--as-of", "2026-12-18T09:00").out
    assert "as of Fri 18 Dec 2026 09:00" in earlier
    unknown = dispute.done("timeline", "D-1", "--known-at", "2026-12-21").out
    assert "D-1  stage 1" in unknown
    assert "D-1  stage 2" in dispute.done("timeline", "D-1").out


def test_as_json_it_is_one_document(dispute: Desk) -> None:
    body = dispute.done("timeline", "D-1", "--json").document
    assert (body["kind"], body["timeline"]["dispute"]) == ("timeline", "D-1")


def test_where_the_encoding_has_no_such_signs_it_is_drawn_in_ascii(
    dispute: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    dispute.done("timeline", "D-1")
    out.seek(0)
    text = out.read()
    assert "# the limit that applies" in text
    assert "\\u25" not in text


def test_a_dispute_that_is_not_there_is_refused(dispute: Desk) -> None:
    assert "no dispute" in dispute.refused(4, "timeline", "D-9")


def test_no_text_of_the_record_stands_in_it(dispute: Desk) -> None:
    dispute.done("note", "D-1", "Spoke to Pat Vale at the school.")
    said = dispute.done("timeline", "D-1")
    assert "Pat Vale" not in said.out + said.err
