import type { PhysicalType } from '@das/contracts';
import { quoteLiteral, type Resource, type SqlFragment, sql, sqlTokens } from '@das/core';
import { fullName, type ProtectedTable } from './effective-policy.js';

type RowAccessPolicy = Extract<Resource, { kind: 'rowAccessPolicy' }>;

/** The statement that fills a table, and how many rows it has. */
export interface SyntheticRows {
  readonly insert: SqlFragment;
  readonly count: number;
}

/**
 * Made-up rows for a table, in which each column has another value in each row: two rows, and two more
 * for each text that the row access policy compares with, so that it lets some of them through.
 */
export function syntheticRows(
  table: ProtectedTable,
  policy: RowAccessPolicy | undefined,
): SyntheticRows {
  const [decider] = table.rowAccess?.columns ?? [];
  const texts = policy === undefined ? [] : comparedTexts(policy.body);
  const deciding = [undefined, ...texts];
  const rows = deciding.flatMap((text, at) =>
    [0, 1].map((half) =>
      table.columns.map((column, place) =>
        column.name === decider && text !== undefined
          ? sql.literal(text)
          : sql.raw(syntheticValue(column.type, 2 * at + half, place)),
      ),
    ),
  );
  const names = sql.join(table.columns.map(({ name }) => sql.id(name)));
  // VALUES takes no functions that make an ARRAY or OBJECT, a SELECT does.
  const selects = rows.map((values) => sql`SELECT ${sql.join(values)}`);
  return {
    insert: sql`INSERT INTO ${sql.id(...table.name)} (${names}) ${sql.join(selects, ' UNION ALL ')}`,
    count: rows.length,
  };
}

/** The texts of a body that are no role's name. */
function comparedTexts(body: string): readonly string[] {
  const tokens = sqlTokens(body);
  const texts = tokens.flatMap(({ kind, text }, at) => {
    const isName = /^IS_\w+$/i.test(tokens[at - 2]?.text ?? '');
    return kind === 'literal' && !isName && /^'[^'\\]*'$/.test(text) ? [text.slice(1, -1)] : [];
  });
  return [...new Set(texts)];
}

/** A value that no mask gives back by chance: another one for each row and column. */
function syntheticValue(type: PhysicalType, row: number, column: number): string {
  // Ends with 1, so that no rounding leaves it as it is.
  const mark = 1000 * (column % 30) + 10 * (row % 90) + 1;
  const day = `${1951 + (row % 40)}-${pad(2 + (column % 10))}-${pad(3 + (row % 25))}`;
  const numeric = /^NUMBER\((\d+),(\d+)\)$/.exec(type);
  if (numeric !== null) {
    const digits = Math.min(Number(numeric[1]) - Number(numeric[2]), 7);
    if (digits < 1) return `0.${'1'.repeat(Number(numeric[2]) - 1)}${1 + (row % 9)}`;
    return String((4_200_000 + mark) % 10 ** digits);
  }
  const length = /^VARCHAR\((\d+)\)$/.exec(type)?.[1];
  switch (type) {
    case 'FLOAT':
      return `${4_200_000 + mark}.25`;
    case 'BOOLEAN':
      return row % 2 === 0 ? 'TRUE' : 'FALSE';
    case 'DATE':
      return `${quoteLiteral(day)}::DATE`;
    case 'TIME':
      return `'0${1 + (column % 9)}:${pad(10 + (row % 50))}:17'::TIME`;
    case 'TIMESTAMP_NTZ':
    case 'TIMESTAMP_TZ':
      return `'${day} 07:08:09'::${type}`;
    case 'VARIANT':
      return `PARSE_JSON('"q${mark}vx"')`;
    case 'ARRAY':
      return `ARRAY_CONSTRUCT('q${mark}vx')`;
    case 'OBJECT':
      return `OBJECT_CONSTRUCT('q', 'q${mark}vx')`;
    default: {
      const text = `q${mark}vx@z${mark}.w.k.test-7b3e9`;
      return quoteLiteral(length === undefined ? text : text.slice(0, Number(length)));
    }
  }
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** The row access policy of a table, among resources. */
export function rowAccessPolicyOf(
  table: ProtectedTable,
  resources: readonly Resource[],
): RowAccessPolicy | undefined {
  const name = table.rowAccess === undefined ? undefined : fullName(table.rowAccess.policy);
  return resources.find(
    (each): each is RowAccessPolicy =>
      each.kind === 'rowAccessPolicy' && fullName(each.name) === name,
  );
}
