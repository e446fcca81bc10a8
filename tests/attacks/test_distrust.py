"""Two agencies who do not trust each other: one works, the other sends whatever it likes.

A short version runs always; `make torture` takes the whole number of steps (tests/torture.py).
"""

import contextlib
import io
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from resolutions_cli.cli import main
from resolutions_cli.files.record.entry_file import decode
from resolutions_cli.files.record.log import read_logs
from resolutions_cli.files.workspace.create import init
from tests.attacks.adversary import LABEL, TWIN, Adversary
from tests.attacks.forged import head_of
from tests.attacks.looking import Looking, outside
from tests.attacks.without_waiting import without_waiting
from tests.clones import files, git
from tests.tools import needs
from tests.torture import several

pytestmark = needs("git")

STEPS = several(60, 1000, short=12)
SEED = 20_261_120
BEGINNING = datetime(2026, 11, 20, 12, tzinfo=UTC)
AGENCIES = '\n[agencies]\nschool = "school"\nsocial-care = "social-care"\n'
WHY = ("--reason", "nobody moved from what was said")
SECRET = "Zaunkoenig"

#: What a command may end with: done, or one of the documented refusals, never 1.
CODES = {0, 2, 3, 4, 5, 7}

#: What `verify` may find that counts as changed or missing although nothing of it is: an entry that
#: follows a file which was left out here, and the other's seal of an entry that was never here.
CHANGED = {"follows-left-out", "sealed-entry-missing"}

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Victim:
    """The agency that works; `held` are the files of its record that must stay, `gone` the texts
    that it removed itself; `refused` is what the newest sync did not take in, `turned_down` what
    any did not. `told` counts disputes whose dates moved by what came."""

    place: Path
    luck: random.Random
    now: datetime = BEGINNING
    held: dict[str, bytes] = field(default_factory=dict)
    gone: set[tuple[str, str]] = field(default_factory=set)
    codes: Counter[int] = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    turned_down: set[str] = field(default_factory=set)
    last: list[str] = field(default_factory=list)
    bundles: int = 0
    told: int = 0
    opened: int = 0

    @property
    def mine(self) -> Path:
        return self.place / "mine"

    # -------------------------------------------------------------- commands

    def run(self, folder: Path, *words: str) -> tuple[int, str]:
        """A command in this process: its code and what it printed."""
        code, out, _ = self.says(folder, *words)
        return code, out

    def says(self, folder: Path, *words: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, {"RESOLVE_NOW": self.now.isoformat()}),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            Looking.at() as looked,
        ):
            code = main([words[0], "-w", str(folder), *words[1:]])
        if folder == self.mine and words[0] != "export":
            self.codes[code] += 1
            self.opens_nothing_else(looked, words)
        said = out.getvalue() + err.getvalue()
        assert code in {*CODES, 8}, (words, code, said)
        assert "Traceback" not in said, (words, said)
        assert SECRET not in said, (words, said)
        return code, out.getvalue(), err.getvalue()

    def asks(self, *words: str) -> dict[str, Any]:
        """A document of the victim's own workspace."""
        code, out = self.run(self.mine, *words, "--json")
        assert code in (0, 5, 8), (words, code)
        document: dict[str, Any] = json.loads(out)
        return document

    # -------------------------------------------------------------- working

    def begin(self, bare: Path) -> None:
        init(self.mine, "nyscp", practice=True)
        settings = self.mine / "resolve.toml"
        settings.write_text(settings.read_text("utf-8") + AGENCIES, "utf-8")
        for _ in range(2):
            self.opens()
        assert self.run(self.mine, "sync", "--init", str(bare))[0] == 0
        self.held = files(self.mine)

    def opens(self) -> str:
        self.opened += 1
        ref = f"D-{self.opened}"
        dates = ("--raised", "2026-11-19", "--disputed", "2026-11-18", "--reached", "3=2026-11-19")
        words = ("--at-stage", "3", *dates, "--raised-by", "school", "--with", "social-care")
        said = self.says(self.mine, "open", "--ref", ref, "--summary", "wisteria", *words)
        assert said[0] == 0, said
        return f"open {ref}"

    def works(self) -> str:
        """Something is recorded, settled, accepted or removed; what was typed."""
        refs = [each["dispute"] for each in self.asks("list", "--all")["disputes"]]
        ref, number = self.luck.choice(refs), str(self.luck.randrange(1, 9))
        moves: list[tuple[str, ...]] = [
            *[("note", ref, "rang, and nobody was there")] * 3,
            ("record", ref, "lead-informed", "--on", f"{self.now:%Y-%m-%d}"),
            *[("escalate", ref, *WHY)] * 2,
            ("close", ref, "--outcome", "withdrawn", "--no-action", *WHY),
            ("reopen", ref, *WHY),
            ("agree", ref, "--by-date", "2026-12-11", "--with", "school"),
            ("correct", ref, number, "--set", "summary=another view", *WHY),
            ("correct", ref, number, "--withdraw", *WHY),
            ("settle", ref, number, *WHY),
            ("seal",),
            ("sync",),
        ]
        if self.opened < 6 and self.luck.random() < 0.15:
            said = self.opens()
        elif self.luck.random() < 0.15:
            return self.removes(ref, self.luck.choice(["1", "2", number]))
        elif self.refused and self.luck.random() < 0.2:
            path = self.luck.choice(sorted(self.refused))
            said = self.takes_in("sync", "--leave-out", path)
        elif self.luck.random() < 0.05:
            said = self.accepts()
        else:
            words = self.luck.choice(moves)
            if words[0] == "sync":
                return self.takes_in("sync")
            code, _, err = self.says(self.mine, *words)
            said = f"{' '.join(words)} ({code}{': ' + err if code else ''})"
        self.keeps()
        return said

    def removes(self, ref: str, number: str) -> str:
        """A text goes for good, by one's own wish or by the other's, and no other does."""
        before = files(self.mine)
        way = [] if self.luck.random() < 0.5 else ["--as-asked"]
        why = [] if way else WHY
        code, _ = self.run(self.mine, "redact", *way, ref, number, "--yes", *why)
        after = files(self.mine)
        changed = [path for path in before if before[path] != after.get(path)]
        assert len(changed) <= 1, "a redaction names one entry"
        for path in changed:
            assert path in after and head_of(before[path]) == head_of(after[path])
            left = texts(path, after[path])
            assert left.items() <= texts(path, before[path]).items()
            self.gone |= {(path, key) for key in texts(path, before[path]).keys() - left.keys()}
            self.held[path] = after[path]
        self.keeps()
        return f"redact {way} {ref} {number} ({code})"

    def accepts(self) -> str:
        words = self.luck.choice([("calendar", "accept", "--yes"), ("procedure", "accept", LABEL)])
        code, _ = self.run(self.mine, *words)
        return f"{' '.join(words)} ({code})"

    def keeps(self) -> None:
        """What was confirmed by now must stay."""
        self.stays()
        self.held |= {path: raw for path, raw in files(self.mine).items() if path not in self.held}

    # -------------------------------------------------------------- taking in

    def takes_in(self, *words: str, beside: str = "") -> str:
        """A sync or an import: every date stays that it does not account for; those of a dispute
        `beside` which another of its reference was put stay in any case."""
        before, own = self.dates(), self.own()
        code, out, err = self.says(self.mine, *words, "--json")
        assert self.own() == own
        document = json.loads(out or "{}")
        self.stays()
        self.held |= files(self.mine)
        came = self.came(document, code, err)
        self.bundles += words[0] == "import" and code == 3
        lines = [line for line in err.splitlines() if not line.startswith("PRACTICE")]
        said = f"{' '.join(words)} ({code}): came {sorted(came)}; {lines[:2]}"
        self.last = [said]
        after = self.dates()
        moved = {ref for ref in before if before[ref] != after.get(ref)}
        assert moved <= came, f"dates of {sorted(moved - came)} moved, and nothing came for them"
        self.told += len(moved)
        if beside:
            lost = [row for row in before[beside] if row not in after[beside]]
            assert not lost, lost
        return said

    def own(self) -> dict[str, bytes]:
        """The settings and what was accepted here, which nobody sends."""
        paths = [self.mine / name for name in ("resolve.toml", ".gitattributes", ".gitignore")]
        paths += (self.mine / "accepted").iterdir()
        return {str(path): path.read_bytes() for path in paths}

    def came(self, document: Mapping[str, Any], code: int, err: str) -> set[str]:
        """The references of disputes that something came for, as it was said."""
        if document.get("kind") != "sync":
            return {each["dispute"] for each in document.get("disputes", ()) if each["new"]}
        self.refused = {each["path"] for each in document["refused"]}
        self.turned_down |= self.refused
        assert not self.refused or code in (5, 7)
        assert len(self.refused) > 20 or err.count("was not taken in: ") == len(self.refused)
        return {*document["came"]["disputes"], *document["put_back"]["disputes"]}

    def dates(self) -> Rows:
        """Every deadline of every dispute, by `due` and by `show`."""
        found: Rows = {}
        for row in self.asks("due", "--all")["deadlines"]:
            found.setdefault(base(row.pop("dispute")), []).append(row)
        for each in self.asks("list", "--all")["disputes"]:
            for row in self.asks("show", each["dispute"])["dispute"]["deadlines"]:
                found.setdefault(base(row.pop("dispute")), []).append(row)
        return found

    # -------------------------------------------------------------- what must hold

    def stays(self) -> None:
        """Every entry is there byte for byte; of its texts may come more, and none that was
        removed here."""
        now = files(self.mine)
        for path, raw in self.held.items():
            assert path in now, f"{path} is lost"
            if now[path] == raw:
                continue
            assert path.startswith("disputes/"), f"{path} was replaced"
            assert head_of(now[path]) == head_of(raw), f"{path} was replaced"
            assert texts(path, raw).items() <= texts(path, now[path]).items(), f"{path}: a text"
        for path, key in self.gone:
            assert key not in texts(path, now[path]), f"{path}: {key} is back"

    def can_write(self, stopped: Collection[str]) -> None:
        """A note is recorded in every dispute, and taken back by hand; what is wrong with any
        is named by `verify`. `stopped` are those that an entry of a later format was sent to."""
        found = self.asks("verify")["findings"]
        wrong = {(each["path"] + "/").split("/")[1] for each in found if each["harms"]}
        for each in found:
            assert not each["change"] or each["name"] in CHANGED, each
            if each["name"] == "sealed-entry-missing":
                assert each["entry"][:16] not in "".join(self.held), each
            if each["name"] == "newer-format":
                assert each["path"].split("/")[1] in stopped, each
        # by their files: what no dates can be shown for is in no list
        here = [log.reference for ref in self.folders() for log in read_logs(ref) if log.opened]
        assert {f"D-{number}" for number in range(1, self.opened + 1)} <= {*map(base, here)}
        before = files(self.mine)
        for ref in here:
            # of two of one reference only one may be wrong
            codes = {5 if base(ref) in wrong else 0, 5 if ref in wrong else 0}
            assert self.run(self.mine, "show", ref)[0] in codes, ref
            code, out, err = self.says(self.mine, "note", ref, "said", "--json")
            assert code in codes, (ref, code, err)
            assert json.loads(out)["kind"] == "entry"
        for path in files(self.mine).keys() - before.keys():
            (self.mine / path).unlink()
        assert files(self.mine) == before

    def folders(self) -> list[Path]:
        return sorted((self.mine / "disputes").iterdir())

    def opens_nothing_else(self, looked: set[str], words: tuple[str, ...]) -> None:
        """Beside the workspace, nothing is opened but the repository, and the bundle by name."""
        kept = (f"{self.mine}/", f"{self.place}/record.git/", f"{self.place}/sent.toml/")
        near = {path for path in looked if path.startswith(f"{self.place}/")}
        assert not {path for path in near if not f"{path}/".startswith(kept)}, words


