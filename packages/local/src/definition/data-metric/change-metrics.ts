import { randomUUID } from 'node:crypto';
import { holdsGlobal, requirePrivilege, sees } from '../../access/privileges.js';
import { granteeOf } from '../../access/role-key.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { RelationObject } from '../../catalogue/catalogue-object.js';
import {
  type MeasuredColumns,
  type MetricAttachment,
  metricSignature,
} from '../../catalogue/data-metric-function-object.js';
import { Compilation } from '../../compile/compilation.js';
import { findMetric, metricOf } from '../../data-metric/find-metric.js';
import { lastChange } from '../../data-metric/last-change.js';
import { parseMetricSchedule } from '../../data-metric/metric-schedule.js';
import type { DataType } from '../../datatype/data-type.js';
import { findRelation } from '../../enforcement/resolve-name.js';
import type { TokenReader } from '../../lexing/token-reader.js';
import { mainAccount } from '../../shares/accounts.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { compileOverNothing } from './check-metric-body.js';

/** Whether ALTER goes on with an action of data metric functions. */
export function changesMetrics(reader: TokenReader): boolean {
  const verb = ['ADD', 'DROP', 'MODIFY'].find((word) => reader.sees(word));
  return (
    (verb !== undefined && reader.sees(verb, 'DATA', 'METRIC', 'FUNCTION')) ||
    reader.sees('SET', 'DATA_METRIC_SCHEDULE') ||
    reader.sees('UNSET', 'DATA_METRIC_SCHEDULE')
  );
}

/**
 * `ADD | DROP | MODIFY DATA METRIC FUNCTION f ON (…)` and `SET | UNSET DATA_METRIC_SCHEDULE` of tables,
 * views and dynamic tables.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/alter-table
 */
export async function changeMetrics(
  definition: Definition,
  relation: RelationObject,
): Promise<void> {
  const { reader, draft } = definition;
  if (relation.kind === 'TABLE' && relation.persistence === 'TEMPORARY') {
    throw unsupported('data metric functions on a temporary table', relation.name);
  }
  const verb = reader.next().value;
  if (verb === 'SET' || verb === 'UNSET') {
    draft.put(await withSchedule(definition, relation, verb));
    return;
  }
  reader.expect('DATA', 'METRIC', 'FUNCTION');
  definition.requireOwner(relation);
  let changed = relation;
  do {
    const target = readTarget(definition, relation);
    if (verb === 'ADD') changed = await add(definition, changed, target);
    else changed = change(draft, changed, target, verb === 'DROP' ? 'DROP' : readState(definition));
  } while (reader.acceptOperator(','));
  refuseClause(reader);
  draft.put(changed);
}

/** A function, and what it is to measure. */
interface MetricTarget {
  readonly path: readonly [string, string, string];
  readonly columns: readonly number[];
  readonly second: MeasuredColumns | undefined;
  readonly types: readonly (readonly DataType[])[];
}

/** `f ON (a, b [, TABLE(t(c))])`. */
function readTarget(definition: Definition, relation: RelationObject): MetricTarget {
  const { reader } = definition;
  const path = definition.path(reader.name());
  reader.expect('ON');
  let second: { table: RelationObject; columns: readonly string[] } | undefined;
  const names: string[] = [];
  reader.list(() => {
    if (second !== undefined) throw reader.unexpected(')');
    if (reader.sees('TABLE') && reader.peek(1).value === '(') second = readSecond(definition);
    else names.push(reader.identifier());
    if (reader.seesOperator('->')) throw unsupported('SNOWFLAKE.CORE.ACCEPTED_VALUES', path[2]);
  });
  const own = columnsOf(relation, names);
  const others = second === undefined ? undefined : columnsOf(second.table, second.columns);
  return {
    path,
    columns: own.map(({ id }) => id),
    second:
      second === undefined
        ? undefined
        : { table: second.table.id, columns: (others ?? []).map(({ id }) => id) },
    types: [own, ...(others === undefined ? [] : [others])].map((columns) =>
      columns.map(({ type }) => type),
    ),
  };
}

/** `TABLE(db.schema.t(a, b))`. */
function readSecond(definition: Definition): {
  table: RelationObject;
  columns: readonly string[];
} {
  const { reader, draft, roles, context } = definition;
  reader.expect('TABLE');
  reader.expectOperator('(');
  const compilation = new Compilation(draft, context.state.context(), []);
  const frame = { ...compilation.frame(), seesTemporaries: false };
  const table = findRelation(reader.name(), compilation, frame);
  requirePrivilege(draft, roles, table, 'SELECT');
  const columns = reader.list(() => reader.identifier());
  reader.expectOperator(')');
  return { table, columns };
}

