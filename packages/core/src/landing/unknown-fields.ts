import type { AnyContract } from '@das/contracts';
import { namesPerson } from '@das/privacy';

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

/** How many unknown fields are shown by their names. */
export const mostFields = 50;

/** A record with more unknown fields than this is taken for a map, whose keys are data. */
const mostOfRecord = 20;

/** Whether there are so many fields that none of them can be told by its name. */
export function areKeysOfMap(fields: readonly string[]): boolean {
  return fields.length > mostOfRecord;
}

/**
 * The name of a field as it may be shown: a plain identifier without a long number or the name of a
 * person. Any other may be data, such as the address in `{"ada@example.com": 1}`.
 */
export function shownField(name: string): string {
  return isPlainName(name) ? name : otherField;
}

const known: Map<string, boolean> = new Map();

/** Whether a field's name is a plain identifier, of which a column can be made. */
export function isPlainName(name: string): boolean {
  let isPlain = known.get(name);
  if (isPlain === undefined) {
    isPlain =
      /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name) && !/\d{5}/.test(name) && !namesPerson(name);
    // Fields are data: there may be any number of them.
    if (known.size >= 1000) known.clear();
    if (name.length <= 100) known.set(name, isPlain);
  }
  return isPlain;
}
