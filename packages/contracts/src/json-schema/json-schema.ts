/** The versions of JSON Schema that contracts are exported to. */
export type JsonSchemaTarget = '2020-12' | '2019-09' | 'draft-07';

/** A JSON Schema as plain JSON. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/**
 * The keywords of a contract's JSON Schema that no standard defines. They restrict nothing, and a
 * validator in strict mode has to be told of them: `ajv.addVocabulary([...jsonSchemaAnnotations])`.
 *
 * - `x-das-contract`, `x-das-version`: what the schema was made from
 * - `x-das-classification`, `x-das-semantic`, `x-das-safe-harbor`, `x-das-unit`: what the contract says of a column
 * - `x-das-enum`: the values of an open enum so far; readers have to expect more
 * - `x-das-deprecated`: when a column will go, and what replaces it
 * - `x-das-unverified`: what the contract asks of a value and the schema does not check, in words
 */
export const jsonSchemaAnnotations: readonly string[] = Object.freeze([
  'x-das-contract',
  'x-das-version',
  'x-das-classification',
  'x-das-semantic',
  'x-das-safe-harbor',
  'x-das-unit',
  'x-das-enum',
  'x-das-deprecated',
  'x-das-unverified',
]);

/** A schema with what it leaves unchecked, if there is something. */
export function withUnverified(schema: JsonSchema, unverified: readonly string[]): JsonSchema {
  return unverified.length === 0 ? schema : { ...schema, 'x-das-unverified': unverified };
}
