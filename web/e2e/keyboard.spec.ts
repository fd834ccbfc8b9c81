import { expect, test, type Page } from '@playwright/test';
import { setUp, type Person } from './people';
import { Server } from './server';
import { addTasks, boxes, canvasReady, imageProject, makeProject, status, tasksOf, template } from './workbench';

/** Without a pointer: page.mouse and clicks do not occur below. */
const server = new Server();
let ada: Person;
test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
});
test.afterAll(() => server.dispose());

test('from the sign-in page to the work by keys alone', async ({ browser }) => {
  await imageProject(ada, 'Way in', 1);
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await page.keyboard.type('ada.admin@example.org');
  await page.keyboard.press('Tab');
  await page.keyboard.type('a long enough pass phrase');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /Hello/ })).toBeVisible();
  // Tab goes to the work that waits, as it would for everybody.
  await tabTo(page, () => page.evaluate(() => document.activeElement?.getAttribute('href')?.startsWith('/work/') ?? false));
  await page.keyboard.press('Enter');
  await canvasReady(page);
  await context.close();
});

test('an image: a box is made, moved, sized, labelled, listed and handed in', async () => {
  const project = await imageProject(ada, 'Image by keys', 1);
  const { page } = ada;
  await page.goto(`/work/${project}`);
  await canvasReady(page);
  await tabTo(page, () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['testid'] === 'image-canvas'));
  await page.keyboard.press('Shift+B');
  await expect(boxes(page)).toHaveCount(1);
  await page.keyboard.press('2');
  await expect(boxes(page).first()).toContainText('heron');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
  for (let i = 0; i < 2; i++) await page.keyboard.press('Alt+Shift+ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+B');
  await page.keyboard.press('1');
  await expect(boxes(page)).toHaveCount(2);
  await page.keyboard.press('Delete');
  await page.keyboard.press('Control+z');
  await expect(boxes(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing waiting')).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  const [task] = await tasksOf(ada, project);
  expect(task!.annotations[0]!.content.regions?.map((r) => r.class).sort()).toEqual(['boat', 'heron']);
});

test('a text: words are marked from the caret, labelled and related', async () => {
  const project = await makeProject(ada, 'Text by keys', await template(ada, 'named_entities'));
  await addTasks(ada, project, [{ externalId: 'fogg', data: { text: 'Phileas Fogg left London.' } }]);
  const { page } = ada;
  await page.goto(`/work/${project}`);
  await expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+Shift+ArrowRight');
  await page.keyboard.press('Control+Shift+ArrowRight');
  await page.keyboard.press('1');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('2');
  await page.keyboard.press('Escape');
  // N goes from span to span; R begins a link at the selected one, Enter ends it at the one that N came to.
  for (const key of ['n', 'r', 'n', 'Enter']) await page.keyboard.press(key);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Nothing waiting')).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  const [task] = await tasksOf(ada, project);
  expect(task!.annotations[0]!.content.relations?.map((r) => r.name)).toEqual(['works_for']);
  expect(task!.annotations[0]!.content.regions?.map((r) => String(r.shape['quote']).trim())).toEqual(['Phileas Fogg', expect.stringMatching(/^(London)?\.?$/)]);
});

test('a form: every kind of question', async () => {
  const project = await makeProject(ada, 'Form by keys', {
    editor: 'form', inputs: [{ name: 'prompt', kind: 'text' }],
    fields: [
      { name: 'tone', kind: 'choice', title: 'Tone', required: true, options: [{ value: 'kind' }, { value: 'cold' }] },
      { name: 'true', kind: 'boolean', title: 'Is it true?', required: true },
      { name: 'faults', kind: 'multi_choice', title: 'Faults', options: [{ value: 'spelling' }, { value: 'facts' }, { value: 'length' }] },
      { name: 'score', kind: 'number', title: 'Score', min: 0, max: 10, required: true },
      { name: 'why', kind: 'text', title: 'Why', multiline: true, required: true },
    ],
  });
  await addTasks(ada, project, [{ externalId: 'one', data: { prompt: 'Herons are fish.' } }]);
  const { page } = ada;
  await page.goto(`/work/${project}`);
  await expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
  await page.keyboard.press('2');
  await page.keyboard.press('2');
  await page.keyboard.press('1');
  await page.keyboard.press('3');
  await tabTo(page, () => page.getByLabel('Score').evaluate((e) => e === document.activeElement));
  await page.keyboard.type('7');
  await tabTo(page, () => page.getByLabel('Why').evaluate((e) => e === document.activeElement));
  await page.keyboard.type('They are birds.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Nothing waiting')).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  const [task] = await tasksOf(ada, project);
  expect(task!.annotations[0]!.content.values).toEqual({ tone: 'cold', true: false, faults: ['spelling', 'length'], score: 7, why: 'They are birds.' });
});

async function tabTo(page: Page, there: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 40; i++) {
    if (await there()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}
