"""`resolve export --bundle` and `resolve import`: the same record at another agency, and back."""

import io
import os
import shutil
import signal
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from resolutions_cli.files.disk import durable
from tests.desk import REF, Desk, Said
from tests.hostile import ALL
from tests.written import written_procedure

OTHER = "other"


@pytest.fixture
def other(desk: Desk) -> Path:
    """The partner's workspace, with nothing in it."""
    folder = desk.folder.with_name(OTHER)
    desk.at("2026-11-19T09:00").done("init", str(folder), "--practice", "--procedure", "cyscb")
    desk.opens("1", "--raised", "2026-11-19T09:00", "--summary", "Wisteria was hit.")
    desk.at("2026-11-20T10:00").done("note", REF, "Wisteria telephoned.")
    desk.done("escalate", REF, "--reason", "No agreement.")
    return folder


def send(desk: Desk, *words: str, of: Path | None = None, ref: str = REF) -> Path:
    """A bundle of the dispute, made anew."""
    file = desk.folder.with_name("bundle.toml")
    where = ["-w", str(of or desk.folder)]
    desk.done("export", "--bundle", str(file), "--replace", ref, *where, *words)
    return file


def take(desk: Desk, other: Path, file: Path, *words: str) -> Said:
    return desk.does("import", str(file), "-w", str(other), *words)


def answers(desk: Desk, folder: Path, ref: str = REF) -> list[str]:
    said = ["show", "due", "list", "verify", "explain"]
    where = ["-w", str(folder), "--json"]
    return [desk.does(word, *[ref] * (word in ("show", "explain")), *where).out for word in said]


def files(folder: Path) -> dict[str, bytes]:
    """The entries and procedures of a workspace, to the byte."""
    found = (*folder.glob("disputes/*/*"), *folder.glob("procedures/*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


# ------------------------------------------------------------------ there and back


@pytest.mark.clause("Y7")
def test_every_agency_has_the_same_record_of_the_discussions(desk: Desk, other: Path) -> None:
    desk.done("record", REF, "discussion", "--on", "2026-11-20", "--note", "We do not agree.")
    assert take(desk, other, send(desk)).code == 0
    assert files(other) == files(desk.folder)
    assert answers(desk, other)[:3] == answers(desk, desk.folder)[:3]
    assert desk.does("verify", "-w", str(other)) == Said(0, "", "")
    # they go on with it, and so do we; each takes in what the other did
    desk.at("2026-11-21T09:00").done("note", REF, "Theirs.", "-w", str(other))
    desk.at("2026-11-21T10:00").done("note", REF, "Ours.")
    ours = Path(shutil.copy(send(desk), desk.folder.with_name("ours.toml")))
    theirs = send(desk, of=other)
    assert take(desk, desk.folder, theirs).code == take(desk, other, ours).code == 0
    assert files(other) == files(desk.folder)
    assert answers(desk, other) == answers(desk, desk.folder)
    log = [text for entry in desk.log().entries if (text := entry.texts.get("text"))]
    assert log == ["Wisteria telephoned.", "Theirs.", "Ours."]


@pytest.mark.clause("Y7")
def test_what_was_taken_in_once_is_not_taken_in_twice(desk: Desk, other: Path) -> None:
    file = send(desk)
    first = take(desk, other, file)
    assert first.out == (
        "D-1: 3 new entries\n"
        "  Thu 19 Nov 2026 09:00: opened\n"
        "  Fri 20 Nov 2026 10:00: noted\n"
        "  Fri 20 Nov 2026 10:00: escalated\n"
        "procedure nyscp@as-read-2024-05-r2: new here\n"
        "imported: 3 new entries in 1 dispute\n"
    )
    before = files(other)
    again = take(desk, other, file)
    assert (again.code, again.err) == (0, "")
    assert again.out == "D-1: nothing new\nnothing new in 1 dispute; nothing was changed\n"
    assert files(other) == before
    assert take(desk, desk.folder, file).out == again.out


def test_a_dry_run_says_the_same_and_writes_nothing(desk: Desk, other: Path) -> None:
    file = send(desk)
    before = sorted(other.rglob("*"))
    dry = take(desk, other, file, "--dry-run")
    assert dry.out.endswith("would be imported: 3 new entries in 1 dispute\n")
    assert sorted(other.rglob("*")) == before
    wet = take(desk, other, file)
    assert wet.out == dry.out.replace("would be imported", "imported")
    assert "Wisteria" not in dry.out + dry.err + wet.out + wet.err


def test_the_document_says_what_came(desk: Desk, other: Path) -> None:
    said = take(desk, other, send(desk), "--json").document
    assert (said["kind"], said["written"]) == ("import", True)
    (dispute,) = said["disputes"]
    assert [each["kind"] for each in dispute["new"]] == ["opened", "noted", "escalated"]
    assert (dispute["made_apart"], dispute["held_back"]) == ([], 0)


def test_export_says_the_digest_which_show_and_verify_know(desk: Desk, other: Path) -> None:
    file = desk.folder.with_name("b.toml")
    said = desk.done("export", "--bundle", str(file), REF)
    digest = desk.log().digest
    assert said.out == f"D-1: 3 entries, digest {digest}\n"
    assert take(desk, other, file).code == 0
    assert desk.done("verify", "-w", str(other), "--against", digest).out == ""


def test_a_bundle_is_toml_and_holds_each_file_as_it_is(desk: Desk, other: Path) -> None:
    desk.done("note", REF, "It's '''quoted''' and \\ ends with '")
    desk.done("note", REF, ALL)
    read = tomllib.loads(send(desk).read_text("utf-8"))
    (dispute,) = read["dispute"]
    mine = files(desk.folder)
    assert {f"disputes/D-1/{each['name']}": each["file"].encode() for each in dispute["entry"]} == {
        name: raw for name, raw in mine.items() if name.startswith("disputes")
    }
    assert [each["file"].encode() for each in read["procedure"]] == [
        raw for name, raw in mine.items() if name.startswith("procedures")
    ]
    assert take(desk, other, desk.folder.with_name("bundle.toml")).code == 0
    assert files(other) == mine


def test_through_pipes_it_is_the_same(
    desk: Desk, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = send(desk).read_bytes()
    assert desk.done("export", "--bundle", "-", REF).out.encode() == raw
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw), isatty=lambda: False))
    assert take(desk, other, Path("-")).code == 0
    assert files(other) == files(desk.folder)