function columnsOf(
  relation: RelationObject,
  names: readonly string[],
): readonly RelationObject['columns'][number][] {
  return names.map((name) => {
    const column = relation.columns.find((each) => each.name === name);
    if (column === undefined) throw invalidStatement(`invalid identifier ${name}`, name, 904);
    return column;
  });
}

async function add(
  definition: Definition,
  relation: RelationObject,
  target: MetricTarget,
): Promise<RelationObject> {
  const { draft, roles, context, now } = definition;
  definition.requireGlobal('EXECUTE DATA METRIC FUNCTION');
  if (context.engine.account !== mainAccount) {
    throw unsupported(`measuring tables of another account than ${mainAccount}`, relation.name);
  }
  const isShared = relation.grants.some(({ role }) => granteeOf(draft, role).type === 'SHARE');
  if (isShared) throw unsupported('a data metric function on a shared table', relation.name);
  const metric = findMetric(draft, roles, target.path, target.types);
  if (metric.object !== undefined) compileOverNothing(definition, metric, target.types);
  const { metrics = [] } = relation;
  if (metrics.some((each) => isTarget(draft, each, target))) {
    throw invalidStatement(
      `the data metric function ${target.path[2]} is set on these columns already`,
      target.path[2],
    );
  }
  const attachment: MetricAttachment = {
    reference: randomUUID(),
    ...(metric.object === undefined ? {} : { metric: metric.object.id }),
    path: metric.path,
    signature: signatureOf(target),
    columns: target.columns,
    ...(target.second === undefined ? {} : { second: target.second }),
    since: now,
    position: (await lastChange(context.state.connection, relation)).position,
  };
  return { ...relation, metrics: [...metrics, attachment] };
}

function signatureOf({ types }: MetricTarget): string {
  const isWhole = types.length === 1 && types[0]?.length === 0;
  return isWhole ? '' : metricSignature(types).slice(1, -1);
}

type Change = 'DROP' | 'SUSPEND' | 'RESUME';

function readState({ reader }: Definition): Change {
  if (reader.accept('SUSPEND')) return 'SUSPEND';
  if (reader.accept('RESUME')) return 'RESUME';
  throw unsupported(`MODIFY DATA METRIC FUNCTION … ${reader.peek().value}`);
}

function change(
  catalogue: Catalogue,
  relation: RelationObject,
  target: MetricTarget,
  how: Change,
): RelationObject {
  const { metrics = [] } = relation;
  const found = metrics.find((each) => isTarget(catalogue, each, target));
  if (found === undefined) {
    throw invalidStatement(
      `the data metric function ${target.path[2]} is not set on these columns`,
      target.path[2],
    );
  }
  if (how === 'DROP') return { ...relation, metrics: metrics.filter((each) => each !== found) };
  const { isSuspended: _, ...started } = found;
  const changed = how === 'SUSPEND' ? { ...started, isSuspended: true } : started;
  return { ...relation, metrics: metrics.map((each) => (each === found ? changed : each)) };
}

/** Whether an association is what a statement names; a function that was renamed by its name of now. */
function isTarget(
  catalogue: Catalogue,
  attachment: MetricAttachment,
  { path, columns, second }: MetricTarget,
): boolean {
  const metric = attachment.metric === undefined ? undefined : catalogue.get(attachment.metric);
  const known = metric?.kind === 'FUNCTION' ? metricOf(metric, catalogue).path : attachment.path;
  const same = (left: unknown, right: unknown): boolean =>
    JSON.stringify(left) === JSON.stringify(right);
  return (
    same(known, path) &&
    same(attachment.columns, columns) &&
    same(attachment.second ?? null, second ?? null)
  );
}

/** Expectations, filters, groups, other roles and anomalies: none of them is there. */
function refuseClause(reader: TokenReader): void {
  if (reader.isAtEnd) return;
  throw unsupported(`${reader.peek().value} of a data metric function`, reader.peek().value);
}

async function withSchedule(
  definition: Definition,
  relation: RelationObject,
  verb: 'SET' | 'UNSET',
): Promise<RelationObject> {
  const { reader, draft, roles, now, context } = definition;
  reader.expect('DATA_METRIC_SCHEDULE');
  const mayExecute = holdsGlobal(draft, roles, 'EXECUTE DATA METRIC FUNCTION');
  if (!(mayExecute && sees(roles, relation))) definition.requireOwner(relation);
  const { metricSchedule: _, ...without } = relation;
  if (verb === 'UNSET') {
    reader.expectEnd();
    return without as RelationObject;
  }
  const text = readOption(reader);
  reader.expectEnd();
  const schedule = parseMetricSchedule(text);
  if (schedule.kind === 'trigger' && relation.kind === 'VIEW') {
    throw invalidStatement('TRIGGER_ON_CHANGES is no schedule of a view', relation.name);
  }
  const { position } = await lastChange(context.state.connection, relation);
  return { ...relation, metricSchedule: { text, since: now, position } };
}
