// Adds up JUnit reports and prints the closing line. A part without a report counts as a failure: a crash must not look like success.
import { existsSync, readFileSync } from 'node:fs';

const [, , folder, part, broken] = process.argv;
const wanted = part === 'all' ? ['web', 'fast', 'server', 'e2e'] : [part];
let [tests, failed, skipped] = [0, Number(broken), 0];
for (const name of wanted) {
  const file = `${folder}/${name}.xml`;
  if (!existsSync(file)) {
    console.error(`No report of the ${name} tests: they did not finish.`);
    failed++;
    continue;
  }
  const text = readFileSync(file, 'utf8');
  // Cases, not suites: their own counters differ between the runners.
  const cases = text.match(/<testcase\b[^>]*?(?:\/>|>[\s\S]*?<\/testcase>)/g) ?? [];
  for (const one of cases) {
    tests++;
    if (/<(failure|error)\b/.test(one)) failed++;
    else if (/<skipped\b/.test(one)) skipped++;
  }
  if (cases.length === 0) failed++;
}
const passed = Math.max(0, tests - skipped - (failed - Number(broken)));
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