def base(ref: str) -> str:
    return ref.partition("~")[0]


def texts(path: str, raw: bytes) -> dict[str, str]:
    """The texts that an entry's file has; none of another file."""
    found = decode(Path(path).name, raw).entry
    return {key: text for key, text in found.texts.items() if text is not None} if found else {}


def begun(place: Path, luck: random.Random) -> tuple[Victim, Adversary]:
    """Two agencies that share a repository, and a file beside them that nobody may read."""
    victim = Victim(place, luck)
    adversary = Adversary(place, luck, victim.run)
    (place / "outside").mkdir()
    (place / "outside" / "secret.toml").write_text(SECRET)
    git(place, "init", "--quiet", "--bare", "-b", "main", "record.git")
    victim.begin(place / "record.git")
    adversary.begin(place / "record.git")
    return victim, adversary


def step(victim: Victim, adversary: Adversary, drawn: float) -> Iterator[str]:
    """One of the two does something, and all holds after it; what was done."""
    victim.now += timedelta(minutes=victim.luck.randrange(1, 300))
    before = outside(victim.place)
    if drawn < 0.4:
        yield victim.works()
    elif drawn < 0.75:
        yield (said := adversary.pushes())
        yield victim.takes_in("sync", beside=said.partition(f"git: {TWIN} for ")[2])
    else:
        yield (said := adversary.bundles())
        beside = said.partition(f"bundle: {TWIN} for ")[2]
        yield victim.takes_in("import", str(adversary.sent), beside=beside)
    victim.can_write(adversary.stopped)
    assert outside(victim.place) == before
    assert not [path for path in victim.mine.rglob("*") if path.is_symlink()]


def test_whatever_the_other_sends_nothing_is_lost_no_date_moves_unsaid_and_all_can_be_written(
    place: Path, figure: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    luck = random.Random(SEED)
    done: list[str] = []
    # salts as well, so that a run that fails can be run again
    with without_waiting(), mock.patch.object(os, "urandom", luck.randbytes):
        victim, adversary = begun(place, luck)
        try:
            for _ in range(STEPS):
                done += step(victim, adversary, luck.random())
        except BaseException as fault:
            fault.add_note(f"seed {SEED}, what was done:\n" + "\n".join([*done, *victim.last]))
            raise
    counts = Counter(each.partition(":")[0].partition(" ")[0] for each in done)
    sent = f"{counts['git']} pushes, {counts['bundle']} bundles"
    kept = f"{len(victim.turned_down)} files and {victim.bundles} bundles not taken in"
    figure(
        f"{STEPS} steps: {sent}, {victim.codes.total()} commands of the other agency; {kept}, dates"
        f" of {victim.told} disputes moved, each named with what came; all {len(victim.held)} files"
        f" there, {len(victim.gone)} texts gone by its own wish, a note recorded in every dispute"
        " after every step"
    )
