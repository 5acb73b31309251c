# shellcheck shell=bash
# Finds JDK 25, Maven, npm and what tests need, and installs what is missing where that is possible. Sourced by the
# scripts beside it; sets JAVA_HOME.

fail() { echo "deploy/${0##*/}: $1" >&2; exit "${2:-1}"; }

# The comment at the head of a script is its help.
show_help() { sed -n '2,/^[^#]/{s/^# \{0,1\}//p;}' "$0"; exit 0; }

jdk_release() { # JAVA_HOME -> 25, or nothing
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

# Prints the first JDK or JRE of release $2 (default: 25) or newer; $1: a file it must have.
find_java_home() {
  local home release on_path
  on_path=$(command -v java || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/*25* /usr/lib/jvm/* \
    "$HOME"/.sdkman/candidates/java/current /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    release=$(jdk_release "$home")
    if [ "${release:-0}" -ge "${2:-25}" ] && [ -x "$home/$1" ]; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

# Installs the first of the given Debian packages that can be had; false where that cannot be done.
apt_install() {
  command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] || return 1
  local package
  for package in "$@"; do
    if ! apt-cache show "$package" >/dev/null 2>&1; then
      [ -n "${apt_updated:-}" ] || apt-get update -qq </dev/null >&2 || return 1
      apt_updated=yes
      apt-cache show "$package" >/dev/null 2>&1 || continue
    fi
    echo "Installing $package" >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      -o DPkg::Lock::Timeout=300 "$package" \
      </dev/null >/dev/null && return 0
  done
  return 1
}

need_jdk() {
  if ! JAVA_HOME=$(find_java_home bin/javac); then
    apt_install temurin-25-jdk openjdk-25-jdk-headless || true
    JAVA_HOME=$(find_java_home bin/javac) ||
      fail "no JDK 25 found: get Temurin 25 from https://adoptium.net/temurin/releases/?version=25 and set JAVA_HOME to its folder"
  fi
  export JAVA_HOME
}

# To run what is built, a JRE is enough.
need_java() {
  JAVA_HOME=$(find_java_home bin/java) || need_jdk
  export JAVA_HOME
}

need_maven() {
  command -v mvn >/dev/null || apt_install maven ||
    fail "no Maven found: install Maven 3.8.7 or newer (https://maven.apache.org/download.cgi) so that mvn is on the PATH"
  # Maven's own libraries use both, and JDK 25 warns of it.
  export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
}

need_npm() {
  command -v npm >/dev/null || apt_install npm ||
    fail "no npm found, which the lint of proto/ needs: install Node.js (https://nodejs.org) so that npm is on the PATH"
}

# For the tests' small library that makes a disk fail.
need_gcc() {
  if ! command -v gcc >/dev/null || [ ! -e /usr/include/stdio.h ]; then
    apt_install gcc && apt_install libc6-dev ||
      fail "no gcc found, which the tests of a failing disk need: install gcc with the C library's headers"
  fi
}

# Prints where it is; Debian's is not on every user's PATH.
find_haproxy() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v haproxy; }

need_haproxy() {
  find_haproxy >/dev/null || apt_install haproxy ||
    fail "no HAProxy found, behind which the example app is tested: install HAProxy 2.6 or newer (https://www.haproxy.org) so that haproxy is on the PATH"
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# A browser and the driver of the same release, with which the example app is tested.
need_chromium() {
  find_chromium >/dev/null || apt_install chromium ||
    fail "no Chromium found, with which the example app is tested: install Chromium so that chromium is on the PATH"
  command -v chromedriver >/dev/null || apt_install chromium-driver ||
    fail "no ChromeDriver found, through which Chromium is tested: install the one of Chromium's release (https://chromedriver.chromium.org) so that chromedriver is on the PATH"
}

# For the tests that cut the power of a node's disk, a file mounted as one.
need_disks() {
  local how="power cuts are tested on Linux as root with mount and mkfs.ext4; or leave these tests out: deploy/test --no-containers"
  if [ "$(uname -s)" != Linux ] || [ "$(id -u)" != 0 ]; then fail "$how"; fi
  command -v losetup >/dev/null || apt_install mount || fail "$how"
  command -v mkfs.ext4 >/dev/null || apt_install e2fsprogs || fail "$how"
}

# The benchmark of sessions starts it beside Zonekeep, on ports and in folders of its own.
need_redis() {
  command -v redis-server >/dev/null || apt_install redis-server ||
    fail "no redis-server found: install Redis 7 (https://redis.io/downloads) so that redis-server is on the PATH"
}
