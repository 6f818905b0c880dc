#!/bin/sh
# Gammu's SMS daemon for the tests of the channel `gammu`, with its dummy phone: Debian's, when we are root there.
# Elsewhere those tests are skipped and say so.
set -eu

if command -v gammu-smsd >/dev/null; then exit 0; fi
if [ "$(id -u)" = 0 ] && grep -qs '^ID=debian$' /etc/os-release; then
    echo "Installing gammu-smsd ..."
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends gammu-smsd; } >/dev/null
    systemctl disable --now gammu-smsd >/dev/null 2>&1 || true # the tests start their own; no modem is set up here
fi
