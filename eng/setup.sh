# Sets up what a build or a test needs and is missing. Sourced by run.sh and test.sh; safe to run again.
# Packages come by name from Debian, NuGet and npm; nothing else is downloaded.

have() { command -v "$1" >/dev/null 2>&1; }

# install_debian COMMAND PACKAGE...: installs the packages when the command is missing and this is a Debian machine with root rights.
install_debian() {
  local command=$1; shift
  have "$command" && return 0
  if have apt-get && [ "$(id -u)" = 0 ]; then
    echo "Installing $* (for $command)" >&2
    [ -n "${APT_UPDATED:-}" ] || { apt-get update -qq >/dev/null; APT_UPDATED=1; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    echo "Missing: $command. Please install: $*" >&2
    return 1
  fi
}

require() {
  have "$1" || { echo "Missing: $1. $2" >&2; exit 1; }
}

setup_build() {
  require dotnet "Install the .NET SDK 10 (https://dot.net)."
  require node "Install Node.js 20.19 or newer."
  # One compiler process for all projects: several times faster than a new one for each.
  export UseSharedCompilation=true
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 NUGET_XMLDOC_MODE=skip
}

setup_web() {
  if [ ! -f web/node_modules/.package-lock.json ] || [ web/package-lock.json -nt web/node_modules/.package-lock.json ]; then
    (cd web && npm ci --no-audit --no-fund --loglevel=error)
    touch web/node_modules/.package-lock.json
  fi
}

# ffmpeg makes thumbnails and checks that images decode; the server runs without it, with less.
setup_run() {
  install_debian ffmpeg ffmpeg || echo "Without ffmpeg there are no thumbnails." >&2
}

setup_test() {
  install_debian ffmpeg ffmpeg
  install_debian chromium chromium fonts-dejavu-core
  # The independent judge of what customers take away.
  install_debian age age || echo "Without age one test is skipped." >&2
  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || install_debian initdb postgresql
  # An independent judge of our transparency logs; without it that test is skipped.
  [ -d /usr/share/gocode/src/golang.org/x/mod/sumdb ] || install_debian go-sumdb golang-go golang-golang-x-mod-dev || echo "Without Go's packages one test is skipped." >&2
}