def test_a_procedure_of_ones_own_goes_with_the_dispute(desk: Desk, other: Path) -> None:
    own = desk.folder.with_name("southshire.toml")
    own.write_text(written_procedure("southshire"), "utf-8")
    desk.done("procedure", "add", str(own))
    desk.done("open", "--procedure", "southshire", "--ref", "S-1", "--no-input")
    file = send(desk, ref="S-1")
    assert take(desk, other, file).code == 0
    assert files(other) == {
        k: v for k, v in files(desk.folder).items() if "S-1" in k or "south" in k
    }
    assert desk.does("verify", "-w", str(other)).code == 0


def test_another_procedure_under_a_label_in_use_is_refused(desk: Desk, other: Path) -> None:
    texts = written_procedure("southshire"), written_procedure("southshire") + "\n# another\n"
    for folder, text in zip((desk.folder, other), texts, strict=True):
        own = desk.folder.with_name("southshire.toml")
        own.write_text(text, "utf-8")
        desk.done("procedure", "add", str(own), "-w", str(folder))
    desk.done("open", "--procedure", "southshire", "--ref", "S-1", "--no-input")
    before = files(other)
    said = take(desk, other, send(desk, ref="S-1"))
    assert (said.code, said.out) == (3, "")
    assert "southshire" in said.err
    assert files(other) == before


# ------------------------------------------------------------------ copies that disagree


def test_moves_made_apart_are_told_with_how_to_settle_them(desk: Desk, other: Path) -> None:
    take(desk, other, send(desk))
    desk.at("2026-11-21T09:00").done("escalate", REF, "--reason", "Ours.")
    desk.at("2026-11-21T10:00").done("escalate", REF, "--reason", "Theirs.", "-w", str(other))
    file = send(desk)
    for words in (["--dry-run"], []):
        said = take(desk, other, file, *words)
        assert "moved on two machines: escalated of Sat 21 Nov 2026 10:00" in said.out
    assert said.code == 5
    assert f"`resolve settle {REF} " in said.err
    assert take(desk, desk.folder, send(desk, of=other)).code == 5
    assert answers(desk, other)[:3] == answers(desk, desk.folder)[:3]


