# shellcheck shell=bash disable=SC2154  # sourced by ./walkie, which sets root
# Numbered steps with a log each. Sourced by ./walkie with the root as the working folder.
logs=$root/.walkie/logs
step_number=0

say() { printf '%s\n' "$*"; }

fail() {
  printf 'walkie: %s\n' "$*" >&2
  exit 1
}

# On a terminal: seconds and the build's own "[12/73]" while a step runs.
tick() {
  while sleep 1; do
    printf '\r[%d] %-38s %4d s %s\033[K' "$step_number" "$1" $((SECONDS - $3)) \
      "$(tail -c 600 "$2" 2>/dev/null | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1)"
  done
}

stop_ticking() {
  [ -n "$ticker" ] || return 0
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  ticker=""
  printf '\r[%d] %-38s ' "$step_number" "$1"
}
ticker=""
trap '[ -z "$ticker" ] || kill "$ticker" 2>/dev/null' EXIT

# step NAME WHAT HINT COMMAND…: runs the command with its output in .walkie/logs/NAME.log. When it
# fails: the log's end, which step it was, and HINT.
step() {
  local name=$1 what=$2 hint=$3 log started=$SECONDS rc=0
  shift 3
  step_number=$((step_number + 1))
  mkdir -p "$logs"
  log=$logs/$name.log
  : >"$log"
  printf '[%d] %-38s ' "$step_number" "$what"
  if [ -t 1 ]; then
    tick "$what" "$log" "$started" &
    ticker=$!
  fi
  # Not `if ! ( … )`: errexit would be off inside.
  set +e
  (set -e; "$@") >"$log" 2>&1 </dev/null
  rc=$?
  set -e
  stop_ticking "$what"
  if [ $rc = 0 ]; then
    printf '%4d s\n' $((SECONDS - started))
    return 0
  fi
  printf 'FAILED after %d s\n\n' $((SECONDS - started))
  tail -n 40 "$log"
  printf '\nStep %d, "%s", failed (exit code %d). %s\nWhole log: %s\n' \
    "$step_number" "$what" "$rc" "$hint" "${log#"$root"/}" >&2
  exit 1
}

# bounded TRIES COMMAND…: again after a growing pause, for what depends on the network.
bounded() {
  local tries=$1 try
  shift
  for ((try = 1; try <= tries; try++)); do
    "$@" && return 0
    [ "$try" -lt "$tries" ] && sleep $((try * 3))
  done
  return 1
}
