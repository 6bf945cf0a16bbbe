import type { TypeFamily } from '@das/core';

/** How values are hidden: SQL over `VAL` by type family. What is not named becomes NULL. */
export type Mask = { readonly [F in TypeFamily]?: string };

/** The masks that a mask URI can name. */
export const maskNames = ['null', 'redact', 'email', 'last4', 'zip3', 'year', 'hash'] as const;

/** One of {@link maskNames}. */
export type MaskName = (typeof maskNames)[number];

/** The parameters that each mask takes in a URI, with the values that it knows. */
export const maskParameters: Readonly<
  Record<MaskName, Readonly<Record<string, readonly string[]>>>
> = {
  null: {},
  redact: {},
  email: { keep: ['domain', 'nothing'] },
  last4: {},
  zip3: {},
  year: {},
  hash: {},
};

/**
 * The SQL of a named mask.
 *
 * - `null`: NULL
 * - `redact`: text becomes `***`
 * - `email`: `***@example.com` with `keep=domain`, else `***`
 * - `last4`: all but the last four characters become `*`
 * - `zip3`: the first three characters and `**`
 * - `year`: the first of January of the same year
 * - `hash`: the SHA-256 of the text, so that equal values stay equal; not for values that can be guessed
 */
export function maskOf(name: MaskName, parameters: Readonly<Record<string, string>>): Mask {
  switch (name) {
    case 'null':
      return {};
    case 'redact':
      return { text: "CASE WHEN VAL IS NULL THEN NULL ELSE '***' END" };
    case 'email':
      return {
        text:
          parameters.keep === 'domain'
            ? "CASE WHEN CONTAINS(VAL, '@') THEN CONCAT('***@', SPLIT_PART(VAL, '@', -1)) WHEN VAL IS NULL THEN NULL ELSE '***' END"
            : "CASE WHEN VAL IS NULL THEN NULL ELSE '***' END",
      };
    case 'last4':
      return {
        // A short value would be shown whole, so it is hidden whole.
        text: "CASE WHEN LENGTH(VAL) > 8 THEN CONCAT(REPEAT('*', LENGTH(VAL) - 4), RIGHT(VAL, 4)) WHEN VAL IS NULL THEN NULL ELSE '***' END",
      };
    case 'zip3':
      return {
        text: "CASE WHEN LENGTH(VAL) > 3 THEN CONCAT(LEFT(VAL, 3), '**') WHEN VAL IS NULL THEN NULL ELSE '***' END",
      };
    case 'year':
      return {
        date: "DATE_TRUNC('YEAR', VAL)",
        timestamp: "DATE_TRUNC('YEAR', VAL)",
      };
    case 'hash':
      return { text: 'SHA2(VAL, 256)' };
  }
}
