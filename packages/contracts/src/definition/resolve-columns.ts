import type { $ZodObject, $ZodType } from 'zod/v4/core';
import { ContractError } from '../errors/contract-error.js';
import { classifications } from '../model/classification.js';
import type { ColumnDeclaration, ColumnDetails, ContractColumn } from '../model/column.js';
import type { ColumnName, ContractDefinition } from '../model/contract.js';
import { semanticTypes } from '../model/semantic-type.js';
import { type PhysicalColumn, physicalColumn } from '../schema/physical-column.js';
import { checkDeclaredType } from '../schema/physical-type.js';
import { optionsOf } from '../schema/shape-union.js';
import { valueShapeOf } from '../schema/value-shape-of.js';
import { columnMetadata } from './column-metadata.js';
import { freezeDeeply } from './freeze-deeply.js';
import { nearMiss } from './near-miss.js';
import { checkPrecision } from './precision/check-precision.js';
import { shapeOf } from './shape-of.js';
import { unknownColumn } from './unknown-column.js';

const columnPattern = /^[A-Za-z][A-Za-z0-9_]{0,250}$/;

/** All that can be said of a column. A word that is not known may be a protection that is misspelt. */
const details: Readonly<Record<keyof ColumnDetails, true>> = {
  classification: true,
  semantic: true,
  type: true,
  description: true,
  unit: true,
  enum: true,
  examples: true,
  tags: true,
  deprecated: true,
};

/** Resolves every column of the schema with its declaration, in the order of the schema. */
export function resolveColumns<Schema extends $ZodObject>(
  definition: Pick<ContractDefinition<Schema>, 'schema' | 'columns'>,
  place: string,
): readonly ContractColumn<ColumnName<Schema>>[] {
  const shape = shapeOf(definition.schema, place);
  const declarations: Readonly<Record<string, ColumnDeclaration | undefined>> = definition.columns;
  for (const name of Object.keys(declarations)) {
    if (!Object.hasOwn(shape, name)) throw unknownColumn(name, place, Object.keys(shape));
  }
  const columns = Object.entries(shape).map(([name, schema]) => {
    const declaration = Object.hasOwn(declarations, name) ? declarations[name] : undefined;
    const columnPlace = `${place}, column ${name}`;
    checkName(name, columnPlace);
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

function checkName(name: string, place: string): void {
  if (columnPattern.test(name)) return;
  throw new ContractError('DAS_CONTRACT_INVALID_NAME', 'the column name is not valid', {
    place,
    next: 'start with a letter and go on with letters, digits and underscores',
  });
}

/** The values on both sides; the writers' is left out where it is the readers'. */
function columnShapes(schema: $ZodType): Pick<ContractColumn, 'stored' | 'accepted'> {
  const stored = freezeDeeply(valueShapeOf(schema, 'output'));
  const accepted = freezeDeeply(valueShapeOf(schema, 'input'));
  const isSame = JSON.stringify(stored) === JSON.stringify(accepted);
  return { stored, accepted: isSame ? undefined : accepted };
}

function resolveColumn<Name extends string>(
  name: Name,
  schema: $ZodType,
  declaration: ColumnDeclaration,
  place: string,
): ContractColumn<Name> {
  const full: ColumnDetails =
    typeof declaration === 'string' ? { classification: declaration } : declaration;
  if (!classifications.includes(full.classification)) {
    throw new ContractError(
      'DAS_CONTRACT_UNKNOWN_CLASSIFICATION',
      'the classification is not known',
      { place, next: `use one of ${classifications.join(', ')}` },
    );
  }
  const unknown = Object.keys(full).find((member) => !Object.hasOwn(details, member));
  if (unknown !== undefined) {
    throw new ContractError(
      'DAS_CONTRACT_INVALID_COLUMN',
      'something is said of the column that is not known',
      { place: `${place}, ${unknown}`, next: `use ${Object.keys(details).join(', ')}` },
    );
  }
  const derived = derive(schema, full.type !== undefined, place);
  if (full.type !== undefined) checkDeclaredType(full.type, derived?.type, place);
  const metadata = columnMetadata(schema);
  const column: ContractColumn<Name> = Object.freeze({
    name,
    classification: full.classification,
    semantic: full.semantic,
    // Without a type in the schema there is a declared one, or `derive` has thrown.
    type: full.type ?? derived?.type ?? 'VARIANT',
    isNullable: derived?.isNullable ?? true,
    enum: derived?.enum,
    isEnumOpen: full.enum === 'open',
    isFreeText: derived?.isFreeText ?? true,
    description: full.description ?? metadata.description,
    unit: full.unit,
    examples: freezeDeeply(full.examples ?? metadata.examples ?? []),
    tags: freezeDeeply(full.tags ?? []),
    deprecated: freezeDeeply(full.deprecated),
    ...columnShapes(schema),
  });
  checkColumn(column, full, place);
  return column;
}

/** Checks what is said of a column against the values that it holds. */
function checkColumn(
  column: ContractColumn,
  { enum: promise }: ColumnDetails,
  place: string,
): void {
  checkPrecision(column, place);
  checkSemantic(column.semantic, place);
  if (promise === undefined) return;
  const isKnown = promise === 'open' || promise === 'exhaustive';
  const isEnum = optionsOf(column.stored).some(({ kind }) => kind === 'enum');
  if (isKnown && isEnum) return;
  throw new ContractError(
    'DAS_CONTRACT_INVALID_COLUMN',
    isKnown ? 'a column without a closed set of values promises one' : 'the promise is not known',
    { place, next: "say enum: 'open' or 'exhaustive' of a column whose schema is an enum" },
  );
}

/** A meaning of one's own is fine; one that is nearly a known one would lose its Safe Harbor letter. */
function checkSemantic(semantic: string | undefined, place: string): void {
  if (semantic === undefined || Object.hasOwn(semanticTypes, semantic)) return;
  const meant = semantic.includes(':') ? undefined : nearMiss(semantic, Object.keys(semanticTypes));
  if (meant === undefined) return;
  throw new ContractError(
    'DAS_CONTRACT_INVALID_COLUMN',
    `the semantic type ${semantic} is not known, and ${meant} is`,
    {
      place,
      next: `write ${meant}, or a type of your own with a prefix, such as acme:${semantic}`,
    },
  );
}

/**
 * What the schema shows of the column. With a declared type, a schema that shows nothing, such as a
 * transform, is fine: it is then taken for nullable free text.
 */
function derive(
  schema: $ZodType,
  hasDeclaredType: boolean,
  place: string,
): PhysicalColumn | undefined {
  try {
    return physicalColumn(schema, place);
  } catch (error) {
    const isUnknown = error instanceof ContractError && error.code === 'DAS_CONTRACT_UNKNOWN_TYPE';
    if (hasDeclaredType && isUnknown) return undefined;
    throw error;
  }
}