def test_another_dispute_of_the_same_reference_is_kept_beside_it(desk: Desk, other: Path) -> None:
    desk.opens("2", "-w", str(other))
    said = take(desk, other, send(desk))
    assert (said.code, said.err) == (0, "")
    assert "another dispute here has this reference" in said.out
    assert len(desk.does("list", "-w", str(other), "--json").document["disputes"]) == 2
    both = send(desk, of=other)
    assert take(desk, desk.folder, both).code == 0
    assert answers(desk, other)[1] == answers(desk, desk.folder)[1]


def test_of_two_disputes_of_one_reference_one_can_be_sent_or_both(desk: Desk, other: Path) -> None:
    desk.opens("2", "-w", str(other))
    take(desk, desk.folder, send(desk, of=other))
    twins = [each["dispute"] for each in desk.done("list", "--json").document["disputes"]]
    for sent in (twins[:1], twins):
        file = desk.folder.with_name(f"{len(sent)}.toml")
        desk.done("export", "--bundle", str(file), *sent)
        third = desk.folder.with_name(f"third-{len(sent)}")
        desk.done("init", str(third), "--practice")
        assert take(desk, third, file).code == 0
        found = desk.done("list", "--json", "-w", str(third)).document["disputes"]
        assert len(found) == len(sent)


def test_a_reference_that_differs_in_case_only_is_refused(desk: Desk, other: Path) -> None:
    desk.opens("1", "-w", str(other), ref="d-1")
    said = take(desk, other, send(desk))
    assert said.code == 3
    assert not (other / "disputes" / "D-1").exists()


@pytest.mark.usefixtures("other")
def test_what_is_lost_here_is_put_back(desk: Desk) -> None:
    file = send(desk)
    before = files(desk.folder)
    for path in (desk.folder / "disputes" / REF).glob("*-noted-*"):
        path.unlink()
    escalated = next((desk.folder / "disputes" / REF).glob("*-escalated-*"))
    escalated.write_bytes(escalated.read_bytes().partition(b"[text.")[0])
    assert desk.does("verify").code == 8
    assert take(desk, desk.folder, file).code == 0
    assert files(desk.folder) == before
    assert desk.does("verify").code == 0


def test_where_an_entry_is_damaged_here_nothing_is_taken_in(desk: Desk, other: Path) -> None:
    file = send(desk)
    take(desk, other, file)
    note = next((other / "disputes" / REF).glob("*-noted-*"))
    note.write_bytes(note.read_bytes().replace(b"noted", b"nothd"))
    desk.done("note", REF, "more")
    before = files(other)
    said = take(desk, other, send(desk))
    assert (said.code, said.out, files(other)) == (5, "", before)
    note.unlink()
    assert take(desk, other, send(desk)).code == 0
    assert files(other) == files(desk.folder)


# ------------------------------------------------------------------ redacted, and held back


def test_a_redacted_text_does_not_go_out(desk: Desk, other: Path) -> None:
    desk.done("redact", REF, "1", "--key", "summary", "--reason", "A name.", "--yes")
    file = send(desk)
    assert b"was hit" not in file.read_bytes()
    assert take(desk, other, file).code == 0
    said = desk.does("verify", "-w", str(other))
    assert (said.code, "gone-as-asked" in said.out) == (0, True)


def test_a_text_that_is_redacted_here_does_not_come_back(desk: Desk, other: Path) -> None:
    old = send(desk)
    take(desk, other, old)
    shutil.copy(old, old.with_name("old.toml"))
    desk.done("redact", REF, "1", "--key", "summary", "--reason", "A name.", "--yes")
    assert take(desk, desk.folder, old).out.endswith("nothing was changed\n")
    (note,) = (desk.folder / "disputes" / REF).glob("*-opened-*")
    note.unlink()  # and if the whole entry is lost, it comes without that text
    assert take(desk, desk.folder, old.with_name("old.toml")).code == 0
    assert b"was hit" not in b"".join(files(desk.folder).values())
    assert desk.does("verify").out == ""


def test_a_redaction_that_comes_removes_the_text_here_once_it_is_accepted(
    desk: Desk, other: Path
) -> None:
    take(desk, other, send(desk))
    desk.done("redact", REF, "1", "--key", "summary", "--reason", "A name.", "--yes")
    assert take(desk, other, send(desk), "--accept-redactions").code == 0
    assert b"was hit" not in b"".join(files(other).values())
    assert files(other) == files(desk.folder)


