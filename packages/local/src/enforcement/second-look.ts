import { unsupported } from '../warehouse/errors.js';

/**
 * Looks at a query a second time, as DuckDB's own parser wrote it down, and refuses it when it
 * reads anything that the rewrite did not put there. Shares no code with the rewrite.
 *
 * @param serialized - what `json_serialize_sql` gave for the final text
 * @param allowed - the physical tables of the rewrite, as `schema.table` or `catalog.schema.table`
 * @param sequences - the physical sequences of the rewrite
 * @throws WarehouseError `DAS_WAREHOUSE_UNSUPPORTED`
 */
export function secondLook(
  serialized: string,
  allowed: ReadonlySet<string>,
  sequences: ReadonlySet<string> = new Set(),
): void {
  const document: unknown = JSON.parse(serialized);
  if (!isRecord(document) || document.error !== false) {
    throw unsupported('this statement: DuckDB cannot read what it was rewritten to');
  }
  const statements = document.statements;
  if (!Array.isArray(statements) || statements.length !== 1) {
    throw unsupported('more than one statement in one call');
  }
  const queries = new Set<string>();
  visit(statements, (node) => {
    for (const name of cteNames(node)) queries.add(name);
  });
  visit(statements, (node) => check(node, allowed, queries, sequences));
}

const tableKinds = new Set([
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'EXPRESSION_LIST',
  'EMPTY',
  'COLUMN_DATA',
]);

function check(
  node: Readonly<Record<string, unknown>>,
  allowed: ReadonlySet<string>,
  queries: ReadonlySet<string>,
  sequences: ReadonlySet<string>,
): void {
  const { type } = node;
  if (type === 'BASE_TABLE') {
    const parts = [node.catalog_name, node.schema_name, node.table_name];
    const name = parts.filter((part) => part !== '').join('.');
    const isQuery = parts[0] === '' && parts[1] === '' && /^q\d+$/.test(name) && queries.has(name);
    if (!isQuery && !allowed.has(name)) throw unsupported('reading a table outside the catalogue');
  }
  // Every table reference has an alias and a sample; an expression has no sample.
  const isTable = 'sample' in node && 'alias' in node && typeof type === 'string';
  if (isTable && !tableKinds.has(type)) throw unsupported('a table function');
  if (type === 'TABLE_FUNCTION' || type === 'SHOW_REF' || type === 'PIVOT') {
    throw unsupported('a table function');
  }
  if (type === 'FUNCTION' && draws(node, sequences)) return;
  if (type === 'FUNCTION' && refusedFunctions.test(String(node.function_name))) {
    throw unsupported('a function outside the catalogue');
  }
}

/** Whether a function draws a number from one of the sequences that the rewrite put there. */
function draws(node: Readonly<Record<string, unknown>>, sequences: ReadonlySet<string>): boolean {
  if (node.function_name !== 'nextval' || node.schema !== '' || node.catalog !== '') return false;
  const [argument, ...others] = Array.isArray(node.children) ? node.children : [];
  if (others.length > 0 || !isRecord(argument) || argument.type !== 'VALUE_CONSTANT') return false;
  return isRecord(argument.value) && sequences.has(String(argument.value.value));
}

/** Functions of DuckDB that read files, settings or the catalogue; no Snowflake function is one. */
const refusedFunctions =
  /^(?:read_|parquet_|glob$|query$|query_table$|duckdb_|pragma_|getenv$|current_setting$|sniff_|getvariable$|current_role$|current_user$|session_user$|current_database$|current_schema|pg_|nextval$|currval$|txid_)/i;

function cteNames(node: Readonly<Record<string, unknown>>): readonly string[] {
  const map = node.cte_map;
  const entries = isRecord(map) ? map.map : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => (isRecord(entry) ? [String(entry.key)] : []));
}

function visit(value: unknown, action: (node: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, action);
  } else if (isRecord(value)) {
    action(value);
    for (const item of Object.values(value)) visit(item, action);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
