#!/usr/bin/env bash
# Builds Cloison and starts the server with its embedded database; prints the address. Options go to `cloison serve`.
#   ./run.sh                 serve (data in ./data)
#   ./run.sh demo            serve sample people, projects and data instead
set -euo pipefail
cd "$(dirname "$0")"
. eng/setup.sh
setup_build
setup_run
setup_web
dotnet build src/Cloison.Cli --configuration Release --verbosity quiet --nologo
cloison=src/Cloison.Cli/bin/Release/net10.0/cloison.dll
case "${1:-}" in
  "" | -*) exec dotnet "$cloison" serve "$@" ;;
  *) exec dotnet "$cloison" "$@" ;;
esac
