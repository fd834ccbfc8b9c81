import type { Doubt, Reading } from '../../../engine/tlog';

/** What the page asks the worker, and what the worker tells it. */
export interface VerifyRequest {
  /** Below it lie the checkpoint and the tiles. */
  readonly address: string;
  /** The log's key as it is pinned, and those of witnesses. */
  readonly keys: readonly string[];
  /** The signed checkpoint of the last time, as it was served. */
  readonly seen?: string | undefined;
}

export type VerifyMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly of: number }
  | { readonly kind: 'done'; readonly note: string; readonly size: number; readonly root: string; readonly cosigned: readonly { readonly name: string; readonly at: number }[]; readonly reading: Reading }
  | { readonly kind: 'doubt'; readonly doubt: Doubt }
  | { readonly kind: 'unreachable'; readonly status: number };
