import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { demoPerson, demoProject, demoTask } from './demo';
import { api, newBrowser, type Person } from './people';
import { Server } from './server';

/*
 * Every page of the real product with data in it, in both themes: no serious finding of axe, nothing in the console, nothing
 * stopped by the content security policy, and no sideways scrolling on a phone.
 */
const server = new Server();
const empty = new Server();
let ada: Person;
let stranger: Person;

test.beforeAll(async ({ browser }) => {
  await server.start('demo');
  ada = await demoPerson(browser, server, 'Ada');
  stranger = await newBrowser(browser, server, 'nobody');
});
test.afterAll(async () => {
  await server.dispose();
  await empty.dispose();
});

interface PageUnderTest { readonly name: string; readonly signedOut?: boolean; readonly firstStart?: boolean; readonly accepted?: RegExp; address(): string | Promise<string>; ready(page: Page): Promise<void> }

const heading = (name: string | RegExp, level?: number) => (page: Page) => expect(page.getByRole('heading', { name, ...(level !== undefined && { level }) }).first()).toBeVisible();
const at = (name: string, address: string, title: string | RegExp): PageUnderTest => ({ name, address: () => address, ready: heading(title, 1) });
const inProject = (tab: string, title: string | RegExp): PageUnderTest => ({ name: `project${tab}`, address: async () => `/projects/${await demoProject(ada, 'image')}${tab}`, ready: heading(title) });
const task = (which: 'image' | 'text' | 'choice' | 'form', query = ''): PageUnderTest => ({
  name: `task, ${which}`, ready: async (page) => { await heading(/./, 1)(page); await expect(page.getByRole('article').first()).toBeVisible(); },
  address: async () => { const project = await demoProject(ada, which); return `/projects/${project}/tasks/${await demoTask(ada, project, query)}`; },
});
const work = (which: 'image' | 'text' | 'choice' | 'compare' | 'form'): PageUnderTest => ({
  name: `work, ${which}`, address: async () => `/work/${await demoProject(ada, which)}`, ready: (page) => expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled(),
});

const pages: PageUnderTest[] = [
  { name: 'setup', firstStart: true, address: () => empty.setupLink, ready: heading('Set up this server', 1) },
  { ...at('sign-in', '/sign-in', 'Sign in'), signedOut: true },
  {
    // It asks who is signed in, and is told: nobody. Browsers write that down.
    name: 'invite', signedOut: true, accepted: /401 \(Unauthorized\) \S+\/api\/me$/, ready: heading(/Join/, 1),
    address: async () => new URL((await api<{ link: string }>(ada, 'POST', '/api/invitations', { roles: ['annotator'] })).link, server.url).href,
  },
  at('home', '/', /Hello/),
  at('my work', '/work', 'My work'),
  at('projects', '/projects', 'Projects'),
  at('new project', '/projects/new', 'New project'),
  at('people', '/people', 'People'),
  at('keys', '/keys', 'API keys'),
  at('staffing', '/staffing', 'Staffing'),
  at('trust: who may see', '/trust', 'Who may see your data'),
  at('trust: who has seen', '/trust/seen', 'Who has seen it'),
  // The log of logs takes this one in within a minute; until then the browser writes down that it is not there.
  { ...at('trust: log', '/trust/log', 'Access log'), accepted: /404 \(Not Found\) \S+\/api\/log\/anchor$/ },
  at('trust: keys', '/trust/keys', 'Keys'),
  at('trust: walls', '/trust/walls', 'Walls'),
  at('trust: certificates', '/trust/certificates', 'Certificates'),
  at('trust: leave', '/trust/leave', 'Leave'),
  at('customers', '/customers', 'Customers'),
  at('operator: emergency access', '/customers/emergency', 'Emergency access'),
  at('operator: people', '/customers/registry', 'People'),
  at('operator: owners', '/customers/owners', 'Owners of this server'),
  at('account', '/account', 'My account'),
  { name: 'not found', address: () => '/nothing-here', ready: heading('There is nothing at this address') },
  inProject('', 'People'),
  inProject('/tasks', 'Tasks'),
  inProject('/import', 'Import'),
  inProject('/export', 'Export'),
  inProject('/ontology', 'Labels and questions'),
  inProject('/instructions', 'Instructions'),
  inProject('/settings', 'Settings'),
  task('image', '?state=review'),
  task('text'),
  task('choice', '?state=done'),
  task('form'),
  work('image'), work('text'), work('choice'), work('compare'), work('form'),
  { name: 'review, image', address: async () => `/review/${await demoProject(ada, 'image')}`, ready: (page) => expect(page.getByRole('button', { name: /^Accept/ })).toBeEnabled() },
];

for (const p of pages)
  test(p.name, async ({ browser }) => {
    if (p.firstStart) await empty.start();
    const context = p.firstStart ? await browser.newContext({ locale: 'en-GB' }) : p.signedOut ? stranger.context : ada.context;
    const page = await context.newPage();
    const complaints = listen(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.goto(await p.address());
    await p.ready(page);
    await page.waitForTimeout(200);
    expect.soft(await graveFindings(page), 'light').toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
    // The attribute comes before the paint.
    await page.waitForTimeout(200);
    // Only the colours have changed.
    expect.soft(await graveFindings(page, ['color-contrast']), 'dark').toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    // The layout takes a moment to follow the window.
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(complaints.filter((c) => p.accepted?.test(c) !== true)).toEqual([]);
    await page.close();
    if (p.firstStart) await context.close();
  });

test('the theme that was chosen counts in the workbench, whatever the system has', async () => {
  const page = await ada.context.newPage();
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await api(ada, 'PATCH', '/api/me', { theme: 'dark' });
  await page.goto(`/work/${await demoProject(ada, 'image')}`);
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  const corner = () => page.getByTestId('image-canvas').locator('canvas').first().evaluate((c: HTMLCanvasElement) => [...c.getContext('2d')!.getImageData(2, 2, 1, 1).data].slice(0, 3));
  await expect.poll(corner).toEqual([0x15, 0x16, 0x18]);
  await api(ada, 'PATCH', '/api/me', { theme: 'light' });
  await page.reload();
  await expect.poll(corner).toEqual([0xe4, 0xe6, 0xea]);
  // And back to the system, which changes while the page is open.
  await api(ada, 'PATCH', '/api/me', { theme: 'auto' });
  await page.reload();
  await expect(page.getByTestId('image-canvas')).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect.poll(corner).toEqual([0x15, 0x16, 0x18]);
  await page.close();
});

test('all of this can fail: a picture without a text, an inline script, a wide block and an error are found', async () => {
  const page = await ada.context.newPage();
  const complaints = listen(page);
  await page.goto('/work');
  await heading('My work', 1)(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<img src="/logo.svg"><div style="width: 900px; height: 1px"></div>');
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    console.error('something broke');
  });
  expect((await graveFindings(page)).join()).toContain('image-alt');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeGreaterThan(390);
  expect(complaints.join()).toContain('something broke');
  expect(complaints.join()).toMatch(/content security policy/i);
  expect(await page.evaluate(() => 'intruder' in window)).toBe(false);
  await page.close();
});

/** Everything that a page says in the console as an error, which is also where violations of the policy are reported. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /content security policy/i.test(message.text())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** By all rules, or only by these. */
async function graveFindings(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join(' | ')}`);
}
