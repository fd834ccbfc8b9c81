import { expect, test, type Browser, type Page } from '@playwright/test';
import { mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoPerson, demoProject, demoTask } from './demo';
import { api, invite, password, supportStaff, type Person } from './people';
import { Server } from './server';
import { addTasks, answerNext, makeMoods } from './workbench';

/** The pictures of the README and the documentation: SHOTS=1 npx playwright test screenshots. Names may follow: SHOTS=home,work-image. */
const wanted = process.env.SHOTS;
const folder = resolve(import.meta.dirname, '../../docs/images');
const largest = 250_000;

test.skip(wanted === undefined, 'only on request: SHOTS=1');

const server = new Server();
let ada: Person;
let moods = '';
let worst: Person;
test.beforeAll(async ({ browser }) => {
  if (wanted === undefined) return;
  mkdirSync(folder, { recursive: true });
  await server.start('demo');
  ada = await demoPerson(browser, server, 'Ada');
});
test.afterAll(() => server.dispose());

const heading = (name: string | RegExp) => (page: Page) => expect(page.getByRole('heading', { name }).first()).toBeVisible();
const tab = async (of: string) => `/projects/${await demoProject(ada, 'image')}${of}`;
const atWork = async (page: Page) => { await expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled(); };

const shots: Record<string, { by?: (browser: Browser) => Promise<Person>; address(): Promise<string>; ready(page: Page): Promise<unknown> }> = {
  home: { address: async () => '/', ready: heading(/Hello/) },
  projects: { address: async () => '/projects', ready: heading('Projects') },
  wizard: {
    address: async () => '/projects/new',
    ready: async (page) => {
      await expect(page.getByLabel('Project name').or(page.getByPlaceholder('Class name')).first()).toBeVisible();
      if (await page.getByPlaceholder('Class name').first().isVisible()) return;
      await page.getByLabel('Project name').fill('Birds on the pier');
      await page.getByText('Boxes on images').click();
      await page.keyboard.press('Control+Enter');
      await page.getByPlaceholder('Class name').first().fill('gull');
      for (const name of ['cormorant', 'heron']) {
        await page.getByRole('button', { name: 'Add class' }).click();
        await page.keyboard.type(name);
      }
      await page.waitForTimeout(500);
    },
  },
  project: { address: () => tab(''), ready: heading('People') },
  tasks: { address: () => tab('/tasks'), ready: (page) => expect(page.getByRole('list', { name: 'Tasks' }).getByRole('link').first()).toBeVisible() },
  task: { address: async () => { const project = await demoProject(ada, 'image'); return `/projects/${project}/tasks/${await demoTask(ada, project, '?state=review')}`; }, ready: (page) => expect(page.getByRole('article').first()).toBeVisible() },
  import: { address: () => tab('/import'), ready: heading('Import') },
  export: {
    address: async () => {
      const project = await demoProject(ada, 'image');
      const { id } = await api<{ id: string }>(ada, 'POST', `/api/projects/${project}/exports`, { format: 'coco' });
      await expect.poll(async () => (await api<{ state: string }>(ada, 'GET', `/api/projects/${project}/exports/${id}`)).state).toBe('done');
      return tab('/export');
    },
    ready: heading('Export'),
  },
  people: { address: async () => '/people', ready: heading('People') },
  keys: { address: async () => '/keys', ready: heading('API keys') },
  staffing: { address: async () => '/staffing', ready: heading('Staffing') },
  trust: { address: async () => '/trust', ready: heading('May see your data now') },
  'trust-seen': { address: async () => '/trust/seen', ready: heading('Who has seen it') },
  'trust-log': {
    address: async () => '/trust/log',
    ready: async (page) => {
      const pin = page.getByRole('button', { name: 'It is the same: remember it' });
      await expect(pin.or(page.getByRole('button', { name: 'Verify now' }))).toBeVisible();
      if (await pin.isVisible()) await pin.click();
      await page.getByRole('button', { name: 'Verify now' }).click();
      await expect(page.getByText(/^Verified:/)).toBeVisible();
    },
  },
  'trust-keys': { address: async () => '/trust/keys', ready: heading('Each key') },
  'trust-walls': { address: async () => '/trust/walls', ready: heading('Not our rivals') },
  'trust-certificates': {
    address: async () => '/trust/certificates',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Screening certificate' }).click();
      await expect(page.getByText('cloison screening certificate v1')).toBeVisible();
    },
  },
  emergency: {
    by: async (browser) => {
      const hanna = await supportStaff(ada, browser, server, 'Hanna');
      // Her sessions ended when she became support staff.
      await api(hanna, 'POST', '/api/sign-in', { email: 'hanna@example.org', password });
      const { codeName } = await api<{ codeName: string }>(ada, 'GET', '/api/walls');
      await api(hanna, 'POST', '/api/registry/glasses', { codeName, project: await demoProject(ada, 'image'), reason: 'support', ticket: 'OPS-1204', minutes: 60 });
      return hanna;
    },
    address: async () => '/customers/emergency',
    ready: (page) => expect(page.getByRole('listitem').filter({ hasText: 'OPS-1204' })).toContainText('0 of 2 approvals'),
  },
  owners: {
    address: async () => {
      await api(ada, 'PUT', '/api/registry/owners', {
        owners: [
          { name: 'Berg Holding', kind: 'owner', share: 62.5, interests: [] }, { name: 'Quay Ventures', kind: 'investor', share: 37.5, interests: [] },
          { name: 'Olga von Berg', kind: 'board', interests: [] },
        ],
      });
      return '/customers/owners';
    },
    ready: heading(/owner/i),
  },
  quality: {
    by: async (browser) => {
      moods = await makeMoods(ada, 'Moods of letters');
      await addTasks(ada, moods, Array.from({ length: 60 }, (_, i) => ({ externalId: `Letter ${i + 1}`, data: { text: `Letter ${i + 1}: thank you, it went better than last time.` } })));
      const { items } = await api<{ items: { id: string }[] }>(ada, 'GET', `/api/projects/${moods}/tasks?limit=200`);
      for (const task of items.slice(0, 12)) await api(ada, 'PUT', `/api/projects/${moods}/tasks/${task.id}/gold`, { answer: { values: { mood: 'good' } }, purpose: task === items[0] ? 'training' : task === items[1] ? 'exam' : 'hidden' });
      await api(ada, 'PUT', `/api/projects/${moods}/quality/settings`, {
        wantedConfidence: 0.9, maxAnswers: 4, goldRate: 0.3, newcomerGoldRate: 0.4, passScore: 0.8, rules: [{ id: 'streak', measure: 'wrong_gold_streak', threshold: 3, minEvidence: 3, action: 'pause' }],
      });
      const wrong = { Mira: 9, Noel: 13, Iris: 4, Tomas: 2 } as const;
      const people = [];
      for (const [name, every] of Object.entries(wrong)) people.push({ every, by: await invite(ada, browser, server, name, ['annotator']) });
      for (let round = 0; round < 4; round++) {
        for (const [n, person] of people.entries())
          for (let i = 0; i < 60; i++) if ((await answerNext(person.by, moods, { values: { mood: (i * 7 + n) % person.every === 0 || (person.every === 2 && i < 8) ? 'bad' : 'good' } })).status !== 200) break;
        await ada.page.waitForTimeout(1_500);
      }
      worst = people[3]!.by;
      return ada;
    },
    address: async () => `/projects/${moods}/quality`,
    ready: heading('People'),
  },
  'quality-analysis': {
    address: async () => `/projects/${moods}/quality`,
    ready: async (page) => {
      await expect(page.getByRole('img', { name: /Krippendorff’s alpha/ })).toBeVisible();
      await page.getByRole('heading', { name: 'What the answers say' }).evaluate((element) => element.scrollIntoView());
    },
  },
  acceptance: {
    address: async () => {
      await api(ada, 'POST', `/api/projects/${moods}/acceptances`, { rejectableErrorRate: 0.15, consumerRisk: 0.1, confidence: 0.95 });
      return `/projects/${moods}/quality/acceptances/1`;
    },
    ready: heading(/^Acceptance 1/),
  },
  audit: { address: async () => `/audit/${moods}/1`, ready: (page) => expect(page.getByRole('article')).toBeVisible() },
  'my-quality': { by: async () => worst, address: async () => `/my-quality/${moods}`, ready: heading('What happened, and why') },
  customers: { address: async () => '/customers', ready: heading('Customers') },
  account: { address: async () => '/account', ready: heading('Passkeys') },
  ontology: { address: () => tab('/ontology'), ready: (page) => expect(page.getByPlaceholder('Class name').first()).toBeVisible() },
  instructions: { address: () => tab('/instructions'), ready: heading('Instructions') },
  settings: { address: () => tab('/settings'), ready: heading('Settings') },
  'api-docs': { address: async () => '/api-docs', ready: (page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible() },
  'sign-in': { address: async () => '/sign-in', ready: (page) => expect(page.getByRole('heading', { level: 1 })).toBeVisible() },
  'work-image': {
    address: async () => `/work/${await demoProject(ada, 'image')}`,
    ready: async (page) => { await atWork(page); await page.waitForTimeout(300); await page.keyboard.press('n'); },
  },
  'work-text': {
    address: async () => `/work/${await demoProject(ada, 'text')}`,
    ready: async (page) => {
      await atWork(page);
      if (await page.getByText('Phileas Fogg', { exact: true }).isVisible()) return;
      // By keys: so many words on, so many characters, so many words marked, and the class.
      await page.keyboard.press('Control+Home');
      for (const [words, characters, marked, label] of [[1, 2, 2, '1'], [6, 2, 2, '3'], [0, 2, 2, '3'], [4, 1, 1, '1']] as const) {
        for (let i = 0; i < words; i++) await page.keyboard.press('Control+ArrowRight');
        for (let i = 0; i < characters; i++) await page.keyboard.press('ArrowRight');
        for (let i = 0; i < marked; i++) await page.keyboard.press('Control+Shift+ArrowRight');
        await page.keyboard.press(label);
        await page.keyboard.press('Escape');
      }
      await expect(page.locator('[data-status=saved]')).toBeVisible();
    },
  },
  'work-form': { address: async () => `/work/${await demoProject(ada, 'compare')}`, ready: atWork },
  review: { address: async () => `/review/${await demoProject(ada, 'image')}`, ready: (page) => expect(page.getByRole('button', { name: /^Accept/ })).toBeEnabled() },
};

for (const [name, shot] of Object.entries(shots))
  test(name, async ({ browser }) => {
    test.skip(wanted !== '1' && !wanted?.split(',').includes(name), 'not asked for');
    const page = await (await (shot.by?.(browser) ?? ada)).context.newPage();
    const address = await shot.address();
    for (const [theme, size] of [['light', 'desk'], ['dark', 'desk'], ['light', 'phone']] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      if (theme === 'light') {
        await page.setViewportSize(size === 'desk' ? { width: 1440, height: 900 } : { width: 390, height: 844 });
        await page.goto(address);
        await shot.ready(page);
      }
      await page.waitForTimeout(500);
      const path = join(folder, `${name}-${size === 'phone' ? 'phone' : theme}.png`);
      await page.screenshot({ path });
      expect(statSync(path).size, path).toBeLessThan(largest);
    }
    await page.close();
  });
