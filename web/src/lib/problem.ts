/** One thing wrong with an input: where (a JSON path, a file and line) and why. */
export interface InputError { path: string; reason: string }

/** An expected failure that the server described (RFC 9457), or `network` when there was no answer at all. */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly InputError[];

  constructor(problem: { status: number; code: string; title: string; detail?: string; errors?: readonly InputError[] }, options?: ErrorOptions) {
    super(problem.detail ?? problem.title, options);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
  }

  static async fromResponse(response: Response): Promise<ProblemError> {
    const body: unknown = await response.json().catch(() => undefined);
    const members = isObject(body) ? body : {};
    return new ProblemError({
      status: response.status,
      code: text(members['code']) ?? `http.${response.status}`,
      title: text(members['title']) ?? response.statusText,
      detail: text(members['detail']),
      errors: Array.isArray(members['errors']) ? members['errors'].filter(isInputError) : [],
    });
  }

  static network(cause: unknown): ProblemError {
    return new ProblemError({ status: 0, code: 'network', title: 'The server cannot be reached.' }, { cause });
  }
}

export const isProblem = (error: unknown, code?: string): error is ProblemError =>
  error instanceof ProblemError && (code === undefined || error.code === code);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const isInputError = (value: unknown): value is InputError =>
  isObject(value) && typeof value['path'] === 'string' && typeof value['reason'] === 'string';
