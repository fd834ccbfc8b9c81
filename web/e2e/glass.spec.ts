import { expect, test, type Browser, type Page } from '@playwright/test';
import { api, fillAccount, invite, newBrowser, password, setUp, supportStaff, type Person } from './people';
import { Server } from './server';
import { addTasks, makeProject } from './workbench';

/*
 * Emergency access, from the asking to the report: somebody who helps to run the server asks, two administrators of the customer say yes,
 * he reads one project under a banner, closes, and the customer sees what he read.
 */
const server = new Server();
let otto: Person;
let olga: Person;
let hanna: Person;
let project: string;
let codeName: string;

test.beforeAll(async ({ browser }) => {
  await server.start();
  const ada = await setUp(browser, server);
  otto = await firstAdministrator(ada, browser, 'Otter Lab', 'Otto');
  olga = await invite(otto, browser, server, 'Olga', ['administrator']);
  project = await makeProject(otto, 'Otters', { editor: 'text', inputs: [{ name: 'text', kind: 'text' }], classes: [{ name: 'place', color: '#4269d0', shapes: ['span'], hotkey: '1' }] });
  await addTasks(otto, project, [{ externalId: 'one', data: { text: 'An otter at the weir.' } }]);
  codeName = (await api<{ codeName: string }>(otto, 'GET', '/api/walls')).codeName;
  hanna = await supportStaff(ada, browser, server, 'Hanna');
});
test.afterAll(() => server.dispose());

test('the operator asks, two administrators approve, he reads under a banner, closes, and the customer sees the report', async () => {
  const { page } = hanna;
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill('hanna@example.org');
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('main').getByRole('link', { name: 'Emergency access' }).click();
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByLabel('Code name').fill(codeName);
  await page.getByLabel('Project').fill(project);
  await page.getByLabel('Ticket').fill('OPS-1204');
  await page.locator('form').getByRole('button', { name: 'Ask' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'OPS-1204' })).toContainText('0 of 2 approvals');

  for (const administrator of [otto, olga]) {
    await administrator.page.goto('/trust');
    await request(administrator.page).getByRole('button', { name: 'Approve' }).click();
    await administrator.page.getByRole('group', { name: 'He will see this project.' }).getByRole('button', { name: 'Approve' }).click();
    await expect(request(administrator.page)).toContainText(administrator === otto ? 'Waits for a second person' : 'Approved by Otto and Olga');
  }

  await page.reload();
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByRole('group').getByRole('button', { name: 'Open' }).click();
  const banner = page.getByRole('region', { name: 'Emergency access' });
  await expect(banner).toContainText(new RegExp(`^Emergency access to ${codeName}, read only, ends at \\d\\d:\\d\\d`));
  await expect(page.getByRole('heading', { level: 1, name: 'Otters' })).toBeVisible();
  await expect(page.getByText('Otter Lab')).toHaveCount(0);
  await page.getByRole('navigation', { name: /Project/ }).getByRole('link', { name: 'Tasks' }).click();
  await page.getByRole('link', { name: /one/ }).first().click();
  await expect(page.getByText('An otter at the weir.').first()).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Write a comment' })).toHaveCount(0);
  await expect(banner).toBeVisible();
  // What it does not open.
  expect((await page.request.get('/api/projects')).status()).toBe(403);
  expect((await page.request.patch(`/api/projects/${project}`, { data: { name: 'Mine' }, headers: { 'X-Cloison': '1' } })).status()).toBe(403);

  await banner.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Emergency access' })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'OPS-1204' })).toContainText('Closed');
  expect((await page.request.get(`/api/projects/${project}`)).status()).toBe(403);

  await otto.page.goto('/trust/walls');
  await expect(request(otto.page)).toContainText(/Closed[\s\S]*Hanna[\s\S]*OPS-1204[\s\S]*\d+ things read, from/);
  await otto.page.goto('/trust/seen?type=breakglass.close');
  await expect(otto.page.getByRole('listitem').filter({ hasText: 'Emergency access closed' })).toHaveCount(1);
});

test('a customer says never, and nobody can even ask', async () => {
  await otto.page.goto('/trust/walls');
  await otto.page.getByRole('button', { name: 'Never allow it' }).click();
  await otto.page.getByRole('group').getByRole('button', { name: 'Never allow it' }).click();
  await expect(otto.page.getByText('You have ruled it out. Nobody can even ask.')).toBeVisible();
  const asked = await hanna.page.request.post('/api/registry/glasses', { data: { codeName, project, reason: 'support', ticket: 'OPS-1', minutes: 60 }, headers: { 'X-Cloison': '1' } });
  expect([asked.status(), ((await asked.json()) as { code: string }).code]).toEqual([403, 'not_eligible']);
});

const request = (page: Page) => page.getByRole('listitem').filter({ hasText: 'OPS-1204' });

async function firstAdministrator(operator: Person, browser: Browser, customer: string, name: string): Promise<Person> {
  const { invitation } = await api<{ invitation: { link: string } }>(operator, 'POST', '/api/customers', { name: customer });
  const person = await newBrowser(browser, server, name);
  await person.page.goto(invitation.link);
  await fillAccount(person.page, name);
  await person.page.getByRole('button', { name: /join/i }).click();
  await expect(person.page.getByRole('heading', { level: 1, name: /Hello/ })).toBeVisible();
  return person;
}
