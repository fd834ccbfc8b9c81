import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { fake, pages } from './pages';

/** When given, the folder for a picture of each page, theme and width. */
const folder = process.env['SHOTS'];

for (const p of pages)
  test(`${p.name} has no serious finding in either theme, and fits a phone`, async ({ page, request }) => {
    await fake(request, p.fake ?? {});
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await p.open(page);
    await page.waitForTimeout(300);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme);
      await page.waitForTimeout(250);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
      expect.soft(grave.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join(' | ')}`), theme).toEqual([]);
      if (folder !== undefined) await page.screenshot({ path: `${folder}/${p.name}-1440-${theme}.png` });
    }
    await page.setViewportSize({ width: 390, height: 844 });
    // The layout takes a moment to follow the window.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    for (const theme of folder === undefined ? [] : (['dark', 'light'] as const)) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.waitForTimeout(250);
      await page.screenshot({ path: `${folder}/${p.name}-390-${theme}.png` });
    }
  });

test('the rules can fail: a picture without a text is found', async ({ page, request }) => {
  await fake(request, {});
  await page.goto('/work');
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src="/logo.svg">'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => v.id)).toContain('image-alt');
});
