import type { Doubt, Reading } from '../../../engine/tlog';

/** What the page asks the worker, and what the worker tells it. */
export interface VerifyRequest {
  /** Below it lie the checkpoint and the tiles. */
  readonly address: string;
  /** The log's key as it is pinned, and those of witnesses. */
  readonly keys: readonly string[];
  /** The signed checkpoint of the last time, as it was served. */
  readonly seen?: string | undefined;
  /** The same of a log that was closed, which this one took the place of. */
  readonly seenEarlier?: string | undefined;
}

/** A log that was closed, as it was verified. */
export interface VerifiedBreak {
  readonly origin: string;
  readonly size: number;
  readonly kept: number;
  readonly missing: number;
  /** Entries that this device has seen and that are gone; absent when it has seen none of that log. */
  readonly seenAndGone?: number | undefined;
  readonly next: string;
  /** In ms. */
  readonly at: number;
  readonly reason: string;
}

export type VerifyMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly note: string; readonly size: number; readonly root: string; readonly cosigned: readonly { readonly name: string; readonly at: number }[]; readonly reading: Reading; readonly breaks: readonly VerifiedBreak[] }
  | { readonly kind: 'doubt'; readonly doubt: Doubt }
  | { readonly kind: 'unreachable'; readonly status: number };
