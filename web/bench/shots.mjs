// Pictures of the image workbench by itself, to be looked at: node bench/shots.mjs <folder>
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { chromiumArgs } from './chromium.mjs';

const folder = process.argv[2] ?? 'test-results/shots';
const server = await createServer({ server: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
await server.listen();
const { port } = server.httpServer.address();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumArgs });
try {
  const shoot = async (name, query, act = async () => {}) => {
    const page = await browser.newPage({ viewport: { width: 1360, height: 800 }, deviceScaleFactor: 1 });
    page.on('pageerror', (e) => console.error(name, e.message));
    page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.error(name, m.text()));
    await page.goto(`http://127.0.0.1:${port}/bench/workbench.html?${query}`);
    await page.getByTestId('image-canvas').waitFor();
    await page.waitForTimeout(500);
    await act(page);
    await page.waitForTimeout(400);
    await page.screenshot({ path: `${folder}/${name}.png` });
    await page.close();
  };
  const pick = (id) => (page) => page.evaluate((x) => window.core.select([x]), id);
  await shoot('light', '', pick('c1'));
  await shoot('dark', 'theme=dark', pick('c2'));
  await shoot('dark-polygon-fr', 'theme=dark&lang=fr', async (page) => {
    await pick('b2')(page);
    await page.evaluate(() => window.core.setView({ labels: true, patterns: true }));
  });
  await shoot('drawing', '', async (page) => {
    await page.keyboard.press('b');
    const box = await page.getByTestId('image-canvas').boundingBox();
    await page.mouse.move(box.x + 300, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 420, box.y + 380, { steps: 4 });
  });
  await shoot('check', '', async (page) => {
    await page.evaluate(() => { const r = window.core.region('c1'); window.core.transact('x', (tx) => tx.updateRegion(r.id, { attributes: { speed: 400, plate: '' } })); window.core.select(['c1']); });
    await page.getByRole('button', { name: 'Check' }).click();
  });
  await shoot('review', 'mode=review&theme=dark');
  await shoot('crowd', 'n=5000', pick('s42'));
} finally {
  await browser.close();
  await server.close();
}
