import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { fake, pages } from './pages';

for (const theme of ['light', 'dark'] as const)
  for (const p of pages)
    test(`${p.name} in the ${theme} theme has no serious finding, and fits a phone`, async ({ page, request }) => {
      await fake(request, p.fake ?? {});
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await p.open(page);
      await page.waitForTimeout(300);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const grave = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
      expect(grave.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join(' | ')}`)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    });

test('the rules can fail: a picture without a text is found', async ({ page, request }) => {
  await fake(request, {});
  await page.goto('/work');
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src="/logo.svg">'));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((v) => v.id)).toContain('image-alt');
});
