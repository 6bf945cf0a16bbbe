import type { $ZodObject } from 'zod/v4/core';
import type { ContractColumn } from '../model/column.js';
import type { AnyContract } from '../model/contract.js';
import type { ContractDocument } from '../model/contract-document.js';
import { compiledSchema } from './compiled-schema.js';
import { parseOrThrow, parseRecord, validate } from './parse-record.js';
import { unknownColumn } from './unknown-column.js';

/** Members that are types without a value. */
type Phantom = '$row' | '$insert' | '$classifications' | '$masked';

/** A contract out of a document that has been checked and a schema. */
export function assembleContract(
  document: ContractDocument,
  schema: $ZodObject,
  place: string,
): AnyContract {
  const columns = new Map<string, ContractColumn>(
    document.columns.map((column) => [column.name, column]),
  );
  let compiled: typeof schema | undefined;
  const contract: Omit<AnyContract, Phantom> = {
    ...document,
    schema,
    '~standard': Object.freeze({
      version: 1 as const,
      vendor: 'das',
      validate: (value: unknown) => validate(schema, value, place),
    }),
    column(name: string) {
      const column = columns.get(name);
      if (column === undefined) throw unknownColumn(name, place, columns.keys());
      return column;
    },
    parse: (record: unknown) => parseOrThrow(schema, columns, record, place),
    parseRecord: (record: unknown) => {
      // Only now: most contracts that a plan looks at read no record.
      compiled ??= compiledSchema(schema);
      return parseRecord(compiled, columns, record, place);
    },
    toJSON: () => document,
  };
  return Object.freeze(contract) as AnyContract;
}
