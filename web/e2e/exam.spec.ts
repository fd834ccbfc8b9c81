import { expect, test, type Page } from '@playwright/test';
import { api, invite, setUp, type Person } from './people';
import { Server } from './server';
import { addTasks, answerNext, halfGoldWith, makeMoods } from './workbench';

/*
 * Before and beside the work: an exam that is failed, waited for, granted again and passed; then gold among the work finds somebody weak, who is sent
 * to training, is shown what would have been right and why, and goes on.
 */
const server = new Server();
let ada: Person;
let xena: Person;
let project: string;
const good = { values: { mood: 'good' } };

test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
  project = await makeMoods(ada, 'Moods');
  const texts = ['It was a joy.', 'Never again.', 'We laughed all evening.', 'A fine day out.', 'The soup was warm.', 'What a view.'];
  await addTasks(ada, project, Array.from({ length: 24 }, (_, i) => ({ externalId: `task ${i}`, data: { text: texts[i % texts.length]! } })));
  const { items } = await api<{ items: { id: string }[] }>(ada, 'GET', `/api/projects/${project}/tasks`);
  const make = (from: number, to: number, more: object) => Promise.all(items.slice(from, to).map((task) => api(ada, 'PUT', `/api/projects/${project}/tasks/${task.id}/gold`, { answer: good, ...more })));
  await make(0, 4, { purpose: 'exam' });
  await make(4, 5, { purpose: 'training', explanation: 'Praise counts as good, however short it is.' });
  await make(5, 9, {});
});
test.afterAll(() => server.dispose());

const work = async (page: Page): Promise<void> => { await page.goto(`/work/${project}`); };
const mood = async (page: Page, which: 'good' | 'bad'): Promise<void> => {
  await expect(page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
  await page.getByRole('radio', { name: which }).click({ force: true });
  await page.keyboard.press('Control+Enter');
};

test('nobody is given work before the exam is passed; who fails is told when, and a lead can give another try', async ({ browser }) => {
  const { page } = ada;
  await page.goto(`/projects/${project}/quality`);
  await page.getByRole('switch', { name: 'Ask for an exam first' }).check({ force: true });
  await page.getByRole('textbox', { name: 'Questions' }).fill('9');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(/The project has 4 exam tasks; a try needs 9/).first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Questions' }).fill('2');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();

  xena = await invite(ada, browser, server, 'Xena', ['annotator']);
  await work(xena.page);
  await expect(xena.page.getByText('Exam: question 1 of 2')).toBeVisible();
  await mood(xena.page, 'bad');
  await expect(xena.page.getByText('Exam: question 2 of 2')).toBeVisible();
  await mood(xena.page, 'bad');
  await expect(xena.page.getByText('Exam not passed: 0%.')).toBeVisible();
  await expect(xena.page.getByRole('heading', { name: 'You may try the exam again later' })).toBeVisible();
  await xena.page.getByRole('link', { name: 'My quality' }).last().click();
  await expect(xena.page.getByText('Try 1: 0% of 2 questions, not enough')).toBeVisible();
  await expect(xena.page.getByText(/The next try may begin on .* 2 are left\./)).toBeVisible();

  await page.reload();
  await expect(page.getByText('Exam not passed yet')).toBeVisible();
  await page.getByRole('button', { name: 'One more try now' }).click();
  await expect(page.getByText('Exam not begun')).toBeVisible();

  await work(xena.page);
  await mood(xena.page, 'good');
  await expect(xena.page.getByText('Exam: question 2 of 2')).toBeVisible();
  await mood(xena.page, 'good');
  await expect(xena.page.getByText('Exam passed with 100%.')).toBeVisible();
  // The work is there, and says nothing of an exam.
  await expect(xena.page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
  await expect(xena.page.getByText(/Exam: question/)).toHaveCount(0);
});

test('who is weak is found by gold, sent to training, shown what is right and why, and goes on', async () => {
  const { page } = ada;
  await page.goto(`/projects/${project}/quality`);
  await halfGoldWith(page, 'Sent to training');

  // At home, so that what the workbench holds ahead does not come between.
  await xena.page.goto('/work');
  const standing = async () => (await api<{ standing: string }>(xena, 'GET', `/api/projects/${project}/my-quality`)).standing;
  for (let i = 0; i < 12 && (await standing()) === 'good'; i++) await answerNext(xena, project, { values: { mood: 'bad' } });
  expect(await standing()).toBe('retraining');

  await work(xena.page);
  await expect(xena.page.getByText('Training', { exact: true })).toBeVisible();
  await mood(xena.page, 'bad');
  await expect(xena.page.getByText('Not right yet (0%).')).toBeVisible();
  await expect(xena.page.getByText('Praise counts as good, however short it is.')).toBeVisible();
  await expect(xena.page.getByText('mood: you said bad, right is good.')).toBeVisible();
  await xena.page.keyboard.press('Enter');
  await expect(xena.page.getByText('Not right yet (0%).')).toHaveCount(0);
  await expect(xena.page.getByRole('button', { name: /^Submit/ })).toBeEnabled();
  expect(await standing()).toBe('good');
});
