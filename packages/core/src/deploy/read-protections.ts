import type { TableName } from '../domain/domain-names.js';
import { nameIn, type RowAccessAttachment } from '../resources/resource.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Row, Session } from '../warehouse/warehouse.js';
import type { ActualState, AttachedPolicy, Protections } from './actual-state.js';
import { text } from './row-text.js';

/**
 * What is attached to tables and tags, in one statement: only what an interrupted plan has left under
 * way is asked for, which is one object or none.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/policy_references
 */
export async function readProtections(
  session: Session,
  addresses: readonly string[],
): Promise<ActualState['protections']> {
  if (addresses.length === 0) return new Map();
  const queries = addresses.map((address) => {
    const { name, database } = entityOf(address);
    const domain = address.startsWith('tag ') ? 'TAG' : 'TABLE';
    return sql`SELECT ${sql.literal(address)} AS ADDRESS, POLICY_DB, POLICY_SCHEMA, POLICY_NAME, POLICY_KIND, REF_COLUMN_NAME, REF_ARG_COLUMN_NAMES, TAG_NAME FROM TABLE(${database}.INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => ${name}, REF_ENTITY_DOMAIN => ${sql.literal(domain)}))`;
  });
  const { rows } = await session.execute(sql.join(queries, ' UNION ALL '));
  return new Map(
    addresses.map((address) => [
      address,
      protectionsIn(
        rows.filter((row) => row.ADDRESS === address),
        address,
      ),
    ]),
  );
}

/**
 * The measurements on tables, in one statement.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/data_metric_function_references
 */
export async function readMetrics(
  session: Session,
  addresses: readonly string[],
): Promise<ActualState['metrics']> {
  if (addresses.length === 0) return new Map();
  const queries = addresses.map((address) => {
    const { name, database } = entityOf(address);
    return sql`SELECT ${sql.literal(address)} AS ADDRESS, METRIC_DATABASE_NAME, METRIC_SCHEMA_NAME, METRIC_NAME, REF_ARGUMENTS FROM TABLE(${database}.INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(REF_ENTITY_NAME => ${name}, REF_ENTITY_DOMAIN => 'TABLE'))`;
  });
  const { rows } = await session.execute(sql.join(queries, ' UNION ALL '));
  const metrics = new Map(addresses.map((address) => [address, new Set<string>()]));
  for (const row of rows) {
    const name = ['METRIC_DATABASE_NAME', 'METRIC_SCHEMA_NAME', 'METRIC_NAME'].map((each) =>
      text(row, each),
    );
    metrics.get(text(row, 'ADDRESS'))?.add(metricKey(name, columnsIn(row.REF_ARGUMENTS)));
  }
  return metrics;
}

/** A function on columns, as `DATABASE.SCHEMA.FUNCTION(COLUMN, …)`. */
export function metricKey(name: readonly string[], columns: readonly string[]): string {
  return `${name.join('.')}(${columns.join(', ')})`;
}

function entityOf(address: string): { readonly name: SqlFragment; readonly database: SqlFragment } {
  const parts = nameIn(address).split('.');
  return { name: sql.literal(sql.id(...parts).text), database: sql.id(parts[0] ?? '') };
}

function protectionsIn(rows: readonly Row[], address: string): Protections {
  const masking = new Map<string, AttachedPolicy>();
  const projection = new Map<string, TableName>();
  const ofTag: TableName[] = [];
  let rowAccess: RowAccessAttachment | undefined;
  let aggregation: TableName | undefined;
  for (const row of rows) {
    const policy: TableName = [
      text(row, 'POLICY_DB'),
      text(row, 'POLICY_SCHEMA'),
      text(row, 'POLICY_NAME'),
    ];
    const column = text(row, 'REF_COLUMN_NAME');
    const columns = columnsIn(row.REF_ARG_COLUMN_NAMES);
    switch (text(row, 'POLICY_KIND')) {
      case 'MASKING_POLICY':
        if (address.startsWith('tag ')) ofTag.push(policy);
        // What a tag brings is the tag's: it is not set on the column.
        else if (text(row, 'TAG_NAME') === '') masking.set(column, { policy, columns });
        break;
      case 'PROJECTION_POLICY':
        projection.set(column, policy);
        break;
      case 'ROW_ACCESS_POLICY':
        rowAccess = { policy, columns };
        break;
      case 'AGGREGATION_POLICY':
        aggregation = policy;
        break;
    }
  }
  return { masking, projection, rowAccess, aggregation, ofTag };
}

/** Column names as a list, an array in JSON, or a list of objects that name each. */
function columnsIn(value: unknown): readonly string[] {
  const list: unknown = typeof value === 'string' && value !== '' ? parseList(value) : value;
  if (!Array.isArray(list)) return [];
  return list.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'name' in each ? String(each.name) : String(each),
  );
}

function parseList(value: string): unknown {
  if (/^\s*\[\s*(?:["{]|\])/.test(value)) return JSON.parse(value);
  return value
    .replace(/^\s*\[|\]\s*$/g, '')
    .split(',')
    .map((each) => each.trim());
}
