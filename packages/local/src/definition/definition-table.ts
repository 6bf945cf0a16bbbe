import type { ResultSet } from '@das/core';
import type { StatementContext } from '../engine/statement-context.js';
import { unsupported } from '../warehouse/errors.js';
import { createRole, createStage, createWarehouse } from './account-object.js';
import { alterTable } from './alter-table.js';
import { commentOn } from './comment.js';
import { createTable } from './create-table.js';
import { createDatabase, createSchema } from './database-schema.js';
import { type DefinitionWork, define } from './definition.js';
import { drop } from './drop.js';
import { alterDynamicTable, createDynamicTable } from './dynamic-table.js';
import { grant, revoke } from './grant.js';
import { alterPolicy, createPolicy } from './policy.js';
import { alterStream, createStream } from './stream.js';
import { createTag } from './tag.js';
import { alterView, createView } from './view.js';

const creates: readonly (readonly [readonly string[], DefinitionWork])[] = [
  [['DATABASE'], createDatabase],
  [['SCHEMA'], createSchema],
  [['WAREHOUSE'], createWarehouse],
  [['ROLE'], createRole],
  [['STAGE'], createStage],
  [['STREAM'], createStream],
  [['TAG'], createTag],
  [['MASKING', 'POLICY'], createPolicy],
  [['ROW', 'ACCESS', 'POLICY'], createPolicy],
  [['DYNAMIC', 'TABLE'], createDynamicTable],
  [['SECURE', 'VIEW'], createView],
  [['SECURE', 'TEMPORARY', 'VIEW'], createView],
  [['SECURE', 'TEMP', 'VIEW'], createView],
  [['TEMPORARY', 'VIEW'], createView],
  [['TEMP', 'VIEW'], createView],
  [['VIEW'], createView],
  [['TRANSIENT', 'TABLE'], createTable],
  [['TEMPORARY', 'TABLE'], createTable],
  [['TEMP', 'TABLE'], createTable],
  [['TABLE'], createTable],
];

const alters: readonly (readonly [readonly string[], DefinitionWork])[] = [
  [['MASKING', 'POLICY'], alterPolicy],
  [['ROW', 'ACCESS', 'POLICY'], alterPolicy],
  [['DYNAMIC', 'TABLE'], alterDynamicTable],
  [['STREAM'], alterStream],
  [['TABLE'], alterTable],
  [['VIEW'], alterView],
];

/** The work of a DDL statement, chosen by its first words. */
export function definitionFor(
  context: StatementContext,
): ((context: StatementContext) => Promise<ResultSet>) | undefined {
  const { reader } = context;
  const simple = (
    { GRANT: grant, REVOKE: revoke, DROP: drop, COMMENT: commentOn } as Record<
      string,
      DefinitionWork | undefined
    >
  )[reader.peek().value];
  if (simple !== undefined) return (statement) => define(statement, simple);
  const table = reader.sees('CREATE') ? creates : reader.sees('ALTER') ? alters : undefined;
  if (table === undefined) return undefined;
  let at = 1;
  if (reader.sees('CREATE') && reader.peek(1).value === 'OR') at = 3;
  const words = (length: number): string[] =>
    Array.from({ length }, (_, index) => reader.peek(at + index).value);
  const found = table.find(([kind]) => words(kind.length).join(' ') === kind.join(' '));
  if (found === undefined) {
    throw unsupported(`the statement ${reader.peek().value} ${words(2).join(' ')}`);
  }
  return (statement) => define(statement, found[1]);
}
