#!/usr/bin/env bash
# Sets up what is missing and runs every test: C# (fast, and against real SQLite and PostgreSQL), TypeScript, and the journeys in Chromium.
# Ends with one line: N passed, N failed, N skipped.   ./test.sh fast | server | web | e2e   runs one part.
set -uo pipefail
cd "$(dirname "$0")"
. eng/setup.sh
part=${1:-all}
results=artifacts/test-results
rm -rf "$results"; mkdir -p "$results"
setup_build || exit 1
setup_test || exit 1
setup_web || exit 1
wants() { [ "$part" = all ] || [ "$part" = "$1" ]; }
broken=0
# What hangs is named (after two minutes) and ended: its report is then missing, which counts as a failure.
limit() { timeout --kill-after=10 "$@"; }

dotnet build Cloison.slnx --configuration Release --verbosity quiet --nologo || { echo "0 passed, 1 failed"; exit 1; }
if wants web; then
  (cd web && npx --no-install tsc --noEmit && npx --no-install oxlint --deny-warnings) || broken=1
  (cd web && npx --no-install vitest run --reporter=default --reporter=junit --outputFile.junit="../$results/web.xml") || true
fi
if wants fast; then
  limit 600 dotnet tests/Cloison.Tests/bin/Release/net10.0/Cloison.Tests.dll -longRunning 120 -junit "$results/fast.xml" || true
fi
if wants server; then
  limit 1800 dotnet tests/Cloison.ServerTests/bin/Release/net10.0/Cloison.ServerTests.dll -longRunning 120 -junit "$results/server.xml" || true
fi
if wants e2e; then
  (cd web && PLAYWRIGHT_JUNIT_OUTPUT_NAME="../$results/e2e.xml" limit 1800 npx --no-install playwright test --reporter=list,junit) || true
fi
node eng/count-tests.mjs "$results" "$part" "$broken"
