"""The tests on every Python that the project supports and this machine has.

nox -s tests-3.12                     on one of them
nox -s tests -- tests/core            some tests, on each

An interpreter that is not here is skipped; `make test` needs none of this.
"""

import nox

#: From the classifiers in pyproject.toml, so that they are named once.
PYTHONS = nox.project.python_versions(nox.project.load_toml("pyproject.toml"))

nox.options.sessions = ["tests"]
nox.options.reuse_existing_virtualenvs = True


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests, or those that are named after `--`."""
    session.install("--editable", ".[dev]")
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)
