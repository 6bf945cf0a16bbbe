import { createHash } from 'node:crypto';
import { type AnyContract, type Rule, rowRuleOf } from '@das/contracts';
import type { DataMetricFunctionResource } from '../resources/resource.js';
import { quoteIdentifier } from '../warehouse/statement.js';
import type { Domain } from './define-domain.js';
import { domainNames, type TableName } from './domain-names.js';

/** One number about a table, by a function of `SNOWFLAKE.CORE` or by one of the domain. */
export interface Measure {
  /** Upper case, once per table. What no rule of the contract says begins with `$`. */
  readonly name: string;
  /** Upper case. */
  readonly columns: readonly string[];
  readonly function:
    | { readonly kind: 'system'; readonly name: TableName }
    | { readonly kind: 'own'; readonly resource: DataMetricFunctionResource };
}

type Column = AnyContract['columns'][number];

/** The types that the functions of `SNOWFLAKE.CORE` which count take. */
const countable = /^(?:VARCHAR|NUMBER|FLOAT|DATE|TIMESTAMP)/;

/**
 * What is measured of a contract's tables: keys, objectives and rules, each once. What takes other tables, a
 * baseline, a share of repeated rows or a query of one's own is left to the audit of a promotion.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-quality-system-dmfs
 */
export function measuresOf(domain: Domain, contract: AnyContract): readonly Measure[] {
  const { primaryKey, uniqueKeys, slo, quality } = contract;
  const context = { domain, contract };
  const all = [
    ...(primaryKey.length === 0 ? [] : [repeated(context, '$PRIMARY_KEY', primaryKey)]),
    ...uniqueKeys.map((columns) => repeated(context, `$UNIQUE_${columns.join('_')}`, columns)),
    ...(slo.freshness === undefined ? [] : [age(context, '$FRESHNESS', slo.freshness.column)]),
    ...Object.keys(slo.completeness ?? {}).map((column) =>
      missingShare(context, `$COMPLETENESS_${column}`, column),
    ),
    ...quality.map((rule) => measureOf(context, rule)),
  ].flatMap((each) => (each === undefined ? [] : [each]));
  // Snowflake takes a function once for the same columns.
  const byTarget = new Map<string, Measure>();
  for (const each of all) {
    const { function: measure } = each;
    const name = measure.kind === 'own' ? measure.resource.name : measure.name;
    const target = JSON.stringify([name, each.columns]);
    if (!byTarget.has(target)) byTarget.set(target, each);
  }
  return withOwnNames([...byTarget.values()]);
}

/** Measures by names of which each is there once: the joined columns of two keys may read alike. */
function withOwnNames(measures: readonly Measure[]): readonly Measure[] {
  return measures.map((each) => {
    const isAlone = measures.every((other) => other === each || other.name !== each.name);
    if (isAlone) return each;
    const digest = digestOf([each.function, each.columns]).slice(0, 8).toUpperCase();
    return { ...each, name: `${each.name}_${digest}` };
  });
}

function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

interface Context {
  readonly domain: Domain;
  readonly contract: AnyContract;
}

function measureOf(context: Context, rule: Rule): Measure | undefined {
  switch (rule.kind) {
    case 'notNull':
      return missing(context, rule);
    case 'acceptedValues':
    case 'range':
    case 'pattern':
      return breaking(context, rule);
    case 'unique':
      return repeated(context, rule.name, rule.columns);
    case 'rowCount':
      return system(rule.name, 'ROW_COUNT', []);
    case 'completeness':
      return missingShare(context, rule.name, rule.column);
    case 'freshness':
      return age(context, rule.name, rule.column);
    case 'duplicates':
    case 'referential':
    case 'drift':
    case 'sql':
      return undefined;
  }
}

/** How many rows have no value. */
function missing(context: Context, rule: Extract<Rule, { kind: 'notNull' }>): Measure | undefined {
  const column = columnNamed(context, rule.column);
  if (column === undefined) return undefined;
  return countable.test(column.type)
    ? system(rule.name, 'NULL_COUNT', [rule.column])
    : breaking(context, rule);
}

