import type { PhysicalType } from '@das/contracts';
import type { ColumnResource } from '@das/core';
import type { ColumnMeaning } from './classify-tables.js';
import type { ExistingTable } from './import-tables.js';
import {
  type Code,
  code,
  commentText,
  type Literal,
  stringText,
  typescriptText,
} from './typescript-text.js';

/** What a contract is called, and its columns by their names in the table. */
export interface ContractNames {
  readonly contract: string;
  readonly constant: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** For whom contracts are written. */
export interface ContractOwner {
  readonly domain: string;
  readonly owner: string;
}

/** A zod schema of what a type holds, and the type that a contract derives from it. */
function schemaOf(type: PhysicalType): { readonly schema: string; readonly derived: PhysicalType } {
  const [, precision = '', scale = ''] = /^NUMBER\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== '') {
    if (scale !== '0') return { schema: 'z.number()', derived: 'FLOAT' };
    // What a number of JavaScript cannot hold exactly.
    const schema = Number(precision) > 15 ? 'z.bigint()' : 'z.int()';
    return { schema, derived: 'NUMBER(38,0)' };
  }
  const [, length] = /^VARCHAR\((\d+)\)$/.exec(type) ?? [];
  if (length !== undefined) return { schema: `z.string().max(${length})`, derived: 'VARCHAR' };
  switch (type) {
    case 'FLOAT':
      return { schema: 'z.number()', derived: type };
    case 'BOOLEAN':
      return { schema: 'z.boolean()', derived: type };
    case 'DATE':
      return { schema: 'z.iso.date()', derived: type };
    case 'TIME':
      return { schema: 'z.iso.time()', derived: type };
    case 'TIMESTAMP_NTZ':
      return { schema: 'z.iso.datetime({ local: true })', derived: type };
    case 'TIMESTAMP_TZ':
      return { schema: 'z.iso.datetime({ offset: true })', derived: type };
    case 'ARRAY':
      return { schema: 'z.array(z.unknown())', derived: type };
    case 'OBJECT':
      return { schema: 'z.record(z.string(), z.unknown())', derived: type };
    case 'VARIANT':
      return { schema: 'z.unknown()', derived: type };
    default:
      return { schema: 'z.string()', derived: 'VARCHAR' };
  }
}

function columnSchema({ type, isNullable }: ColumnResource): Code {
  const { schema } = schemaOf(type);
  // unknown takes NULL by itself.
  return code(isNullable && type !== 'VARIANT' ? `${schema}.nullable()` : schema);
}

function columnDeclaration(
  { type }: ColumnResource,
  { classification, semantic }: ColumnMeaning,
  description: string,
): Literal {
  const declared = schemaOf(type).derived === type ? undefined : type;
  if (semantic === undefined && declared === undefined && description === '') return classification;
  return {
    classification,
    semantic,
    type: declared,
    description: description === '' ? undefined : description,
  };
}

/** The contract of a table as a file of TypeScript. */
export function contractText(
  existing: ExistingTable,
  names: ContractNames,
  meanings: ReadonlyMap<string, ColumnMeaning>,
  { domain, owner }: ContractOwner,
): string {
  const { table, comments } = existing;
  const nameOf = (column: string) => names.columns.get(column) ?? column;
  const isKey = (columns: readonly string[]) =>
    columns.length > 0 && columns.every((column) => names.columns.has(column));
  const nullable = new Set(table.columns.filter((each) => each.isNullable).map(({ name }) => name));
  const primaryKey = existing.primaryKey.filter((column) => !nullable.has(column));
  const lines = [
    "import { defineContract } from '@das/core';",
    "import { z } from 'zod';",
    '',
    `/** ${commentText(table.name.join('.'))}, as it was imported. */`,
    `export const ${names.constant} = defineContract({`,
    `  domain: ${stringText(domain)},`,
    `  name: ${stringText(names.contract)},`,
    "  version: '1.0.0',",
    `  owner: ${stringText(owner)},`,
  ];
  const add = (key: string, value: Literal) =>
    lines.push(`  ${key}: ${typescriptText(value, 2, key.length + 4)},`);
  const description = descriptionOf(existing.comment);
  if (description !== '') add('description', description);
  lines.push('  schema: z.object({');
  for (const column of table.columns) {
    lines.push(`    ${nameOf(column.name)}: ${columnSchema(column).code},`);
  }
  lines.push('  }),', '  columns: {');
  for (const column of table.columns) {
    const meaning = meanings.get(column.name) ?? unclassified;
    const value = columnDeclaration(
      column,
      meaning,
      descriptionOf(comments.get(column.name) ?? ''),
    );
    const key = nameOf(column.name);
    if (meaning.guess !== undefined) lines.push(`    // Guess: ${commentText(meaning.guess)}.`);
    lines.push(`    ${key}: ${typescriptText(value, 4, key.length + 6)},`);
  }
  lines.push('  },');
  if (isKey(existing.primaryKey) && primaryKey.length === existing.primaryKey.length) {
    add('primaryKey', primaryKey.map(nameOf));
  }
  if (isKey(existing.clusterBy)) add('clusterBy', existing.clusterBy.map(nameOf));
  lines.push('});', '');
  return lines.join('\n');
}

const unclassified: ColumnMeaning = {
  classification: 'phi',
  semantic: undefined,
  guess: 'nothing says what it is',
};

/** A comment that a deployment wrote says nothing to people. */
function descriptionOf(comment: string): string {
  return comment.startsWith('das:sha256:') ? '' : comment.trim();
}
