import { expect, test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fillAccount, invite, newBrowser, setUp, type Person } from './people';
import { Server } from './server';
import { imageProject, openWork } from './workbench';

const picture = resolve(import.meta.dirname, '../../samples/demo/images/harbour-01.jpg');

const server = new Server();
let ada: Person;
test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
});
test.afterAll(() => server.dispose());

test('a picture in the instructions stands beside the work', async ({ browser }) => {
  const project = await imageProject(ada, 'Instructed', 1);
  await ada.page.goto(`/projects/${project}/instructions`);
  await ada.page.getByLabel('Instructions in Markdown').fill('Mark every **boat**.\n');
  await ada.page.locator('input[type=file]').setInputFiles({ name: 'boat.jpg', mimeType: 'image/jpeg', buffer: readFileSync(picture) });
  await expect(ada.page.getByRole('img', { name: 'boat.jpg' })).toBeVisible();
  await ada.page.keyboard.press('Control+s');
  await expect(ada.page.getByRole('button', { name: 'Save' })).toBeDisabled();

  const ana = await invite(ada, browser, server, 'Ana', ['annotator']);
  await openWork(ana.page, project);
  if (!(await ana.page.getByText('Mark every').isVisible())) await ana.page.keyboard.press('i');
  const shown = ana.page.getByRole('img', { name: 'boat.jpg' });
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(100);
});

test('the link for the first administrator of a new customer opens it, and only it', async ({ browser }) => {
  await ada.page.goto('/customers');
  await ada.page.getByLabel('New customer').fill('Otter Lab');
  await ada.page.getByRole('button', { name: 'Create' }).click();
  const link = await ada.page.getByLabel('Link for the first administrator').inputValue();
  await expect(ada.page.getByRole('listitem').filter({ hasText: 'Otter Lab' })).toContainText('You have no role here');

  const otto = await newBrowser(browser, server, 'Otto');
  await otto.page.goto(link);
  await expect(otto.page.getByText('Otter Lab').first()).toBeVisible();
  await fillAccount(otto.page, 'Otto');
  await otto.page.getByRole('button', { name: /join/i }).click();
  await expect(otto.page.getByRole('heading', { level: 1, name: /Hello/ })).toBeVisible();
  await otto.page.goto('/projects');
  await expect(otto.page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await expect(otto.page.getByText('Instructed')).toHaveCount(0);
});