/** How many rows break a rule that each row keeps or breaks by itself. */
function breaking(
  context: Context,
  rule: Extract<Rule, { kind: 'notNull' | 'acceptedValues' | 'range' | 'pattern' }>,
): Measure | undefined {
  const column = columnNamed(context, rule.column);
  const condition = rowRuleOf(rule, context.contract.columns)?.condition;
  if (column === undefined || condition === undefined) return undefined;
  return own(context, rule.name, [column], `SELECT COUNT(*) FROM "ARG_T" WHERE NOT (${condition})`);
}

/**
 * How many keys more than one row has. DUPLICATE_COUNT takes NULL for a value, which a key that may have
 * none does not.
 */
function repeated(context: Context, name: string, keys: readonly string[]): Measure | undefined {
  const columns = keys.flatMap((key) => columnNamed(context, key) ?? []);
  const [column, ...others] = columns;
  if (column === undefined || columns.length !== keys.length) return undefined;
  if (others.length === 0 && !column.isNullable && countable.test(column.type)) {
    return system(name, 'DUPLICATE_COUNT', [column.name]);
  }
  const list = columns.map((each) => quoteIdentifier(each.name));
  const present = list.map((each) => `${each} IS NOT NULL`).join(' AND ');
  const keysText = list.join(', ');
  return own(
    context,
    name,
    columns,
    `SELECT COUNT(*) FROM (SELECT ${keysText} FROM "ARG_T" WHERE ${present} GROUP BY ${keysText} HAVING COUNT(*) > 1)`,
  );
}

/** How many of a hundred rows have no value. */
function missingShare(context: Context, name: string, key: string): Measure | undefined {
  const column = columnNamed(context, key);
  if (column === undefined || !countable.test(column.type)) return undefined;
  return system(name, 'NULL_PERCENT', [key]);
}

/** How many seconds old the newest value is. FRESHNESS takes no time without a zone, which is UTC here. */
function age(context: Context, name: string, key: string): Measure | undefined {
  const column = columnNamed(context, key);
  if (column === undefined) return undefined;
  if (column.type !== 'TIMESTAMP_NTZ') return system(name, 'FRESHNESS', [key]);
  const now = `CONVERT_TIMEZONE('UTC', SNOWFLAKE.CORE.DATA_METRIC_SCHEDULED_TIME())::TIMESTAMP_NTZ`;
  const newest = `MAX(${quoteIdentifier(column.name)})`;
  return own(context, name, [column], `SELECT DATEDIFF(SECOND, ${newest}, ${now}) FROM "ARG_T"`);
}

function system(name: string, metric: string, columns: readonly string[]): Measure {
  return {
    name: name.toUpperCase(),
    columns: columns.map((column) => column.toUpperCase()),
    function: { kind: 'system', name: ['SNOWFLAKE', 'CORE', metric] },
  };
}

/** A function of the domain: its name says what it measures, as one that is in use cannot be replaced. */
function own(
  { domain, contract }: Context,
  name: string,
  columns: readonly Column[],
  body: string,
): Measure {
  const signature = columns.map((each) => ({ name: each.name.toUpperCase(), type: each.type }));
  const digest = digestOf([signature, body]);
  const plain = name.replace('$', '').toUpperCase();
  const full = `METRIC_${contract.name.toUpperCase()}_${plain}`.slice(0, 240);
  return {
    name: name.toUpperCase(),
    columns: signature.map((each) => each.name),
    function: {
      kind: 'own',
      resource: {
        kind: 'dataMetricFunction',
        name: domainNames(domain.database).policy(`${full}_${digest.slice(0, 8).toUpperCase()}`),
        columns: signature,
        body,
      },
    },
  };
}

function columnNamed({ contract }: Context, name: string): Column | undefined {
  return contract.columns.find((column) => column.name === name);
}
