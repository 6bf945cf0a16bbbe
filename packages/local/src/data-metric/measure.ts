import { randomUUID } from 'node:crypto';
import { WarehouseError } from '@das/core';
import { isRelation, type RelationObject } from '../catalogue/catalogue-object.js';
import type { MetricAttachment } from '../catalogue/data-metric-function-object.js';
import type { Compilation } from '../compile/compilation.js';
import { type CompiledQuery, compileInner } from '../compile/compile-query.js';
import { Scope } from '../compile/scope.js';
import type { Engine } from '../engine/engine.js';
import { prepare, runPrepared } from '../engine/run-query.js';
import { SessionState } from '../engine/session-state.js';
import type { Expression } from '../query/expression.js';
import type { Query } from '../query/query.js';
import { executionFailed, notFound } from '../warehouse/errors.js';
import { compileMetric } from './compile-metric.js';
import { metricOf } from './find-metric.js';
import type { Metric } from './metric.js';
import { systemMetric } from './system-metrics.js';

/** What a measurement gave: a number as text or nothing, or why it failed. */
export interface Outcome {
  readonly value: string | undefined;
  /** Never holds a data value. */
  readonly error: string | undefined;
}

/**
 * Measures one association: with the rights of the role that owns the table, under the policies that
 * hold for that role.
 *
 * @returns nothing when the signal ended it
 * @see https://docs.snowflake.com/en/user-guide/data-quality-access-control
 */
export async function measure(
  engine: Engine,
  relation: RelationObject,
  attachment: MetricAttachment,
  scheduledTime: Date,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const state = await openOwnerState(engine, relation);
  try {
    const query = await prepare(engine, state.context(), [], (compilation) =>
      compileMeasurement(relation, attachment, compilation, scheduledTime),
    );
    const { rows } = await runPrepared(state, query, signal);
    return { value: numberText(rows[0]?.VALUE), error: undefined };
  } catch (error) {
    if (signal.aborted) return undefined;
    const message = error instanceof WarehouseError ? error.message : 'the measurement failed';
    return { value: undefined, error: message };
  } finally {
    state.connection.closeSync();
  }
}

async function openOwnerState(engine: Engine, relation: RelationObject): Promise<SessionState> {
  const { database, schema } = engine.catalogue.container(relation);
  const connection = await engine.database.connect();
  return new SessionState(randomUUID(), engine, connection, {
    role: relation.owner,
    secondaryRoles: 'NONE',
    user: 'SYSTEM',
    database,
    schema,
    warehouse: undefined,
    grantedRoles: [relation.owner],
  });
}

function compileMeasurement(
  relation: RelationObject,
  attachment: MetricAttachment,
  compilation: Compilation,
  scheduledTime: Date,
): CompiledQuery {
  const { catalogue } = compilation;
  const { second } = attachment;
  const tables = [selectOf(relation, attachment.columns, compilation)];
  if (second !== undefined) {
    const other = catalogue.get(second.table);
    if (other === undefined || !isRelation(other)) throw notFound('Table', String(second.table));
    tables.push(selectOf(other, second.columns, compilation));
  }
  const frame = { ...compilation.frame(), seesTemporaries: false };
  const args = tables.map((query) =>
    compileInner(query, { compilation, frame, scope: new Scope() }),
  );
  const metric = metricFor(attachment, args, compilation);
  const place = { compilation, frame, scope: new Scope() };
  const { sql, type } = compileMetric(metric, args, place, scheduledTime);
  return { sql: `SELECT ${sql} AS o1`, columns: [{ name: 'VALUE', type, sql: 'o1' }] };
}

function metricFor(
  { metric: id, path }: MetricAttachment,
  args: readonly CompiledQuery[],
  { catalogue }: Compilation,
): Metric {
  if (id !== undefined) {
    const object = catalogue.get(id);
    if (object?.kind !== 'FUNCTION') throw notFound('Function', path.join('.'));
    return metricOf(object, catalogue);
  }
  const types = args.map(({ columns }) =>
    columns.filter(({ name }) => name !== everyRow).map(({ type }) => type),
  );
  const metric = systemMetric(path[2], types);
  if (metric === undefined) throw executionFailed(`${path[2]} does not take the type of a column`);
  return metric;
}

/** What stands for the columns of a function that measures rows alone. No identifier is empty. */
const everyRow = '';

/** The columns of a relation, as a query that its policies apply to. */
function selectOf(
  relation: RelationObject,
  columns: readonly number[],
  { catalogue }: Compilation,
): Query {
  const { database, schema } = catalogue.container(relation);
  const items = columns.map((id) => {
    const column = relation.columns.find((each) => each.id === id);
    if (column === undefined) throw executionFailed('a column that was measured is gone');
    const expression: Expression = { kind: 'column', path: [column.name] };
    return { expression, alias: undefined };
  });
  const one: Expression = { kind: 'literal', literal: { type: 'number', value: '1' } };
  return {
    kind: 'select',
    distinct: false,
    items: items.length === 0 ? [{ expression: one, alias: everyRow }] : items,
    from: [
      {
        kind: 'table',
        name: [database, schema, relation.name],
        alias: undefined,
        columns: [],
      },
    ],
    where: undefined,
    groupBy: [],
    having: undefined,
    qualify: undefined,
    with: [],
    orderBy: [],
    limit: undefined,
    offset: undefined,
  };
}

/** A number as JSON writes it; what JSON cannot write is no number. */
function numberText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const text = String(value);
  return Number.isFinite(Number(text)) ? text : undefined;
}
