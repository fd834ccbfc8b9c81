import { expect, test } from '@playwright/test';
import { api, invite, password, setUp, type Person } from './people';
import { Server } from './server';
import { answersIn, boxes, boxOntology, canvasReady, drawBox, imageProject, localDrafts, newPage, openWork, signInElsewhere, status, submit, tasksOf } from './workbench';

/*
 * How labelling tools are known to lose work, one test each. After every accident there are two questions: is what the person
 * drew still there, and does the server have each answer exactly once.
 */
const server = new Server();
let ada: Person;
let ana: Person;
let sleeper: Person;
let tooLate: string;
let asleepSince: number;

test.beforeAll(async ({ browser }) => {
  await server.start();
  ada = await setUp(browser, server);
  ana = await invite(ada, browser, server, 'Ana', ['annotator']);
  // The last test is about a lease that ended long ago: begun first, so that nobody waits for it.
  sleeper = await invite(ada, browser, server, 'Cleo', ['annotator']);
  tooLate = await imageProject(ada, 'Too late', 1, { leaseSeconds: 60 });
  await openWork(sleeper.page, tooLate);
  await drawBox(sleeper.page, 0.3, 0.3);
  await expect(status(sleeper.page)).toHaveAttribute('data-status', 'saved');
  // The computer is closed: no sign of life.
  await sleeper.context.setOffline(true);
  asleepSince = Date.now();
});
test.afterAll(() => server.dispose());
test.beforeEach(async () => { ana = { ...ana, page: await newPage(ana.context) }; });
test.afterEach(async () => {
  await ana.context.setOffline(false);
  await ana.context.unrouteAll({ behavior: 'ignoreErrors' });
  await ana.page.close();
});

test('a reload before the server has the draft: this device has it', async () => {
  const project = await imageProject(ada, 'Reload before autosave', 1);
  const { page } = ana;
  await page.route('**/draft', (route) => route.abort());
  await openWork(page, project);
  await drawBox(page, 0.3, 0.3);
  await drawBox(page, 0.5, 0.5);
  await expect.poll(() => localDrafts(page)).toBe(1);
  await page.reload();
  await canvasReady(page);
  await expect(boxes(page)).toHaveCount(2);
});

test('after the autosave another device goes on with the draft', async ({ browser }) => {
  const project = await imageProject(ada, 'Another device', 1);
  await openWork(ana.page, project);
  await drawBox(ana.page, 0.3, 0.3);
  await drawBox(ana.page, 0.5, 0.5);
  await expect(status(ana.page)).toHaveAttribute('data-status', 'saved');
  const elsewhere = await signInElsewhere(browser, server, 'Ana');
  await openWork(elsewhere.page, project);
  await expect(boxes(elsewhere.page)).toHaveCount(2);
  await elsewhere.context.close();
});

test('a crashed page: the next one has what was drawn', async ({ browser }) => {
  const project = await imageProject(ada, 'Crash', 1);
  const { page, context } = await signInElsewhere(browser, server, 'Ana');
  // Nothing reaches the server, neither before the crash nor on the way out.
  await context.route('**/draft', (route) => route.abort());
  await openWork(page, project);
  await drawBox(page, 0.3, 0.3);
  await drawBox(page, 0.5, 0.3);
  await drawBox(page, 0.3, 0.6);
  await expect.poll(() => localDrafts(page)).toBeGreaterThan(0);
  // The promise is 300 ms from the last change.
  await page.waitForTimeout(350);
  const crashed = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const next = await newPage(context);
  await openWork(next, project);
  await expect(boxes(next)).toHaveCount(3);
  await context.close();
});

test('no network while two tasks are handed in: both arrive when it is back', async () => {
  const project = await imageProject(ada, 'Offline', 3);
  const { page } = ana;
  await openWork(page, project);
  // The next tasks are held ahead.
  await page.waitForTimeout(1_500);
  await ana.context.setOffline(true);
  await drawBox(page, 0.3, 0.3);
  await submit(page);
  await expect(boxes(page)).toHaveCount(0);
  await drawBox(page, 0.4, 0.4);
  await drawBox(page, 0.6, 0.4);
  await submit(page);
  await expect(boxes(page)).toHaveCount(0);
  await expect(status(page)).toContainText('Offline, saved on this device · 2 to send');
  await ana.context.setOffline(false);
  await expect(status(page)).toContainText('Saved');
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  const answers = answersIn(await tasksOf(ada, project));
  expect(answers.map((a) => a.content.regions?.length).sort()).toEqual([1, 2]);
});

