import { type $ZodObject, type output, type input, safeParse } from 'zod/v4/core';
import { ContractError } from './errors/contract-error.js';
import { classifications } from './model/classification.js';
import type { ColumnDeclaration, ContractColumn } from './model/column.js';
import type {
  ColumnName,
  Contract,
  ContractDefinition,
  ContractDocument,
  RecordResult,
} from './model/contract.js';
import { durationInSeconds } from './model/duration.js';
import type { Rule } from './model/rule.js';
import { defaultRetention } from './model/slo.js';
import { physicalColumn } from './schema/physical-column.js';

const namePattern = /^[a-z][a-z0-9_]{0,62}$/;
const versionPattern = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;
const columnPattern = /^[A-Za-z][A-Za-z0-9_]{0,250}$/;

/**
 * Defines a data contract: what a table promises, in one place, checked by the compiler.
 *
 * Every column of the schema must be classified in `columns`; one left out does not compile, and
 * does not run either. The result is frozen and does nothing until something reads it.
 *
 * @throws {@link ContractError} when a name, version, duration, rule or column type is not valid
 * @example
 * ```ts
 * import { defineContract, rule } from '@das/contracts';
 * import { z } from 'zod';
 *
 * const orders = defineContract({
 *   domain: 'commerce', name: 'orders', version: '1.0.0', owner: 'data-commerce',
 *   schema: z.object({ order_id: z.uuid(), email: z.email(), total_usd: z.number() }),
 *   columns: {
 *     order_id: 'internal',
 *     email: { classification: 'pii', semantic: 'email' },
 *     total_usd: { classification: 'confidential', type: 'NUMBER(12,2)' },
 *   },
 *   primaryKey: ['order_id'],
 *   quality: [rule.range('total_usd', { min: 0 })],
 * });
 * console.log(orders.column('email').classification, orders.column('total_usd').type);
 * // => pii NUMBER(12,2)
 * ```
 */
export function defineContract<const Schema extends $ZodObject>(
  definition: ContractDefinition<Schema>,
): Contract<Schema> {
  const place = `contract ${definition.name}`;
  checkNames(definition, place);
  const columns = resolveColumns(definition, place);
  const names = new Set<string>(columns.map((column) => column.name));
  const primaryKey = Object.freeze([...(definition.primaryKey ?? [])]);
  const quality = Object.freeze([...(definition.quality ?? [])]);
  const slo = Object.freeze({ ...definition.slo });
  checkReferences(names, primaryKey, quality, slo, place);
  const retention = Object.freeze({ ...defaultRetention, ...definition.retention });
  for (const duration of Object.values(retention)) durationInSeconds(duration);

  const document: ContractDocument = Object.freeze({
    domain: definition.domain,
    name: definition.name,
    version: definition.version,
    owner: definition.owner,
    description: definition.description,
    columns,
    primaryKey,
    slo,
    quality,
    retention,
    compatibility: definition.compatibility ?? 'full',
  });

  const { schema } = definition;
  const byName = new Map(columns.map((column) => [column.name, column]));
  const contract = {
    ...document,
    schema,
    '~standard': Object.freeze({
      version: 1 as const,
      vendor: 'das',
      validate: (value: unknown) => {
        const result = safeParse(schema, value);
        return result.success ? { value: result.data } : { issues: result.error.issues };
      },
    }),
    column(name: ColumnName<Schema>) {
      const column = byName.get(name);
      if (column === undefined) throw unknownColumn(name, place);
      return column;
    },
    parseRecord: (record: unknown): RecordResult<output<Schema>> => parseRecord(schema, byName, record),
    toJSON: () => document,
  };
  // $row and $input are types without a value, so they are asserted rather than assigned.
  return Object.freeze(contract) as unknown as Contract<Schema> & { $input: input<Schema> };
}

function parseRecord<Schema extends $ZodObject>(
  schema: Schema,
  columns: ReadonlyMap<string, unknown>,
  record: unknown,
): RecordResult<output<Schema>> {
  const result = safeParse(schema, record);
  if (result.success) return { ok: true, row: result.data };
  return {
    ok: false,
    issues: result.error.issues.map((issue) => {
      const [head] = issue.path;
      // A path below the column may hold keys of the data itself, so it stops at the column.
      const isColumn = typeof head === 'string' && columns.has(head);
      return { column: isColumn ? head : undefined, code: issue.code ?? 'custom' };
    }),
  };
}

function checkNames(definition: ContractDefinition<$ZodObject>, place: string): void {
  for (const [field, value] of [
    ['domain', definition.domain],
    ['name', definition.name],
  ] as const) {
    if (!namePattern.test(value)) {
      throw new ContractError('DAS_CONTRACT_INVALID_NAME', `the ${field} is not a valid name`, {
        place,
        next: 'start with a lower-case letter and go on with lower-case letters, digits and underscores',
      });
    }
  }
  if (!versionPattern.test(definition.version)) {
    throw new ContractError('DAS_CONTRACT_INVALID_VERSION', 'the version is not semantic', {
      place,
      next: 'write three numbers with dots between, such as 1.2.0',
    });
  }
}

