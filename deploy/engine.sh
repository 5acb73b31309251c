# shellcheck shell=bash
# A Docker engine for tests, where none answers: installed and started on Debian as root, ended
# again by release_docker. Sourced, after toolchain.sh. What tests start there bears the label
# zonekeep.test or is of the compose project zonekeep-test; nothing else is ever touched.

readonly engine_pid_file=/run/zonekeep-dockerd.pid engine_data=/var/lib/zonekeep-dockerd
readonly engine_lock=/tmp/zonekeep-engine.lock engine_log=/tmp/zonekeep-dockerd.log
readonly engine_start_seconds_max=30 engine_stop_seconds_max=30 engine_lock_seconds_max=1800

docker_answers() { timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Afterwards an engine answers, nothing of an earlier run is left in it, and no other run uses it.
need_docker() {
  take_engine
  if ! docker_answers; then
    install_engine
    docker_answers || start_engine # one may have lacked its client only
  fi
  # A client without buildx has only the older builder.
  docker buildx version >/dev/null 2>&1 || export DOCKER_BUILDKIT=0
  # Testcontainers' own cleaner comes from a registry; the sweep does its work.
  export TESTCONTAINERS_RYUK_DISABLED=true
  [ -n "${DOCKER_HOST:-}" ] || export TESTCONTAINERS_HOST_OVERRIDE=localhost
  sweep_docker
}

# One run at a time: another's sweep would take this one's containers.
take_engine() {
  command -v flock >/dev/null || return 0
  exec 9>>"$engine_lock"
  flock -n 9 && return 0
  echo "Another test run uses containers; waiting for it to end" >&2
  flock -w "$engine_lock_seconds_max" 9 || fail "the other run still uses containers after $((engine_lock_seconds_max / 60)) min"
}

install_engine() {
  local how="no Docker engine answers: install and start Docker (https://docs.docker.com/engine/install), or leave the container tests out: deploy/test --no-containers"
  if [ -n "${DOCKER_HOST:-}" ] || [ "$(uname -s)" != Linux ] || [ "$(id -u)" != 0 ]; then fail "$how"; fi
  command -v dockerd >/dev/null || apt_install docker.io || fail "$how"
  command -v docker >/dev/null || apt_install docker-cli || fail "$how"
  command -v iptables >/dev/null || apt_install iptables || fail "$how"
  command -v ip >/dev/null || apt_install iproute2 || fail "$how"
}

start_engine() {
  local deadline=$((SECONDS + engine_start_seconds_max)) launcher
  clear_stale_pid_files
  # In a session of its own, so that Ctrl-C ends the tests before it; and without the lock.
  setsid dockerd --pidfile "$engine_pid_file" --data-root "$engine_data" \
    >"$engine_log" 2>&1 </dev/null 9>&- &
  launcher=$!
  until docker_answers; do
    if ! kill -0 "$launcher" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      tail -5 "$engine_log" >&2
      fail "the Docker engine does not start: all it said is in $engine_log"
    fi
    sleep 0.1
  done
  echo "Docker engine $(docker version --format '{{.Server.Version}}') started"
}

# Prints the pid in a file if that process is the one expected: the number may be another's by now.
live_pid() { # FILE NAME
  local pid
  { read -r pid <"$1" || [ -n "$pid" ]; } 2>/dev/null || return 0
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$2" ]; then echo "$pid"; fi
}

# An engine that was killed leaves them behind, and the next does not start because of them.
clear_stale_pid_files() {
  local file
  for file in "$engine_pid_file" /run/docker.pid /var/run/docker/containerd/containerd.pid; do
    [ -n "$(live_pid "$file" dockerd)$(live_pid "$file" containerd)" ] || rm -f "$file"
  done
}

# Removes what tests started, and ends the engine if a run of these scripts started it.
release_docker() {
  local pid deadline=$((SECONDS + engine_stop_seconds_max))
  sweep_docker
  pid=$(live_pid "$engine_pid_file" dockerd)
  [ -n "$pid" ] || return 0
  docker image prune -f >/dev/null || true # what newer builds took the name of
  kill -TERM "$pid"
  while [ -n "$(live_pid "$engine_pid_file" dockerd)" ]; do
    if [ $SECONDS -ge $deadline ]; then
      echo "deploy/${0##*/}: the Docker engine (pid $pid) does not stop" >&2
      return 0
    fi
    sleep 0.1
  done
}

# Ends and removes what an earlier run left: after kill -9 of the tests, nothing else does.
sweep_docker() {
  local mark ids
  if command -v losetup >/dev/null; then
    # Nodes' own disks, loop devices of files of this name.
    losetup -nlO NAME,BACK-FILE 2>/dev/null | awk '/\/zonekeep-test-volume\.img/ {print $1}' | xargs -r umount -l || true
  fi
  docker_answers || return 0
  for mark in label=zonekeep.test label=com.docker.compose.project=zonekeep-test; do
    # A paused one cannot be killed.
    ids=$(docker ps -q --filter "$mark" --filter status=paused)
    [ -z "$ids" ] || echo "$ids" | xargs docker unpause >/dev/null
    ids=$(docker ps -aq --filter "$mark")
    [ -z "$ids" ] || echo "$ids" | xargs docker rm -fv >/dev/null
    ids=$(docker network ls -q --filter "$mark")
    [ -z "$ids" ] || echo "$ids" | xargs docker network rm >/dev/null
    ids=$(docker volume ls -q --filter "$mark")
    [ -z "$ids" ] || echo "$ids" | xargs docker volume rm >/dev/null
    docker image prune -f --filter "$mark" >/dev/null
  done
}

# The plugin, or the older program of its own that Debian 12 has.
need_compose() {
  docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null ||
    apt_install docker-compose ||
    fail "no Docker Compose found: install it (https://docs.docker.com/compose/install)"
}
