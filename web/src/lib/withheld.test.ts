import { expect, test } from 'vitest';
import { withheld } from './withheld';

test('any answer can say that a project is withheld; only the project itself that it is there again', () => {
  let said = 0;
  const stop = withheld.subscribe(() => said++);
  withheld.note('GET', '/projects', 451);
  withheld.note('PUT', '/projects/prj_1/tasks/tsk_1/draft', 451);
  withheld.note('PUT', '/projects/prj_1/tasks/tsk_1/draft', 451);
  expect([withheld.has('prj_1'), withheld.has('prj_2'), said]).toEqual([true, false, 1]);
  withheld.note('POST', '/projects/prj_1/leases/lse_1/heartbeat', 200);
  withheld.note('GET', '/projects/prj_2', 200);
  expect([withheld.has('prj_1'), said]).toEqual([true, 1]);
  withheld.note('GET', '/projects/prj_1', 200);
  expect([withheld.has('prj_1'), said]).toEqual([false, 2]);
  stop();
});
