import { expect, test } from 'vitest';
import { curlOf, exampleOf, groupOf, grouped, innerOf, operationsOf, typeLabel, type OpenApi } from './openApi';

const document: OpenApi = {
  paths: {
    '/api/projects': { post: { description: 'For: Engineer; keys with scope write.', requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewProject' } } } } } },
    '/api/projects/{project}/tasks': {
      get: { description: 'For: Lead; keys with scope read.', responses: { 200: { content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Shape' } } } } } } },
      post: { description: 'For: Engineer; keys with scope write.', requestBody: { content: { 'application/x-ndjson': {} } } },
    },
    '/api/projects/{project}/claim': { post: { description: 'For: Annotator; not for keys.' } },
  },
  components: {
    schemas: {
      NewProject: { type: 'object', required: ['name', 'owner', 'shape'], properties: { name: { type: 'string' }, owner: { type: 'string', pattern: '^per_[0-7]$' }, note: { type: ['null', 'string'] }, shape: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Shape' }] } } },
      Shape: { anyOf: [{ $ref: '#/components/schemas/Box' }, { $ref: '#/components/schemas/Circle' }] },
      Box: { type: 'object', required: ['kind', 'x'], properties: { kind: { enum: ['box'] }, x: { type: 'number' } } },
      Word: { enum: ['open', 'done'] },
      Circle: { $ref: '#/components/schemas/Circle' },
    },
  },
};
const operations = operationsOf(document);
const find = (id: string) => operations.find((operation) => operation.id === id)!;

test('an address belongs to its first word below a project', () => {
  expect(['/api/me/sessions', '/api/projects', '/api/projects/{project}', '/api/projects/{project}/imports/{import}/files', '/api/projects/{project}/leases/{lease}/skip'].map(groupOf))
    .toEqual(['me', 'projects', 'projects', 'imports', 'work']);
});

test('a search needs all of its words, in any place', () => {
  expect(grouped(operations, 'TASKS read')).toEqual([['tasks', [find('get /api/projects/{project}/tasks')]]]);
  expect(grouped(operations, 'nothing like it')).toEqual([]);
  expect(grouped(operations, '').map(([name]) => name)).toEqual(['projects', 'tasks', 'work']);
});

test('types are said in a few words', () => {
  expect(typeLabel(document, { type: ['null', 'string'] })).toBe('string');
  expect(typeLabel(document, { type: 'array', items: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Box' }] } })).toBe('Box[]');
  expect(typeLabel(document, { type: 'array', items: { enum: ['a', 'b'] } })).toBe('(a | b)[]');
  expect(typeLabel(document, { type: 'string', pattern: '^tsk_[0-7][0-9]{25}$' })).toBe('tsk_…');
  expect(typeLabel(document, { type: ['integer', 'string'], pattern: '^-?[0-9]+$' })).toBe('integer');
  expect(typeLabel(document, { $ref: '#/components/schemas/Word' })).toBe('open | done');
  expect(typeLabel(document, { $ref: '#/components/schemas/Shape' })).toBe('Shape');
});

test('a list is looked into through its items, and a circle of references ends', () => {
  expect(innerOf(document, find('get /api/projects/{project}/tasks').replies[0]!.schema!)).toBe(document.components!.schemas!['Shape']);
  expect(innerOf(document, { $ref: '#/components/schemas/Circle' })).toBeUndefined();
});

test('an example has what must be there', () => {
  expect(exampleOf(document, { $ref: '#/components/schemas/NewProject' })).toEqual({ name: '…', owner: 'per_…' });
});

test('a command says who calls and what is sent', () => {
  expect(curlOf(document, find('post /api/projects/{project}/tasks'), 'https://label.example'))
    .toBe('curl -X POST "https://label.example/api/projects/$PROJECT/tasks" \\\n  -H "Authorization: Bearer $CLOISON_KEY" \\\n  --data-binary @FILE');
  expect(curlOf(document, find('post /api/projects/{project}/claim'), 'https://label.example')).toContain('-H "X-Cloison: 1"');
});
