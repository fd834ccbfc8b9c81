import { send } from '../../../lib/http';
import { isProblem } from '../../../lib/problem';
import { sessionGate } from '../../../lib/sessionGate';
import type { OutboxEntry } from '../../../workbench/shell/localStore';
import type { OutboxWire, SendResult } from '../../../workbench/shell/outbox';

/** Answers that mean "later": time-outs, too early, too many, withheld by its owner, and everything that is the server's own fault. */
const isPassing = (status: number): boolean => status === 0 || status === 408 || status === 425 || status === 429 || status === 451 || status >= 500;

/** Sends the stored bytes as they are, and says what came of it. */
async function sendEntry(entry: OutboxEntry): Promise<SendResult> {
  try {
    const response = await send(entry.method ?? 'POST', entry.route, { body: entry.body, contentType: 'application/json', on401: 'fail' });
    // Received it is all the same, if the reply is lost on its way.
    return { kind: 'received', ...(entry.kind === 'annotation' && { reply: await response.json().catch(() => undefined) as unknown }) };
  } catch (error) {
    if (!isProblem(error) || isPassing(error.status)) return { kind: 'unreachable' };
    if (error.status === 401) return { kind: 'sign_in' };
    // A lease that is gone needs no skipping.
    if (entry.kind === 'skip' && [404, 409, 410].includes(error.status)) return { kind: 'received' };
    return {
      kind: 'refused',
      refusal: { status: error.status, code: error.code, title: error.title, ...(error.detail !== undefined && { detail: error.detail }), ...(error.errors.length > 0 && { errors: error.errors }) },
    };
  }
}

export const outboxWire: OutboxWire = { send: sendEntry, signedIn: () => sessionGate.wait() };
