import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { api, invite, setUp, type Person } from './people';
import { Server } from './server';

/* Who owns the host is announced to every customer before it counts; certificates are made, kept and checked; an owner sees nothing. */
const server = new Server();
let ada: Person;

test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
});
test.afterAll(() => server.dispose());

test('an announced owner stands on the customer’s page with the place in its log, and not in effect yet; his account sees nothing', async ({ browser }) => {
  const olga = await invite(ada, browser, server, 'Olga', ['annotator', 'lead']);
  const { page } = ada;
  await page.goto('/customers/owners');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('Name').fill('Olga von Berg');
  await page.getByLabel('Share').fill('12.5');
  await page.getByRole('combobox', { name: 'Involved with' }).click();
  await page.getByRole('option', { name: /Heron Lab/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Account here' }).click();
  await page.getByRole('option', { name: 'Olga' }).click();
  await page.getByRole('button', { name: 'Announce' }).click();
  await page.getByRole('group', { name: 'Every customer is told.' }).getByRole('button', { name: 'Announce' }).click();
  await expect(page.getByText(/Version 1 was announced/)).toBeVisible();

  await page.goto('/trust/walls');
  await expect(page.getByText('Nobody is entered.')).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/Announced: version 1, in effect .* at the earliest/)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByText('Olga von Berg')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Leave', exact: true }).last()).toHaveAttribute('href', '/trust/leave');
  const { coming, comingEntry } = await api<{ coming: { hash: string }; comingEntry: number }>(ada, 'GET', '/api/trust/owners');
  await expect(page.getByText(`sha256:${coming.hash}`)).toBeVisible();
  const { items } = await api<{ items: { index: number; type: string; object: string }[] }>(ada, 'GET', '/api/log/entries?type=owner');
  expect(items).toEqual([expect.objectContaining({ index: comingEntry, type: 'owner', object: `sha256:${coming.hash}` })]);

  await olga.page.goto('/');
  await expect(olga.page.getByRole('heading', { name: 'There is nothing here for owners' })).toBeVisible();
  const seen = await olga.page.locator('body').innerText();
  const { codeName } = await api<{ codeName: string }>(ada, 'GET', '/api/walls');
  expect(seen).not.toContain('Heron Lab');
  expect(seen).not.toContain(codeName);
});

test('a certificate is saved, and checked in the browser without the server; an altered one proves nothing', async () => {
  const { page } = ada;
  await page.goto('/trust/certificates');
  await page.getByRole('button', { name: 'Screening certificate' }).click();
  await expect(page.getByText('cloison screening certificate v1')).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  const note = readFileSync(await (await saving).path(), 'utf8');
  await page.context().setOffline(true);
  const choose = page.locator('input[type=file]');
  await choose.setInputFiles({ name: 'screening.note', mimeType: 'text/plain', buffer: Buffer.from(note) });
  await expect(page.getByText(/Genuine: screening\.note/)).toBeVisible();
  await choose.setInputFiles({ name: 'altered.note', mimeType: 'text/plain', buffer: Buffer.from(note.replace('rules 1', 'rules 2')) });
  await expect(page.getByText('altered.note proves nothing')).toBeVisible();
  await page.context().setOffline(false);
});

test('an erased account is gone from the list, and kept by an id that names nobody', async ({ browser }) => {
  await invite(ada, browser, server, 'Erwin', ['annotator']);
  const { page } = ada;
  await page.goto('/customers/registry');
  await page.getByRole('button', { name: 'Erase the account of Erwin' }).click();
  await page.getByRole('group', { name: 'Erase the account of Erwin for good?' }).getByRole('button', { name: 'Erase' }).click();
  await expect(page.getByRole('heading', { name: 'Erased accounts' })).toBeVisible();
  await expect(page.getByText('Erwin')).toHaveCount(0);
  await page.getByRole('button', { name: 'Hold', exact: true }).click();
  await expect(page.getByText(/held, whatever the time/)).toBeVisible();
});
