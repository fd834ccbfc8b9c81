import { isProblem, ProblemError } from './problem';
import { proofGate } from './proofGate';
import { sessionGate } from './sessionGate';
import { withheld } from './withheld';

type QueryValue = string | number | boolean | undefined;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  json?: unknown;
  body?: Blob | ArrayBuffer | string;
  contentType?: string;
  signal?: AbortSignal;
  /** What a 401 means: the session ended and the request waits for a new sign-in (default), or an answer like any other. */
  on401?: 'wait' | 'fail';
}

/** Builds a path below /api; every value is escaped. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
  parts.reduce((text, part, i) => text + part + (i < values.length ? encodeURIComponent(values[i] ?? '') : ''), '');

export const apiUrl = (route: string, query: Record<string, QueryValue> = {}): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return `/api${route}${text === '' ? '' : `?${text}`}`;
};

/** The one place that talks to the server. */
export async function send(method: Method, route: string, options: RequestOptions = {}): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json' });
  // A cross-site form cannot set this header, so the server knows that the request is ours.
  if (method !== 'GET') headers.set('X-Cloison', '1');
  const contentType = options.contentType ?? (options.json === undefined ? undefined : 'application/json');
  if (contentType !== undefined) headers.set('Content-Type', contentType);
  const request: RequestInit = { method, headers, credentials: 'same-origin' };
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  if (body !== undefined) request.body = body;
  if (options.signal !== undefined) request.signal = options.signal;

  for (;;) {
    let response: Response;
    try {
      response = await fetch(apiUrl(route, options.query), request);
    } catch (cause) {
      if (options.signal?.aborted === true) throw cause;
      throw ProblemError.network(cause);
    }
    if (response.ok || response.status === 451) withheld.note(method, route, response.status);
    if (response.ok) return response;
    if (response.status === 401 && options.on401 !== 'fail') {
      await sessionGate.wait(options.signal);
      continue;
    }
    const problem = await ProblemError.fromResponse(response);
    if (!isProblem(problem, 'session.proof_needed') || !(await proofGate.ask())) throw problem;
  }
}

const readJson = async <T>(response: Response): Promise<T> => (response.status === 204 ? undefined : await response.json()) as T;

export const get = async <T>(route: string, options?: RequestOptions): Promise<T> => readJson<T>(await send('GET', route, options));
export const post = async <T = void>(route: string, json?: unknown, options?: RequestOptions): Promise<T> =>
  readJson<T>(await send('POST', route, { ...options, json }));
export const put = async <T = void>(route: string, json: unknown, options?: RequestOptions): Promise<T> =>
  readJson<T>(await send('PUT', route, { ...options, json }));
export const patch = async <T = void>(route: string, json: unknown, options?: RequestOptions): Promise<T> =>
  readJson<T>(await send('PATCH', route, { ...options, json }));
export const remove = async (route: string, options?: RequestOptions): Promise<void> => {
  await send('DELETE', route, options);
};
