import type { ColumnObject, TableObject } from '../../catalogue/catalogue-object.js';
import { parseType } from '../../datatype/parse-type.js';
import type { TokenReader } from '../../lexing/token-reader.js';
import { invalidStatement } from '../../warehouse/errors.js';
import type { Definition } from '../definition.js';
import { checkPolicies } from '../policy/attach-policy.js';
import { storeRelation } from './alter-columns.js';
import { matchColumn } from './alter-to-match.js';
import { reshaped } from './reshaped.js';

/** Whether a statement goes on with `MODIFY | ALTER [COLUMN] c [SET DATA] TYPE … | SET | DROP NOT NULL`. */
export function modifiesShape(reader: TokenReader): boolean {
  const start = reader.position;
  try {
    if (!reader.accept('MODIFY') && !reader.accept('ALTER')) return false;
    reader.acceptOperator('(');
    reader.accept('COLUMN');
    const { kind } = reader.next();
    if (kind !== 'word' && kind !== 'quoted') return false;
    return changes.some((words) => reader.sees(...words));
  } finally {
    reader.back(start);
  }
}

const changes = [
  ['SET', 'DATA', 'TYPE'],
  ['TYPE'],
  ['SET', 'NOT', 'NULL'],
  ['DROP', 'NOT', 'NULL'],
];

/**
 * Widens the types of columns, or lets them be NULL or not. The statement is applied as a whole or not at
 * all; policies and tags stay.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
 */
export async function modifyShape(definition: Definition, table: TableObject): Promise<void> {
  const { reader } = definition;
  definition.requireOwner(table);
  reader.next();
  const isBracketed = reader.acceptOperator('(');
  await definition.lock(table.id);
  const steps: string[] = [];
  let changed = table;
  do {
    reader.accept('COLUMN');
    const name = reader.identifier();
    const before = changed.columns.find((column) => column.name === name);
    if (before === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
    const after = matchColumn(table, before, { ...before, ...readChange(definition) }, steps);
    changed = {
      ...changed,
      columns: changed.columns.map((column) => (column === before ? after : column)),
    };
  } while (reader.acceptOperator(','));
  if (isBracketed) reader.expectOperator(')');
  reader.expectEnd();
  checkPolicies(definition, changed);
  for (const step of steps) await definition.run(step);
  storeRelation(definition, { ...changed, ...reshaped(definition, table) });
}

function readChange({ reader }: Definition): Pick<ColumnObject, 'type'> | { notNull: boolean } {
  if (reader.accept('SET', 'NOT', 'NULL')) return { notNull: true };
  if (reader.accept('DROP', 'NOT', 'NULL')) return { notNull: false };
  reader.accept('SET', 'DATA');
  reader.expect('TYPE');
  return { type: parseType(reader) };
}
