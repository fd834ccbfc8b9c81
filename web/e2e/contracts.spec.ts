import { expect, test } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Server } from './server';

/*
 * The web's types are written by hand beside the C# contracts. Here they are held against what the server itself says of its API:
 * the members of each type of the same name, and the reply that each call in the sources expects.
 */
interface Schema { $ref?: string; type?: string | string[]; items?: Schema; properties?: Record<string, unknown> }
interface OpenApi {
  paths: Record<string, Record<string, { responses?: Record<string, { content?: Record<string, { schema?: Schema }> }> }>>;
  components: { schemas: Record<string, Schema> };
}

const src = resolve(import.meta.dirname, '../src');
const server = new Server();
let api: OpenApi;
test.beforeAll(async () => {
  await server.start();
  api = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as OpenApi;
});
test.afterAll(() => server.dispose());

test('a type has the same members in the sources and in the API', () => {
  const types = { ...interfacesOf('engine/model.ts'), ...interfacesOf('lib/contracts.ts') };
  const shared = Object.keys(types).filter((name) => api.components.schemas[name]?.properties !== undefined);
  expect(shared.length).toBeGreaterThan(40);
  const members = (name: string, all: readonly string[]) => `${name}: ${all.toSorted().join(', ')}`;
  expect(shared.map((name) => members(name, types[name]!))).toEqual(shared.map((name) => members(name, Object.keys(api.components.schemas[name]!.properties!))));
});

test('every call expects the reply that the API gives', () => {
  const calls = sources().flatMap((file) => callsOf(readFileSync(file, 'utf8')));
  expect(calls.length).toBeGreaterThan(40);
  const wrong = calls.filter(({ method, path, type }) => {
    const said = replyOf(method, path);
    return said !== undefined && !type.split('|').some((one) => one.trim().replace(/^Page<(\w+)>$/, 'PageOf$1') === said);
  });
  expect(wrong.map((c) => `${c.method} ${c.path}: ${c.type}, but ${replyOf(c.method, c.path)}`)).toEqual([]);
  expect(calls.filter((c) => replyOf(c.method, c.path) !== undefined).length).toBeGreaterThan(35);
});

test('this can fail: a call that expects something else is found', () => {
  const [call] = callsOf("get<Ontology>(path`/projects/${project}/ontologies/${version}`)");
  expect(call).toEqual({ method: 'get', path: '/api/projects/{}/ontologies/{}', type: 'Ontology' });
  expect(replyOf(call!.method, call!.path)).toBe('OntologyVersion');
});

function sources(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f) && !/\.test\.|story/.test(f)).map((f) => join(src, f));
}

/** `get<Reply>(path`/projects/${p}`)` and its like. */
function callsOf(text: string): { method: string; path: string; type: string }[] {
  return [...text.matchAll(/\b(get|post|put|patch|del)<([^(]*?)>\(\s*(?:path)?[`']([^`'?]+)/g)].map(([, method, type, path]) => ({
    method: method === 'del' ? 'delete' : method!, type: type!, path: `/api${path!.replace(/\$\{[^}]*\}/g, '{}')}`,
  }));
}

function replyOf(method: string, path: string): string | undefined {
  const found = Object.entries(api.paths).find(([address]) => address.replace(/\{[^}]*\}/g, '{}') === path);
  const content = found?.[1][method]?.responses?.['200']?.content;
  return content && nameOf(Object.values(content)[0]?.schema);
}

const nameOf = (schema: Schema | undefined): string | undefined =>
  schema?.$ref !== undefined ? schema.$ref.split('/').at(-1) : schema?.type === 'array' ? `${nameOf(schema.items)}[]` : undefined;

/** The members of each exported interface, those that it extends included. */
function interfacesOf(file: string): Record<string, string[]> {
  const text = readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Record<string, string[]> = {};
  for (const [, name, base, body] of text.matchAll(/export interface (\w+)(?: extends (\w+))? \{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/g))
    found[name!] = [...(found[base ?? ''] ?? []), ...[...body!.replace(/\{[^{}]*\}/g, '').matchAll(/(\w+)\??:/g)].map((m) => m[1]!)];
  return found;
}
