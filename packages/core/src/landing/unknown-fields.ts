import type { AnyContract } from '@das/contracts';

/** The fields of a candidate that the contract does not have; the same empty list where there are none. */
export type UnknownFields = (candidate: unknown) => readonly string[];

const none: readonly string[] = Object.freeze([]);

/** Compiles the comparison of a candidate's fields with the contract's columns. */
export function unknownFieldsOf(contract: AnyContract): UnknownFields {
  const known = new Set(contract.columns.map((column) => column.name));
  return (candidate) => {
    // Anything else is the schema's to refuse.
    if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate))
      return none;
    let unknown: string[] | undefined;
    for (const name in candidate) {
      if (known.has(name) || !Object.hasOwn(candidate, name)) continue;
      unknown ??= [];
      unknown.push(name);
    }
    return unknown ?? none;
  };
}

/** Stands for every field that may not be shown by its name. */
export const otherField = '(other)';

/**
 * The name of a field as it may be shown: a plain identifier without a long number. Any other may be
 * data, such as the address in `{"ada@example.com": 1}`.
 */
export function shownField(name: string): string {
  return isPlainName(name) ? name : otherField;
}

/** Whether a field's name is a plain identifier, of which a column can be made. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name) && !/\d{5}/.test(name);
}
