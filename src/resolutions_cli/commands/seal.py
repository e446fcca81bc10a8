"""`resolve seal`: prints a digest of the whole record, to keep elsewhere."""

import sys

from resolutions_cli import options
from resolutions_cli.app import streams
from resolutions_cli.app.read import read_all, warn_of_damage
from resolutions_cli.app.record import confirming, keeping
from resolutions_cli.app.run import Run, SharedOptions
from resolutions_cli.files.record.seals import write_seal
from resolutions_cli.render.formats.json import document
from resolutions_cli.render.views.verdict import seal_json


def command(workspace: options.WorkspaceDir = None, json: options.Json = False) -> int:
    """Print a fingerprint of the whole record, to keep elsewhere: on paper, or in an email.

    `resolve verify --against DIGEST` tells you later whether everything up to then is still there
    and unchanged. The fingerprint is that of a new file in `seals/`.
    """
    run = Run.start(SharedOptions(workspace=workspace, json=json))
    with confirming() as confirmation:
        with keeping(run, "seals", "verify"):
            shelf = read_all(run)
            confirmation.begin()
            seal = write_seal(run.workspace, shelf.logs, run.now)
            confirmation.recorded("seals", f"verify --against {seal.digest[:16]}")
        if json:
            source = run.calendar("england").source
            streams.say_document(document("seal", run.as_of, source, **seal_json(seal)))
        else:
            streams.say(f"{seal.digest}\n")
    if streams.is_terminal(sys.stdout) and not json:
        streams.remark(
            "Keep it elsewhere; `resolve verify --against` checks it, 16 digits are enough"
        )
    return warn_of_damage(run, shelf.findings)