def test_texts_can_be_held_back_and_come_later(desk: Desk, other: Path) -> None:
    without = Path(shutil.copy(send(desk, "--without-text"), desk.folder.with_name("w.toml")))
    for text in (b"was hit", b"telephoned", b"No agreement", b"C-77"):
        assert text not in without.read_bytes()
    said = take(desk, other, without)
    assert said.code == 0
    assert "  texts of 3 entries were held back\n" in said.out
    shown = desk.does("show", REF, "-w", str(other))
    assert shown.code == 0
    assert "what happened  (held back)" in shown.out and "(redacted)" not in shown.out
    entries = desk.does("show", REF, "-w", str(other), "--json").document["dispute"]["entries"]
    assert [each["held_back"] for each in entries] == [
        ["by", "child-1", "summary"],
        ["by", "text"],
        ["by", "reason"],
    ]
    assert entries[0]["texts"]["summary"] is None
    # told, and no fault: whoever sent it has them
    verdict = desk.does("verify", "-w", str(other))
    assert verdict.code == 0 and "held-back" in verdict.out
    assert [d for d in answers(desk, other)[1:3]] == answers(desk, desk.folder)[1:3]
    # moves are taken; the entry is sent on as it is, without what nobody here has
    desk.done("escalate", REF, "--reason", "Ours.", "-w", str(other))
    assert take(desk, desk.folder, send(desk, of=other)).code == 0
    assert take(desk, other, send(desk)).code == 0
    assert files(other) == files(desk.folder)
    assert desk.does("verify", "-w", str(other)).out == ""
    # nothing is taken away by a bundle that holds it back
    assert take(desk, desk.folder, without).out.endswith("nothing was changed\n")


def test_a_text_that_was_held_back_and_is_then_lost_is_missing(desk: Desk, other: Path) -> None:
    take(desk, other, send(desk, "--without-text"))
    take(desk, other, send(desk))
    note = next((other / "disputes" / REF).glob("*-noted-*"))
    note.write_bytes(note.read_bytes().partition(b"[text.")[0])
    verdict = desk.does("verify", "-w", str(other), "--json")
    assert verdict.code == 8
    assert "text-missing" in [each["name"] for each in verdict.document["findings"]]


def test_a_correction_that_was_held_back_does_not_let_the_old_text_stand(
    desk: Desk, other: Path
) -> None:
    take(desk, other, send(desk))
    desk.done("correct", REF, "1", "--set", "summary=Foxglove.", "--reason", "Wrong child.")
    take(desk, other, send(desk, "--without-text"))
    opened = desk.does("show", REF, "-w", str(other), "--json").document["dispute"]["entries"][0]
    assert (opened["texts"]["summary"], opened["held_back"]) == (None, ["summary"])
    assert opened["original"]["texts"]["summary"] == "Wisteria was hit."


def test_what_was_held_back_can_be_redacted_so_that_it_never_comes(desk: Desk, other: Path) -> None:
    full = Path(shutil.copy(send(desk), desk.folder.with_name("full.toml")))
    take(desk, other, send(desk, "--without-text"))
    redact = ("redact", REF, "1", "--key", "summary", "--reason", "A name.", "--yes")
    desk.done(*redact, "-w", str(other))
    assert take(desk, other, full).code == 0
    assert b"was hit" not in b"".join(files(other).values())
    assert desk.does("verify", "-w", str(other)).out == ""


def test_a_redacted_text_is_not_called_held_back(desk: Desk, other: Path) -> None:
    desk.done("redact", REF, "1", "--key", "summary", "--reason", "A name.", "--yes")
    take(desk, other, send(desk, "--without-text"))
    entries = desk.does("show", REF, "-w", str(other), "--json").document["dispute"]["entries"]
    assert entries[0]["held_back"] == ["by", "child-1"]


# ------------------------------------------------------------------ interrupted


