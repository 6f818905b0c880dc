#!/bin/sh
# Usage: tools/setup.sh LOCKFILE    Makes .venv with exactly what the lock file lists, and the project itself.
# Does nothing when nothing changed: a stamp holds the digest of what was installed.
set -eu
cd "$(dirname "$0")/.."
lock=$1
stamp=.venv/installed
[ "$lock" = requirements.lock ] && [ -f .venv/installed-dev ] && lock=requirements-dev.lock # keep what is there
[ "$lock" = requirements-dev.lock ] && stamp=.venv/installed-dev

fail() { echo "setup: $1" >&2; exit 1; }

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$name"; return; }
    done
    fail "Python 3.11 or newer is needed; install it (Debian, Ubuntu: apt-get install python3 python3-venv)"
}

make_venv() {
    python=$(find_python)
    if command -v uv >/dev/null; then rm -rf .venv; uv venv --quiet --python "$(command -v "$python")" .venv; return; fi
    "$python" -c 'import ensurepip' 2>/dev/null || install_ensurepip "$python"
    "$python" -m venv --clear .venv
}

install_ensurepip() {
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $package ..."
        { apt-get -qq update && apt-get -qq install -y "$package"; } >/dev/null || fail "apt-get could not install $package"
    else
        fail "this Python cannot make virtual environments; install the package $package (apt-get install $package)"
    fi
}

install() {
    echo "Installing what $lock lists ..."
    if command -v uv >/dev/null; then
        uv pip sync --quiet --python .venv/bin/python --require-hashes "$lock"
        uv pip install --quiet --python .venv/bin/python --no-deps --editable .
    else
        pip=".venv/bin/python -m pip --disable-pip-version-check --quiet --require-virtualenv"
        $pip install --require-hashes --requirement "$lock"
        $pip install --no-deps --editable .
    fi
}

digest() { # the settings of tools at the end of pyproject.toml change nothing that is installed
    sed '/^\[tool\.pytest/,$d' pyproject.toml | cat "$lock" tools/setup.sh - | .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}

current() { [ -s "$stamp" ] && [ "$(cat "$stamp")" = "$(digest)" ]; }

usable() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || return 1
    command -v uv >/dev/null || .venv/bin/python -m pip --version >/dev/null 2>&1
}

if ! current 2>/dev/null; then
    usable || make_venv
    rm -f .venv/installed .venv/installed-dev
    install
    digest >"$stamp"
fi
.venv/bin/python tools/translations.py
