import { expect, test } from '@playwright/test';
import { api, invite, setUp } from './people';
import { Server } from './server';
import { boxes, boxOntology, canvasReady, drawBox, imageProject, lookAgain, openWork, signInElsewhere, status, submit, tasksOf } from './workbench';

const server = new Server();
test.beforeAll(() => server.start());
test.afterAll(() => server.dispose());

test('an answer is sent back with a remark on a region, mended, and another is fixed by the reviewer', async ({ browser }) => {
  const ada = await setUp(browser, server);
  const ana = await invite(ada, browser, server, 'Ana', ['annotator']);
  const rita = await invite(ada, browser, server, 'Rita', ['reviewer']);
  const project = await imageProject(ada, 'Reviewed', 2, { reviewLevels: 1 });

  await openWork(ana.page, project);
  await drawBox(ana.page, 0.3, 0.3);
  await submit(ana.page);
  await expect(boxes(ana.page)).toHaveCount(0);
  await drawBox(ana.page, 0.4, 0.4);
  await submit(ana.page);
  await expect(ana.page.getByText('Nothing waiting')).toBeVisible();
  await expect(status(ana.page)).toHaveAttribute('data-status', 'saved');

  // The first: a remark pinned to the region, and back.
  const { page } = rita;
  await page.goto(`/review/${project}`);
  await expect(page.getByRole('button', { name: /^Accept/ })).toBeEnabled();
  await expect(boxes(page)).toHaveCount(1);
  await boxes(page).first().click();
  await page.keyboard.press('c');
  await expect(page.getByLabel('New comment')).toBeFocused();
  await page.keyboard.type('The mast is missing.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('listitem').filter({ hasText: 'The mast is missing.' })).toBeVisible();
  await page.getByTestId('image-canvas').focus();
  await page.keyboard.press('r');
  await expect(page.getByLabel('Why it is sent back')).toBeFocused();
  await page.keyboard.type('Please include the mast.');
  await page.keyboard.press('Enter');

  // The second: put right by the reviewer.
  await expect(page.getByRole('button', { name: /^Fix/ })).toBeEnabled();
  await expect(page.getByText('The mast is missing.')).toBeHidden();
  await page.waitForTimeout(200);
  await page.keyboard.press('f');
  await drawBox(page, 0.6, 0.6);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('There is nothing to review for you.', { exact: false })).toBeVisible();
  await expect(status(page)).toHaveAttribute('data-status', 'saved');

  // Back at the annotator, with both remarks and her own answer.
  await lookAgain(ana.page);
  await canvasReady(ana.page);
  await expect(ana.page.getByText('Sent back by Rita:')).toBeVisible();
  await expect(ana.page.getByText('Please include the mast.')).toBeVisible();
  await expect(boxes(ana.page)).toHaveCount(1);
  await ana.page.getByRole('button', { name: 'The mast is missing.' }).click();
  await expect(ana.page.getByRole('listitem').filter({ hasText: 'The mast is missing.' })).toBeVisible();
  await drawBox(ana.page, 0.3, 0.15);
  await submit(ana.page);
  await expect(ana.page.getByText('Nothing waiting')).toBeVisible();
  await expect(status(ana.page)).toHaveAttribute('data-status', 'saved');
  await lookAgain(page);
  await expect(page.getByRole('button', { name: /^Accept/ })).toBeEnabled();
  await expect(boxes(page)).toHaveCount(2);
  await page.waitForTimeout(200);
  await page.keyboard.press('a');
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => (await tasksOf(ada, project)).map((t) => t.state)).toEqual(['done', 'done']);

  const tasks = await tasksOf(ada, project);
  const sentBack = tasks.find((t) => t.history.some((e) => e.kind === 'rejected'))!;
  const fixed = tasks.find((t) => t.history.some((e) => e.kind === 'fixed'))!;
  expect(sentBack.annotations.map((a) => `${a.personName} ${a.state} ${a.content.regions?.length}`)).toEqual(expect.arrayContaining(['Ana accepted 2']));
  expect(sentBack.comments).toEqual([expect.objectContaining({ text: 'The mast is missing.', region: expect.any(String) })]);
  expect(fixed.annotations.map((a) => `${a.personName} ${a.content.regions?.length}`).sort()).toEqual(['Ana 1', 'Rita 2']);

  // And the lead sees all of it on the task's page.
  await ada.page.goto(`/projects/${project}/tasks/${fixed.id}`);
  await expect(ada.page.getByRole('article', { name: 'Ana' })).toContainText('Fixed');
  await expect(ada.page.getByRole('article', { name: 'Rita' })).toBeVisible();
  await expect(ada.page.getByText('Fixed in review')).toBeVisible();
  await ada.page.goto(`/projects/${project}/tasks/${sentBack.id}`);
  await expect(ada.page.getByText('Please include the mast.').first()).toBeVisible();
  await expect(ada.page.getByText('The mast is missing.').first()).toBeVisible();
});

test('an answer that was made before the labels changed is judged with the labels that its author saw', async ({ browser }) => {
  const ada = await signInElsewhere(browser, server, 'Ada Admin');
  const project = await imageProject(ada, 'Changed', 1, { reviewLevels: 1 });
  await openWork(ada.page, project);
  await drawBox(ada.page, 0.3, 0.3);
  await submit(ada.page);
  await expect(status(ada.page)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => (await tasksOf(ada, project))[0]!.annotations.length).toBe(1);
  await api(ada, 'PUT', `/api/projects/${project}/ontology`, { ...boxOntology, classes: boxOntology.classes!.slice(1) });

  const rita = await signInElsewhere(browser, server, 'Rita');
  await rita.page.goto(`/review/${project}`);
  await expect(rita.page.getByRole('button', { name: /^Accept/ })).toBeEnabled();
  await expect(boxes(rita.page)).toHaveCount(1);
  await expect(boxes(rita.page).first()).toContainText('boat');
  await rita.page.waitForTimeout(200);
  await rita.page.keyboard.press('a');
  await expect(status(rita.page)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => (await tasksOf(ada, project))[0]!.state).toBe('done');
  expect((await tasksOf(ada, project))[0]!.annotations[0]!.ontologyVersion).toBe(1);
});
