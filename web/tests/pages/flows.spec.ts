import { expect, test, type Page } from '@playwright/test';
import { fake } from './pages';

test.beforeEach(async ({ request }) => { await fake(request, {}); });

const openProject = async (page: Page, name: string, tab = '') => {
  const list = (await (await page.request.get('/api/projects')).json()) as { items: { id: string; name: string }[] };
  await page.goto(`/projects/${list.items.find((p) => p.name.startsWith(name))?.id}${tab}`);
};
const imageFile = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.from('x'.repeat(2_000)) });

test('when the session ends, signing in in place keeps the form and sends it', async ({ page, request }) => {
  await openProject(page, 'Model answers', '/settings');
  await page.getByLabel('Name', { exact: true }).fill('Model answers, round 8');
  await fake(request, { signedIn: false });
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Password', { exact: true }).fill('right');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Model answers, round 8');
  await expect(page.getByText('Model answers, round 8').first()).toBeVisible();
});

test('the wizard survives a reload, can be done with keys, and makes a project', async ({ page }) => {
  await page.goto('/projects/new');
  await page.getByLabel('Project name').fill('Harbour cranes');
  await page.getByRole('radio', { name: /Boxes on images/ }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: 'Add class' }).click();
  await page.keyboard.type('crane');
  await page.waitForTimeout(400);
  await page.reload();
  await expect(page.getByText('Your unfinished project is back.')).toBeVisible();
  await expect(page.getByLabel('Name of crane')).toHaveValue('crane');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Bring in your data' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour cranes' })).toBeVisible();
});

test('a wrong ontology says where, and does not go on', async ({ page }) => {
  await openProject(page, 'Model answers', '/ontology');
  await page.getByLabel('Value of a', { exact: true }).fill('b');
  await expect(page.getByText('“b” is there twice.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Save as version/ })).toBeDisabled();
});

test('an import that was cut off goes on after a reload, and sends only what is missing', async ({ page, request }) => {
  await openProject(page, 'Model answers', '/import');
  await fake(request, { slowUploads: 400 });
  const names = Array.from({ length: 8 }, (_, i) => `photo_${i}.jpg`);
  const choose = () => page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(names.map(imageFile));
  await choose();
  await page.getByRole('button', { name: 'Start import' }).click();
  await expect(page.getByText(/[34] of 8 files/)).toBeVisible();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  await fake(request, {});
  await expect(page.getByText('Drop the same folder again to go on')).toBeVisible();
  await choose();
  await expect(page.getByText('See the tasks')).toBeVisible();
  const id = new URL(page.url()).searchParams.get('import') ?? '';
  const project = /projects\/([^/]+)/.exec(page.url())?.[1] ?? '';
  const files = (await (await request.get(`/api/projects/${project}/imports/${id}/files`)).json()) as { items: { path: string }[] };
  expect(files.items.map((f) => f.path).sort()).toEqual(names);
});

test('a table of rows is mapped before it is imported', async ({ page }) => {
  await openProject(page, 'Historic', '/import');
  await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles({ name: 'letters.csv', mimeType: 'text/csv', buffer: Buffer.from('id,body,year\n1,Dear Marie,1891\n2,Dear Pierre,1892\n') });
  await expect(page.getByRole('heading', { name: 'Columns' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /body/ })).toContainText('text');
  await page.getByRole('button', { name: 'Start import' }).click();
  await expect(page.getByText('See the tasks')).toBeVisible();
});

test('keys go to pages, open the palette and explain themselves', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to a page').fill('historic');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /Historic letters/ })).toBeVisible();
});

test('the filters of the task list are in the address', async ({ page }) => {
  await openProject(page, 'Street', '/tasks');
  await page.getByRole('radiogroup', { name: 'State' }).getByText('In review').click();
  await expect(page).toHaveURL(/state=review/);
  await page.keyboard.press('/');
  await page.keyboard.type('frame_0001');
  await expect(page).toHaveURL(/search=frame_0001/);
  await page.reload();
  await expect(page.getByLabel('Search names and texts')).toHaveValue('frame_0001');
  await expect(page.getByRole('list', { name: 'Tasks' }).getByRole('link').first()).toContainText('frame_0001');
});

test('nothing on the way breaks the content security policy', async ({ page }) => {
  const broken: string[] = [];
  page.on('console', (message) => { if (/content security policy/i.test(message.text())) broken.push(message.text()); });
  for (const [name, tab] of [['Street', ''], ['Street', '/tasks'], ['Street', '/instructions'], ['Street', '/ontology'], ['Model answers', '/import']] as const) {
    await openProject(page, name, tab);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Go to a page')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(broken).toEqual([]);
});

test('everything is there in French too', async ({ page }) => {
  await page.goto('/account');
  await page.getByText('Français').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mon compte' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.getByText('English').click();
});