@pytest.mark.parametrize("step", ["write", "publish"])
def test_an_interrupt_waits_until_all_is_there_and_is_told_so(
    desk: Desk, other: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    done = getattr(durable.Batch, step)

    def interrupted(*given: Any) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        done(*given)

    file = send(desk)
    monkeypatch.setattr(durable.Batch, step, interrupted)
    said = take(desk, other, file)
    assert said.code == 130
    assert "interrupted, but it was recorded" in said.err
    assert said.out.endswith("imported: 3 new entries in 1 dispute\n")
    assert files(other) == files(desk.folder)


# ------------------------------------------------------------------ what is refused


def test_nothing_is_written_through_a_link(desk: Desk, other: Path, tmp_path: Path) -> None:
    file, elsewhere = send(desk), tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name, code in (("disputes/D-1", 5), ("procedures", 7), ("disputes", 5)):
        place = other / name
        if place.exists():
            place.rename(tmp_path / "aside")
        place.symlink_to(elsewhere)
        said = take(desk, other, file)
        assert (said.code, list(elsewhere.iterdir())) == (code, []), (name, said)
        place.unlink()
        if (tmp_path / "aside").exists():
            (tmp_path / "aside").rename(place)
    assert take(desk, other, file).code == 0


def test_a_bundle_has_every_entry_or_there_is_none(
    desk: Desk, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each opening of an entry's file fails in turn, until the command makes no more: what is
    there afterwards is the older bundle, or one with all that the record holds."""
    file = send(desk)
    older = file.read_bytes()
    desk.done("note", REF, "Wisteria rang again.")
    wanted, real, ends = dict(files(desk.folder)), os.open, []
    opened: list[str] = []

    def failing(path: object, flags: int, *more: int, **named: int) -> int:
        if "/disputes/" in str(path) and str(path).endswith(".toml"):
            opened.append(str(path))
            if len(opened) == len(ends) + 1:
                raise OSError(5, "Input/output error")
        return real(path, flags, *more, **named)  # type: ignore[arg-type]

    while not ends or len(opened) >= len(ends):
        opened.clear()
        with monkeypatch.context() as patch:
            patch.setattr(os, "open", failing)
            said = desk.does("export", "--bundle", str(file), "--replace", REF)
        if said.code:
            assert file.read_bytes() == older, said.err
        else:
            shutil.rmtree(other)
            desk.done("init", str(other), "--practice", "--procedure", "cyscb")
            assert take(desk, other, file).code == 0
            assert files(other) == wanted
        file.write_bytes(older)
        ends.append(said.code)
    assert set(ends) == {0, 5} and len(ends) > 8, ends


def test_a_bundle_without_texts_does_not_name_who_made_it(desk: Desk, other: Path) -> None:
    file = send(desk, "--by", "Wisteria Smith")
    assert b"Wisteria Smith" in file.read_bytes()
    file = send(desk, "--by", "Wisteria Smith", "--without-text")
    assert b"Wisteria" not in file.read_bytes()
    assert take(desk, other, file).code == 0


@pytest.mark.usefixtures("other")
def test_a_damaged_dispute_is_not_sent(desk: Desk) -> None:
    next((desk.folder / "disputes" / REF).glob("*-noted-*")).write_bytes(b"")
    file = desk.folder.with_name("bundle.toml")
    said = desk.does("export", "--bundle", str(file), REF)
    assert (said.code, said.out, file.exists()) == (5, "", False)


@pytest.mark.usefixtures("other")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "--bundle", "b.toml"), 2),
        (("export", "--bundle", "b.toml", REF, "--jsonl"), 2),
        (("export", "--jsonl", REF), 2),
        (("export", "--jsonl", "--without-text"), 2),
        (("export", "--bundle", "b.toml", "NO-9"), 4),
        (("import", "no-such-file.toml"), 4),
    ],
)
def test_what_does_not_go_together_is_said(desk: Desk, words: tuple[str, ...], code: int) -> None:
    assert desk.does(*words).code == code


def test_a_pipe_a_folder_and_a_file_without_end_are_refused(desk: Desk, other: Path) -> None:
    fifo = desk.folder.with_name("fifo")
    os.mkfifo(fifo)
    for path in (fifo, desk.folder, Path("/dev/zero")):
        assert take(desk, other, path).code == 4


def test_a_link_to_a_bundle_is_followed(desk: Desk, other: Path) -> None:
    link = desk.folder.with_name("link.toml")
    link.symlink_to(send(desk))
    assert take(desk, other, link).code == 0
    assert files(other) == files(desk.folder)
