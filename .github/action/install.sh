#!/usr/bin/env bash
# Install citecheck from the action's own folder, within its constraints, into an environment of its own.
#
# The working directory is the audited repository, which may be a stranger's: `-I` keeps its modules (a `venv.py`, a
# `pip/`, a `sitecustomize.py`) and the variables of Python out of the interpreter.
set -euo pipefail

unset PYTHONPATH PYTHONHOME PYTHONSTARTUP
export PYTHONSAFEPATH=1
venv="$RUNNER_TEMP/citecheck-venv"
cd "$RUNNER_TEMP"
if [ ! -x "$venv/bin/citecheck" ]; then
    python3 -I -m venv "$venv"
    "$venv/bin/python" -I -m pip install --quiet --disable-pip-version-check \
        --constraint "$GITHUB_ACTION_PATH/constraints.txt" "$GITHUB_ACTION_PATH"
    "$venv/bin/citecheck" --version
fi
