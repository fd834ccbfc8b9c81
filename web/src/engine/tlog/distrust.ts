/** Why something must not be believed: a reason that a screen can put into words. */
export type Doubt =
  | { readonly kind: 'note_malformed'; readonly what: 'size' | 'utf8' | 'controls' | 'no_gap' | 'no_signature' | 'too_many_signatures' | 'signature_line' }
  | { readonly kind: 'signature_wrong'; readonly name: string }
  | { readonly kind: 'signed_by_nobody_known' }
  | { readonly kind: 'not_signed_by_log'; readonly origin: string }
  | { readonly kind: 'checkpoint_malformed' }
  | { readonly kind: 'proof_malformed' }
  | { readonly kind: 'not_included'; readonly index: number }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'bundle_malformed'; readonly path: string }
  | { readonly kind: 'tile_length'; readonly path: string }
  | { readonly kind: 'entry_changed'; readonly index: number }
  | { readonly kind: 'tile_wrong'; readonly path: string }
  | { readonly kind: 'root_wrong'; readonly size: number }
  | { readonly kind: 'other_log'; readonly origin: string; readonly before: string }
  | { readonly kind: 'older_than_seen'; readonly size: number; readonly before: number }
  | { readonly kind: 'history_changed'; readonly before: number }
  | { readonly kind: 'break_malformed' }
  | { readonly kind: 'break_chain'; readonly origin: string }
  | { readonly kind: 'break_hidden'; readonly origin: string }
  | { readonly kind: 'kept_wrong'; readonly origin: string };

export class Distrust extends Error {
  readonly doubt: Doubt;

  constructor(doubt: Doubt) {
    super(JSON.stringify(doubt));
    this.name = 'Distrust';
    this.doubt = doubt;
  }
}
