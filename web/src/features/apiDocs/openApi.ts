/** The parts of an OpenAPI 3.1 document that the page reads. */
export interface OpenApi {
  paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>;
  components?: { schemas?: Readonly<Record<string, Schema>> };
}

export interface Schema {
  $ref?: string;
  type?: string | readonly string[];
  description?: string;
  format?: string;
  pattern?: string;
  enum?: readonly unknown[];
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  default?: unknown;
}

interface Body { content?: Readonly<Record<string, { schema?: Schema }>> }

interface RawOperation {
  summary?: string;
  description?: string;
  parameters?: readonly Parameter[];
  requestBody?: Body;
  responses?: Readonly<Record<string, Body & { description?: string }>>;
}

export interface Parameter { name: string; in: string; required?: boolean; description?: string; schema?: Schema }

export interface Operation {
  /** 'get /api/projects': also the element's id. */
  id: string;
  method: string;
  path: string;
  group: string;
  summary: string | undefined;
  /** Who may call it, in the server's words. */
  who: string | undefined;
  parameters: readonly Parameter[];
  request: Schema | undefined;
  /** Whether the body is a stream of bytes or rows, which no schema describes. */
  streams: boolean;
  replies: readonly { status: string; schema: Schema | undefined }[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Addresses with a section of somebody else's: a section of one line helps nobody. */
const belongsTo: Readonly<Record<string, string>> = {
  claim: 'work', annotations: 'work', leases: 'work', recent: 'work', ontology: 'ontologies', clone: 'projects', stats: 'projects', batches: 'projects', templates: 'projects',
  formats: 'exports', setup: 'sign-in', 'sign-out': 'sign-in', passkeys: 'sign-in',
};

/** What an address is about: its first word, or the first below a project. */
export function groupOf(path: string): string {
  const words = path.split('/').filter((word) => word !== '' && word !== 'api' && !word.startsWith('{'));
  const word = (words[0] === 'projects' ? words[1] : undefined) ?? words[0] ?? '';
  return belongsTo[word] ?? word;
}

const schemaOf = (body: Body | undefined): Schema | undefined => Object.values(body?.content ?? {})[0]?.schema;

export function operationsOf(document: OpenApi): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const raw = item[method];
      if (raw === undefined) return [];
      return [{
        id: `${method} ${path}`, method, path, group: groupOf(path), summary: raw.summary, who: raw.description, parameters: raw.parameters ?? [],
        request: schemaOf(raw.requestBody), streams: raw.requestBody !== undefined && schemaOf(raw.requestBody) === undefined,
        replies: Object.entries(raw.responses ?? {}).map(([status, reply]) => ({ status, schema: schemaOf(reply) })),
      }];
    }));
}

/** Operations that have every word of the search somewhere, by group in alphabetical order. */
export function grouped(operations: readonly Operation[], search: string): [string, Operation[]][] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const text = `${operation.id} ${operation.group} ${operation.summary ?? ''} ${operation.who ?? ''}`.toLowerCase();
    if (words.every((word) => text.includes(word))) groups.set(operation.group, [...(groups.get(operation.group) ?? []), operation]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b, 'en'));
}

/** The schema behind references and behind "or null". */
export function resolve(document: OpenApi, schema: Schema): Schema {
  let at = schema;
  // A document that refers in a circle must not hang the page.
  for (let steps = 0; steps < 20; steps++) {
    const only = onlyChoice(at);
    const next = at.$ref !== undefined ? document.components?.schemas?.[nameOf(at.$ref)] : only;
    if (next === undefined) break;
    at = next;
  }
  return at;
}

/** Whether the member must be there: one that may be null is left out when it is. */
export const isRequired = (schema: Schema, name: string): boolean => {
  const member = schema.properties?.[name] ?? {};
  return schema.required?.includes(name) === true && !typesOf(member).includes('null') && ![...(member.anyOf ?? []), ...(member.oneOf ?? [])].some(isNull);
};

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);
const isNull = (schema: Schema): boolean => schema.type === 'null';
const typesOf = (schema: Schema): readonly string[] => (schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type);

/** The choices of an anyOf or oneOf, without null. */
export const choicesOf = (schema: Schema): readonly Schema[] => (schema.anyOf ?? schema.oneOf ?? []).filter((choice) => !isNull(choice));

function onlyChoice(schema: Schema): Schema | undefined {
  const choices = choicesOf(schema);
  return choices.length === 1 && schema.properties === undefined ? choices[0] : undefined;
}

