import { type PhysicalType, unsizedTypes } from '@das/contracts';
import { nameIn } from '../resources/resource.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Row, Session } from '../warehouse/warehouse.js';
import type { ActualState, ColumnShape } from './actual-state.js';
import { text } from './row-text.js';

/**
 * The columns of tables as the account has them, in one statement: only what an interrupted plan has left
 * under way is asked for. A column of a type that DAS does not deploy has none here.
 *
 * @see https://docs.snowflake.com/en/sql-reference/info-schema/columns
 */
export async function readShapes(
  session: Session,
  addresses: readonly string[],
): Promise<ActualState['shapes']> {
  const tables = addresses.filter((address) => address.startsWith('table '));
  const shapes = new Map(tables.map((address) => [address, new Map<string, ColumnShape>()]));
  if (tables.length === 0) return shapes;
  const { rows } = await session.execute(sql.join(tables.map(columnsOf), ' UNION ALL '));
  for (const row of rows) {
    const type = typeIn(row);
    if (type === undefined) continue;
    shapes
      .get(text(row, 'ADDRESS'))
      ?.set(text(row, 'COLUMN_NAME'), { type, isNullable: text(row, 'IS_NULLABLE') === 'YES' });
  }
  return shapes;
}

/** Whether two types are the same: a VARCHAR without a length has the default one. */
export function isSameType(one: PhysicalType, other: PhysicalType): boolean {
  const whole = (type: PhysicalType) => (type === 'VARCHAR' ? defaultText : type);
  return whole(one) === whole(other);
}

const defaultText: PhysicalType = 'VARCHAR(16777216)';

function columnsOf(address: string): SqlFragment {
  const [database = '', schema = '', table = ''] = nameIn(address).split('.');
  return sql`SELECT ${sql.literal(address)} AS ADDRESS, COLUMN_NAME, DATA_TYPE, IS_NULLABLE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE FROM ${sql.id(database)}.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = ${sql.literal(schema)} AND TABLE_NAME = ${sql.literal(table)}`;
}

function typeIn(row: Row): PhysicalType | undefined {
  const type = text(row, 'DATA_TYPE');
  if (type === 'TEXT' || type === 'VARCHAR') {
    const length: PhysicalType = `VARCHAR(${Number(row.CHARACTER_MAXIMUM_LENGTH)})`;
    return isSameType(length, 'VARCHAR') ? 'VARCHAR' : length;
  }
  if (type === 'NUMBER')
    return `NUMBER(${Number(row.NUMERIC_PRECISION)},${Number(row.NUMERIC_SCALE)})`;
  return unsizedTypes.find((each) => each === type);
}
