// Frame times of the image canvas against plain SVG in the same run: npm run bench:canvas [-- --frames=40]
// Without a GPU and on a shared machine: read the ratios, not the milliseconds.
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { chromiumArgs } from './chromium.mjs';

const frames = Number(process.argv.find((a) => a.startsWith('--frames='))?.slice(9) ?? 40);
const server = await createServer({ server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
await server.listen();
const { port } = server.httpServer.address();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...chromiumArgs, '--disable-frame-rate-limit', '--disable-gpu-vsync'] });
try {
  const cell = (v) => v.toFixed(v < 10 ? 1 : 0).padStart(8);
  const columns = ['first', 'pan', 'zoom', 'hover', 'drag'];
  console.log(`median ms per frame${' '.repeat(5)}${columns.map((c) => c.padStart(8)).join('')}`);
  for (const n of [1_000, 5_000, 20_000]) {
    const results = {};
    for (const name of ['ours', 'svg']) {
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
      page.on('pageerror', (e) => console.error(e.message));
      await page.goto(`http://127.0.0.1:${port}/bench/canvas.html`);
      await page.waitForSelector('body[data-ready]', { state: 'attached', timeout: 120_000 });
      results[name] = await page.evaluate(([v, count, f]) => window.measure(v, count, f), [name, n, frames]);
      await page.close();
      console.log(`${String(n).padStart(6)} polygons, ${name.padEnd(7)}${columns.map((c) => cell(results[name][c])).join('')}`);
    }
    console.log(`${' '.repeat(16)}svg/ours${columns.map((c) => `${cell(results.svg[c] / results.ours[c])}`).join('')}`);
  }
} finally {
  await browser.close();
  await server.close();
}
