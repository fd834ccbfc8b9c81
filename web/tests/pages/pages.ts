import { expect, type APIRequestContext, type Page } from '@playwright/test';

/** How to reach each page, and what is on it once it has loaded. */
export interface PageUnderTest { name: string; open: (page: Page) => Promise<void>; fake?: Record<string, unknown> }

export const fake = (request: APIRequestContext, state: Record<string, unknown>) => request.post('/api/fake', { data: { signedIn: true, setupNeeded: false, slowUploads: 0, ...state } });

const projectId = async (page: Page, name: string) => {
  const list = (await (await page.request.get('/api/projects')).json()) as { items: { id: string; name: string }[] };
  return list.items.find((p) => p.name.startsWith(name))?.id ?? '';
};
const at = (name: string, address: string, heading: string | RegExp, fakeState?: Record<string, unknown>): PageUnderTest => ({
  name, fake: fakeState,
  open: async (page) => { await page.goto(address); await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible(); },
});
const inProject = (name: string, tab: string, ready: (page: Page) => Promise<void>, project = 'Street'): PageUnderTest => ({
  name, open: async (page) => { await page.goto(`/projects/${await projectId(page, project)}${tab}`); await ready(page); },
});
const heading = (name: string | RegExp) => (page: Page) => expect(page.getByRole('heading', { name }).first()).toBeVisible();

export const pages: PageUnderTest[] = [
  at('setup', '/setup#token', 'Set up this server', { signedIn: false, setupNeeded: true }),
  at('sign-in', '/sign-in', 'Sign in', { signedIn: false }),
  at('invite', '/invite#secret', /Join/, { signedIn: false }),
  at('home', '/', /Hello/),
  at('work', '/work', 'My work'),
  at('projects', '/projects', 'Projects'),
  at('new-project', '/projects/new', 'New project'),
  { name: 'new-project-labels', open: async (page) => {
    await page.goto('/projects/new');
    await page.getByLabel('Project name').fill('Warehouse shelves');
    await page.getByText('Boxes on images').click();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: 'Classes' })).toBeVisible();
  } },
  inProject('overview', '', (page) => expect(page.getByRole('heading', { name: 'People' })).toBeVisible()),
  inProject('overview-empty', '', heading('Bring in your data'), 'Model answers'),
  inProject('tasks', '/tasks', (page) => expect(page.getByText('frame_00003')).toBeVisible()),
  { name: 'task', open: async (page) => {
    const id = await projectId(page, 'Street');
    const list = (await (await page.request.get(`/api/projects/${id}/tasks?state=done`)).json()) as { items: { id: string }[] };
    await page.goto(`/projects/${id}/tasks/${list.items[0]?.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  } },
  { name: 'task-text', open: async (page) => {
    const id = await projectId(page, 'Historic');
    const list = (await (await page.request.get(`/api/projects/${id}/tasks?state=done`)).json()) as { items: { id: string }[] };
    await page.goto(`/projects/${id}/tasks/${list.items[0]?.id}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  } },
  inProject('import', '/import', heading('Import')),
  inProject('export', '/export', heading('Export')),
  inProject('ontology', '/ontology', heading('Labels and questions')),
  inProject('instructions', '/instructions', heading('Instructions')),
  inProject('settings', '/settings', heading('Settings')),
  at('people', '/people', 'People'),
  at('keys', '/keys', 'API keys'),
  at('account', '/account', 'My account'),
  at('customers', '/customers', 'Customers'),
];
