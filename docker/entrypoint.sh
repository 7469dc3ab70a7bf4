#!/bin/sh
# Picks the process that a container runs. exec makes it PID 1, so that the signals of `docker stop` reach it.
set -eu

case "${1:-}" in
  api) exec node --enable-source-maps dist/apps/api/src/main.js ;;
  worker) exec node --enable-source-maps dist/apps/worker/src/main.js ;;
  migrate) exec node --enable-source-maps dist/apps/api/src/migrate.js ;;
  rotate-secrets) exec node --enable-source-maps dist/apps/api/src/rotate-secrets.js ;;
  receiver)
    shift
    exec node scripts/receiver.mjs --host 0.0.0.0 "$@"
    ;;
  cli)
    shift
    exec node --enable-source-maps dist/apps/cli/src/main.js "$@"
    ;;
  "")
    echo "usage: api | worker | migrate | rotate-secrets | receiver | cli" >&2
    exit 64
    ;;
  *) exec "$@" ;;
esac
