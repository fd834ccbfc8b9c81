import { test } from '@playwright/test';
import { fake, pages } from './pages';

const folder = process.env['SHOTS'];
test.skip(folder === undefined, 'SHOTS names the folder to put the pictures in.');

for (const theme of ['light', 'dark'] as const)
  for (const width of [1440, 390])
    for (const p of pages)
      test(`${p.name} ${width} ${theme}`, async ({ page, request }) => {
        await fake(request, p.fake ?? {});
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await p.open(page);
        await page.waitForTimeout(500);
        await page.screenshot({ path: `${folder}/${p.name}-${width}-${theme}.png` });
      });
