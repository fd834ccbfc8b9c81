/** What is known about the safety of the work, from the draft keeper, the outbox and the session. */
export interface Safety {
  /** The last write to this device failed (storage full or forbidden). */
  readonly deviceFailed: boolean;
  /** Changes that are only in this page's memory. */
  readonly unwritten: boolean;
  /** Changes or answers on this device that the server does not have. */
  readonly unsent: number;
  readonly sending: boolean;
  /** The last attempt found no network, or a server that could not answer. */
  readonly offline: boolean;
  readonly signInNeeded: boolean;
  /** Answers that the server refused; they are kept, and the person has to look at them. */
  readonly refused: number;
}

/**
 * unsafe: neither this device nor the server has the latest change.
 * device: on this device, not yet on the server. saved: the server has everything.
 */
export type Status = 'unsafe' | 'attention' | 'sign_in' | 'offline' | 'saving' | 'device' | 'saved';

/** The truth about the work in one word, the most urgent first. 'saved' is said only when nothing is left to do. */
export function statusOf(s: Safety): Status {
  if (s.deviceFailed && (s.unwritten || s.unsent > 0)) return 'unsafe';
  if (s.refused > 0) return 'attention';
  if (s.signInNeeded) return 'sign_in';
  if (s.offline) return 'offline';
  if (s.unwritten || s.sending) return 'saving';
  return s.unsent > 0 ? 'device' : 'saved';
}