/** A type in a few words, which are the same in every language: 'string', 'Region[]', 'box | polygon', 'tsk_…'. */
export function typeLabel(document: OpenApi, schema: Schema | undefined): string {
  if (schema === undefined) return 'any';
  if (schema.$ref !== undefined) {
    const real = resolve(document, schema);
    // Names stand for what can be looked into; ids and lists of words are said at once.
    return real.$ref !== undefined || real.properties !== undefined || choicesOf(real).length > 0 ? nameOf(schema.$ref) : typeLabel(document, real);
  }
  const values = schema.enum?.filter((value) => value !== null);
  if (values !== undefined && values.length > 0) return values.join(' | ');
  const prefix = /^\^([a-z]{3}_)\[/.exec(schema.pattern ?? '')?.[1];
  if (prefix !== undefined) return `${prefix}…`;
  const choices = choicesOf(schema);
  if (choices.length > 0) return [...new Set(choices.map((choice) => typeLabel(document, choice)))].join(' | ');
  const types = typesOf(schema).filter((type) => type !== 'null');
  if (types.includes('array')) return `${bracketed(typeLabel(document, schema.items))}[]`;
  if (types.includes('object') && typeof schema.additionalProperties === 'object') return `{ [name]: ${typeLabel(document, schema.additionalProperties)} }`;
  if (schema.format === 'date-time') return 'date-time';
  // .NET describes numbers as "integer or text"; the texts are refused.
  return types.filter((type) => type !== 'string' || types.length === 1).join(' | ') || 'any';
}

const bracketed = (label: string): string => (label.includes(' ') ? `(${label})` : label);

/** What can be looked into: members, items of a list, choices. */
export function innerOf(document: OpenApi, schema: Schema): Schema | undefined {
  const real = resolve(document, schema);
  const inside = real.items ?? (typeof real.additionalProperties === 'object' ? real.additionalProperties : undefined);
  if (real.properties !== undefined || choicesOf(real).some((choice) => choice.$ref !== undefined)) return real;
  return inside === undefined ? undefined : innerOf(document, inside);
}

/** A body with the members that must be there. */
export function exampleOf(document: OpenApi, schema: Schema, depth = 0): unknown {
  const real = resolve(document, schema);
  const first = real.enum?.find((value) => value !== null);
  if (first !== undefined) return first;
  if (real.properties !== undefined) {
    if (depth > 3) return {};
    return Object.fromEntries((real.required ?? []).filter((name) => isRequired(real, name)).map((name) => [name, exampleOf(document, real.properties?.[name] ?? {}, depth + 1)]));
  }
  const choice = choicesOf(real)[0];
  if (choice !== undefined) return exampleOf(document, choice, depth + 1);
  const types = typesOf(real);
  if (types.includes('array')) return [];
  if (types.includes('object')) return {};
  if (types.includes('boolean')) return false;
  if (types.includes('integer') || types.includes('number')) return 0;
  const prefix = /^\^([a-z]{3}_)\[/.exec(real.pattern ?? '')?.[1];
  return prefix === undefined ? '…' : `${prefix}…`;
}

/** A command to paste into a shell; what has to be filled in are shell variables. */
export function curlOf(document: OpenApi, operation: Operation, origin: string): string {
  const variable = (name: string) => `$${name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/\W/g, '_').toUpperCase()}`;
  const query = operation.parameters.filter((p) => p.in === 'query' && p.required === true).map((p) => `${p.name}=${variable(p.name)}`).join('&');
  const address = `${origin}${operation.path.replace(/\{(\w+)\}/g, (_, name: string) => variable(name))}${query === '' ? '' : `?${query}`}`;
  const lines = [`curl ${operation.method === 'get' ? '' : `-X ${operation.method.toUpperCase()} `}"${address}"`];
  if (/keys with scope/.test(operation.who ?? '')) lines.push('-H "Authorization: Bearer $CLOISON_KEY"');
  else if (operation.who?.startsWith('Public') !== true) lines.push('-b "__Host-cloison=$SESSION"', ...(operation.method === 'get' ? [] : ['-H "X-Cloison: 1"']));
  if (operation.request !== undefined) lines.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(exampleOf(document, operation.request)).replaceAll("'", "'\\''")}'`);
  if (operation.streams) lines.push('--data-binary @FILE');
  return lines.join(' \\\n  ');
}
