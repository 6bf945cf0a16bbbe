/** The types that a field's value can be coerced into. */
export type Coercion = 'text' | 'number' | 'bigint' | 'boolean' | 'timestamp' | 'json';

/** The coercions that can give a value of a type; of one that is not known, all. */
type CoercionTo<Value> = unknown extends Value ? Coercion : KnownCoercionTo<NonNullable<Value>>;

type KnownCoercionTo<Value> = Value extends string
  ? 'text' | 'timestamp'
  : Value extends number
    ? 'number'
    : Value extends bigint
      ? 'bigint'
      : Value extends boolean
        ? 'boolean'
        : Value extends Date
          ? 'timestamp'
          : 'json';

/** What is done with a field whose value is `null` or absent. */
type NullPolicy<Value> =
  | { readonly onNull?: 'reject'; readonly default?: never }
  | { readonly onNull: 'default'; readonly default: Value };

/**
 * How a field is brought into shape before the contract's schema sees it, in this order: trimmed,
 * emptied, coerced, and at last what is left as null is rejected or replaced.
 *
 * - `trim`: white space around a text is dropped
 * - `emptyIsNull`: an empty text is null
 * - `coerce`: `number`, `bigint` and `boolean` read texts as people write them (`'1e3'`, `'yes'`, `'0'`);
 *   `timestamp` reads ISO 8601 or a count since 1970 of seconds, milliseconds, micro- or nanoseconds, told
 *   apart by size, and gives ISO 8601; `text` writes numbers and booleans as text; `json` reads JSON
 *   in a text. What cannot be read puts the record in quarantine with the code `not_coercible`
 * - `onNull`: `reject` puts the record in quarantine with the code `null_value`; `default` puts
 *   `default` in its place. Without it, the contract's schema decides
 */
export type FieldPolicy<Value> = {
  readonly coerce?: CoercionTo<Value>;
  readonly emptyIsNull?: boolean;
  readonly trim?: boolean;
} & NullPolicy<NonNullable<Value>>;

/** A policy for each field that needs one, by the name of its column. */
export type FieldPolicies<Row> = {
  readonly [C in keyof Row & string]?: FieldPolicy<Row[C]>;
};