test('the server is killed while answers are on their way: each arrives exactly once', async () => {
  const project = await imageProject(ada, 'Power cut', 6);
  const { page } = ana;
  const acknowledged: string[] = [];
  page.on('response', (r) => { if (r.url().endsWith('/annotations') && r.ok()) void r.json().then((receipt: { annotation: string }) => acknowledged.push(receipt.annotation), () => undefined); });
  await openWork(page, project);
  await page.waitForTimeout(1_000);
  const onTheWay = page.waitForRequest((r) => r.url().endsWith('/annotations'));
  for (const at of [0.3, 0.4, 0.5]) {
    await drawBox(page, at, 0.4);
    await submit(page);
    await expect(boxes(page)).toHaveCount(0);
  }
  await onTheWay;
  await server.stop('SIGKILL');
  await expect(status(page)).toContainText('Offline, saved on this device');
  const before = [...acknowledged];
  await server.start();
  await expect(status(page)).toHaveAttribute('data-status', 'saved', { timeout: 60_000 });
  await expect.poll(async () => answersIn(await tasksOf(ada, project)).length).toBe(3);
  const tasks = await tasksOf(ada, project);
  const ids = answersIn(tasks).map((a) => a.id);
  expect(new Set(ids).size).toBe(3);
  expect(ids).toEqual(expect.arrayContaining(before));
  for (const task of tasks) expect(task.annotations.length).toBeLessThanOrEqual(1);
  for (const answer of answersIn(tasks)) expect(answer.content.regions).toHaveLength(1);
});

test('the session ends while drawing: signing in in place, nothing is gone', async ({ browser }) => {
  const project = await imageProject(ada, 'Session', 2);
  const second = await signInElsewhere(browser, server, 'Ana');
  const { page } = second;
  await openWork(page, project);
  await drawBox(page, 0.3, 0.3);
  await api(ana, 'DELETE', '/api/me/sessions');
  await drawBox(page, 0.5, 0.5);
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(boxes(page)).toHaveCount(2);
  await drawBox(page, 0.6, 0.2);
  await submit(page);
  await expect.poll(async () => answersIn(await tasksOf(ada, project)).map((a) => a.content.regions?.length)).toEqual([3]);
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  await second.context.close();
});

test('a second tab says so, takes over and has the draft', async () => {
  const project = await imageProject(ada, 'Tabs', 1);
  await ana.context.route('**/draft', (route) => route.abort());
  await openWork(ana.page, project);
  await drawBox(ana.page, 0.3, 0.3);
  const second = await newPage(ana.context);
  await second.goto(`/work/${project}`);
  await expect(second.getByRole('heading', { name: 'Open in another tab' })).toBeVisible();
  // Drawn a moment before the other tab is asked to let go.
  await ana.page.bringToFront();
  await drawBox(ana.page, 0.5, 0.5);
  await second.bringToFront();
  await second.getByRole('button', { name: 'Go on here' }).click();
  await canvasReady(second);
  await expect(boxes(second)).toHaveCount(2);
  await expect(ana.page.getByRole('heading', { name: 'Open in another tab' })).toBeVisible();
  await ana.context.unrouteAll({ behavior: 'ignoreErrors' });
  await submit(second);
  await expect(status(second)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => answersIn(await tasksOf(ada, project)).map((a) => a.content.regions?.length)).toEqual([2]);
  await second.close();
});

test('a class is taken away meanwhile: what was begun is handed in under its own version', async () => {
  const project = await imageProject(ada, 'New version', 1);
  const { page } = ana;
  await openWork(page, project);
  await page.keyboard.press('3');
  await drawBox(page, 0.3, 0.3);
  await expect(boxes(page).first()).toContainText('buoy');
  await api(ada, 'PUT', `/api/projects/${project}/ontology`, { ...boxOntology, classes: boxOntology.classes!.filter((c) => c.name !== 'buoy') });
  await drawBox(page, 0.5, 0.5);
  await submit(page);
  await expect(status(page)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => answersIn(await tasksOf(ada, project)).map((a) => [a.ontologyVersion, ...a.content.regions!.map((r) => r.class)])).toEqual([[1, 'buoy', 'buoy']]);
});

test('the lead takes the task out meanwhile: the answer is kept', async () => {
  const project = await imageProject(ada, 'Cancelled', 1);
  await openWork(ana.page, project);
  await drawBox(ana.page, 0.3, 0.3);
  const [task] = await tasksOf(ada, project);
  await api(ada, 'PATCH', `/api/projects/${project}/tasks/${task!.id}`, { cancelled: true });
  await drawBox(ana.page, 0.5, 0.5);
  await submit(ana.page);
  await expect(status(ana.page)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => answersIn(await tasksOf(ada, project)).map((a) => a.content.regions?.length)).toEqual([2]);
});

test('the time runs out and somebody else is faster: the answer is kept as surplus', async ({ browser }) => {
  const ben = await invite(ada, browser, server, 'Ben', ['annotator']);
  await ben.page.waitForTimeout(Math.max(0, asleepSince + 62_000 - Date.now()));
  await openWork(ben.page, tooLate);
  await drawBox(ben.page, 0.6, 0.6);
  await submit(ben.page);
  await expect(status(ben.page)).toHaveAttribute('data-status', 'saved');
  await sleeper.context.setOffline(false);
  await drawBox(sleeper.page, 0.5, 0.5);
  await submit(sleeper.page);
  await expect(status(sleeper.page)).toHaveAttribute('data-status', 'saved');
  await expect.poll(async () => answersIn(await tasksOf(ada, tooLate)).map((a) => `${a.personName} ${a.state} ${a.content.regions?.length}`).sort()).toEqual(['Ben accepted 1', 'Cleo surplus 2']);
  await ben.context.close();
});
