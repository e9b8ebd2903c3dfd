#!/bin/sh
# Makes the cluster once, while the image is built, so that a container answers within half a second.
# The passwords are no secrets: they guard throw-away data behind a port on loopback.
set -eu
echo postgres >/tmp/password
initdb --username=postgres --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 --no-sync --encoding=UTF8 >/dev/null
cat /tmp/postgresql.conf >>"$PGDATA/postgresql.conf"
echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
postgres --single -D "$PGDATA" postgres >/dev/null <<'END'
CREATE ROLE structured_prompt LOGIN PASSWORD 'structured_prompt'
CREATE DATABASE structured_prompt_db OWNER structured_prompt
END
postgres --single -D "$PGDATA" structured_prompt_db </tmp/tables.sql >/dev/null
rm /tmp/password
