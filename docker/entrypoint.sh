#!/bin/sh
# Picks the process that a container runs. exec makes it PID 1, so that the signals of `docker stop` reach it.
set -eu

case "${1:-}" in
  api) exec node --enable-source-maps dist/apps/api/src/main.js ;;
  worker)
    # names are looked up on these threads: one whose name servers do not answer keeps one of them for seconds
    export UV_THREADPOOL_SIZE="${UV_THREADPOOL_SIZE:-64}"
    exec node --enable-source-maps dist/apps/worker/src/main.js
    ;;
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