function resolveColumns<Schema extends $ZodObject>(
  definition: ContractDefinition<Schema>,
  place: string,
): readonly ContractColumn<ColumnName<Schema>>[] {
  const declarations = definition.columns as Readonly<Record<string, ColumnDeclaration | undefined>>;
  const shape = definition.schema._zod.def.shape;
  for (const name of Object.keys(declarations)) {
    if (!(name in shape)) throw unknownColumn(name, place);
  }
  const columns = Object.entries(shape).map(([name, schema]) => {
    const columnPlace = `${place}, column ${name}`;
    if (!columnPattern.test(name)) {
      throw new ContractError('DAS_CONTRACT_INVALID_NAME', 'the column name is not valid', {
        place: columnPlace,
        next: 'start with a letter and go on with letters, digits and underscores',
      });
    }
    const declaration = Object.hasOwn(declarations, name) ? declarations[name] : undefined;
    if (declaration === undefined) {
      throw new ContractError('DAS_CONTRACT_UNCLASSIFIED_COLUMN', 'the column is not classified', {
        place: columnPlace,
        next: 'add it to the columns of the contract with its classification',
      });
    }
    return resolveColumn(name as ColumnName<Schema>, schema, declaration, columnPlace);
  });
  const folded = new Set(columns.map((column) => column.name.toUpperCase()));
  if (folded.size !== columns.length) {
    throw new ContractError('DAS_CONTRACT_INVALID_NAME', 'two columns differ only in case', {
      place,
      next: 'rename one: Snowflake stores both under the same upper-case name',
    });
  }
  return Object.freeze(columns);
}

function resolveColumn<Name extends string>(
  name: Name,
  schema: Parameters<typeof physicalColumn>[0],
  declaration: ColumnDeclaration,
  place: string,
): ContractColumn<Name> {
  const full = typeof declaration === 'string' ? { classification: declaration } : declaration;
  if (!classifications.includes(full.classification)) {
    throw new ContractError('DAS_CONTRACT_UNKNOWN_CLASSIFICATION', 'the classification is not known', {
      place,
      next: `use one of ${classifications.join(', ')}`,
    });
  }
  const physical = derive(schema, full.type !== undefined, place);
  return Object.freeze({
    name,
    classification: full.classification,
    semantic: full.semantic,
    type: full.type ?? physical.type,
    isNullable: physical.isNullable,
    enum: physical.enum,
    isFreeText: physical.isFreeText,
    description: full.description,
  });
}

/** With a declared type, a schema without an evident one is fine: it is then treated as free, nullable text. */
function derive(
  schema: Parameters<typeof physicalColumn>[0],
  hasDeclaredType: boolean,
  place: string,
): ReturnType<typeof physicalColumn> {
  try {
    return physicalColumn(schema, place);
  } catch (error) {
    if (!hasDeclaredType || !(error instanceof ContractError)) throw error;
    return { type: 'VARIANT', isNullable: true, enum: undefined, isFreeText: true };
  }
}

function checkReferences(
  names: ReadonlySet<string>,
  primaryKey: readonly string[],
  quality: readonly Rule[],
  slo: { freshness?: { column: string; p95: string }; completeness?: object },
  place: string,
): void {
  const used = [
    ...primaryKey,
    ...quality.flatMap((rule) => (rule.kind === 'unique' ? rule.columns : [rule.column])),
    ...(slo.freshness === undefined ? [] : [slo.freshness.column]),
    ...Object.keys(slo.completeness ?? {}),
  ];
  for (const name of used) if (!names.has(name)) throw unknownColumn(name, place);
  if (slo.freshness !== undefined) {
    durationInSeconds(slo.freshness.p95 as Parameters<typeof durationInSeconds>[0]);
  }
  for (const ratio of Object.values(slo.completeness ?? {})) {
    if (typeof ratio !== 'number' || !(ratio >= 0 && ratio <= 1)) {
      throw new ContractError('DAS_CONTRACT_INVALID_RULE', 'a completeness is not a ratio', {
        place,
        next: 'give a number from 0 to 1, such as 0.999',
      });
    }
  }
  for (const rule of quality) {
    if (rule.kind === 'range' && rule.min === undefined && rule.max === undefined) {
      throw new ContractError('DAS_CONTRACT_INVALID_RULE', `the rule ${rule.name} has no bound`, {
        place,
        next: 'give it a min, a max or both',
      });
    }
  }
}

function unknownColumn(name: string, place: string): ContractError {
  return new ContractError('DAS_CONTRACT_UNKNOWN_COLUMN', `there is no column ${name} in the schema`, {
    place,
    next: 'use the name of a column of the schema',
  });
}
