import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { api, invite, setUp, type Person } from './people';
import { Server } from './server';
import { boxes, canvasReady, drawBox, imageProject, openWork, status, submit, tasksOf } from './workbench';

/*
 * What a customer can check and decide: the log is verified by the browser's own program, receipts hold without the server, a changed
 * log is refused, and keys that are taken back in the middle of work stop it without losing anything.
 */
const server = new Server();
let ada: Person;
let ana: Person;
let project: string;

test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
  project = await imageProject(ada, 'Harbour', 3);
  ana = await invite(ada, browser, server, 'Ana', ['annotator']);
});
test.afterAll(() => server.dispose());

const verdict = (page: Page) => page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: /Verified:|Do not believe/ });

async function verify(page: Page): Promise<string> {
  await page.goto('/trust/log');
  const pin = page.getByRole('button', { name: 'It is the same: remember it' });
  const now = page.getByRole('button', { name: 'Verify now' });
  await expect(pin.or(now)).toBeVisible();
  if (await pin.isVisible()) await pin.click();
  await now.click();
  await expect(verdict(page)).toBeVisible();
  return verdict(page).innerText();
}

test('the log is verified in the browser, again with what came since, and a receipt holds by itself', async () => {
  const { page } = ada;
  expect(await verify(page)).toMatch(/Verified: .*exactly what was signed[\s\S]*first time on this device/);
  await openWork(ana.page, project);
  await drawBox(ana.page, 0.3, 0.3);
  await submit(ana.page);
  await expect(status(ana.page)).toHaveAttribute('data-status', 'saved', { timeout: 20_000 });
  // Signed within a second.
  await page.waitForTimeout(1_500);
  expect(await verify(page)).toMatch(/Verified: all [\s\S]*are the same as when this device last looked/);
  await expect(page.getByRole('row', { name: /^Ana/ })).toBeVisible();

  await page.goto('/trust/seen?type=submit');
  const row = page.getByRole('listitem').filter({ hasText: 'Handed in an answer' }).first();
  await expect(row).toContainText('Ana');
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link', { name: /^Receipt/ }).click()]);
  const receipt = readFileSync((await download.path())!);
  await page.goto('/trust/log');
  const file = (buffer: Buffer) => ({ name: 'kept.tlog-proof', mimeType: 'text/plain', buffer });
  await page.locator('input[type=file]').setInputFiles(file(receipt));
  await expect(page.getByText(/^Genuine: entry/)).toBeVisible();
  // Another entry in place of the proven one.
  const [head, ...rest] = receipt.toString('utf8').split('\n');
  const forged = [head, ...rest.map((line) => (line.startsWith('extra ') ? `extra ${Buffer.from('{"type":"access.read"}').toString('base64')}` : line))].join('\n');
  await page.locator('input[type=file]').setInputFiles(file(Buffer.from(forged)));
  await expect(page.getByText('kept.tlog-proof proves nothing')).toBeVisible();
});

test('a log that was changed on its way is not believed, and neither is one that got shorter', async () => {
  const { page } = ada;
  const earlier = await (await page.request.get('/api/log/checkpoint')).body();
  await page.route('**/api/log/tile/entries/**', async (route) => {
    const reply = await route.fetch();
    const bytes = await reply.body();
    bytes[bytes.length - 2]! ^= 1;
    await route.fulfill({ response: reply, body: bytes });
  });
  expect(await verify(page)).toMatch(/Do not believe this log[\s\S]*Entry \d+ is not the one that was logged/);
  await page.unroute('**/api/log/tile/entries/**');
  await api(ada, 'GET', '/api/projects');
  await page.waitForTimeout(1_500);
  expect(await verify(page)).toMatch(/Verified/);
  // As after a restore of an old backup.
  await page.route('**/api/log/checkpoint', (route) => route.fulfill({ status: 200, body: earlier }));
  expect(await verify(page)).toMatch(/Do not believe this log[\s\S]*The log is shorter than before/);
  await page.unroute('**/api/log/checkpoint');
  expect(await verify(page)).toMatch(/Verified/);
});

test('keys taken back in the middle of work stop it calmly; given back, it goes on with all that was done', async () => {
  const { page } = ana;
  await openWork(page, project);
  await drawBox(page, 0.2, 0.2);
  await ada.page.goto('/trust/keys');
  await ada.page.getByRole('button', { name: 'Revoke all keys' }).click();
  await ada.page.getByRole('group').getByRole('button', { name: 'Revoke all keys' }).click();
  await expect(ada.page.getByText('Withheld by you').first()).toBeVisible();

  // The next thing that she does brings the news; what is on screen goes away, what she did does not.
  await drawBox(page, 0.5, 0.5);
  await expect(page.getByRole('heading', { level: 2, name: 'Withheld by its owner' })).toBeVisible();
  await expect(page.getByTestId('image-canvas')).toHaveCount(0);
  await ada.page.goto('/projects');
  await expect(ada.page.getByText('Withheld by its owner').first()).toBeVisible();

  await ada.page.goto('/trust/keys');
  await ada.page.getByRole('button', { name: 'Restore the keys' }).click();
  await expect(ada.page.getByText('In use').first()).toBeVisible();
  await canvasReady(page);
  await expect(boxes(page)).toHaveCount(2);
  await submit(page);
  await expect(status(page)).toHaveAttribute('data-status', 'saved', { timeout: 20_000 });
  expect((await tasksOf(ada, project)).flatMap((task) => task.annotations.map((a) => a.content.regions?.length))).toContain(2);
  // It stands in the log that the browser verifies.
  expect(await verify(ada.page)).toMatch(/Verified/);
  const { items } = await api<{ items: { type: string }[] }>(ada, 'GET', '/api/log/entries?limit=200');
  expect(items.map((entry) => entry.type)).toEqual(expect.arrayContaining(['key.revoke', 'key.restore']));
});
