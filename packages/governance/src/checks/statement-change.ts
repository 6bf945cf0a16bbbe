import type { Facts } from './statement-facts.js';

/** What a statement does to one resource, by its text. */
export type StatementChange =
  /** It makes the resource, and this is all that it is. */
  | { readonly does: 'make'; readonly address: string; readonly facts: Facts }
  /** It changes some of what the resource is, and leaves the rest. */
  | {
      readonly does: 'alter';
      readonly address: string;
      readonly change: (before: ReadonlyMap<string, string>) => Facts;
      /** The column that gets another name. */
      readonly renames?: { readonly from: string; readonly to: string };
    }
  | { readonly does: 'remove'; readonly address: string }
  /** It gives the resource another name. */
  | { readonly does: 'rename'; readonly address: string; readonly to: string }
  /** It gives an object to another owner. */
  | { readonly does: 'own'; readonly address: string; readonly object: string; readonly to: string }
  /** It decides which network policy is in force somewhere. */
  | { readonly does: 'force'; readonly place: string; readonly policy: string | undefined }
  /** It starts or stops a task. */
  | { readonly does: 'run'; readonly address: string; readonly isRunning: boolean }
  /** It writes a comment, in which the fingerprint of a definition may be. */
  | { readonly does: 'comment'; readonly address: string }
  /** It measures a table, or stops to: nothing that is protected or revealed. */
  | { readonly does: 'measure'; readonly table: string };

/** An alteration that puts some facts in place of others. */
export function setting(
  address: string,
  set: Iterable<readonly [string, string]>,
  gone: (key: string) => boolean = () => false,
): StatementChange {
  const facts = [...set];
  return {
    does: 'alter',
    address,
    change: (before) => new Map([...[...before].filter(([key]) => !gone(key)), ...facts]),
  };
}
