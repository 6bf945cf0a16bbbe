import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalogue } from '../catalogue/catalogue.js';
import { isRelation, type RelationObject } from '../catalogue/catalogue-object.js';
import type { MetricAttachment } from '../catalogue/data-metric-function-object.js';
import type { Engine } from '../engine/engine.js';
import { lastChange } from './last-change.js';
import { measure } from './measure.js';
import { addMeasurement } from './metric-results.js';
import { dueTime, scheduleOf } from './metric-schedule.js';
import { metricStatus } from './metric-status.js';

/** A time at which an association is due, and the last change of its table. */
interface Due {
  readonly scheduled: number;
  readonly position: number;
  readonly changedAt: number | undefined;
}

/**
 * Measures each data metric function that is due on the clock, one after the other. One that fails
 * leaves a measurement without a value, and keeps none of the others from theirs.
 *
 * @param signal - ends it: what is being measured then is due again
 */
export async function measureDue(engine: Engine, signal: AbortSignal): Promise<void> {
  const now = engine.clock().getTime();
  const associations = [...engine.catalogue.all()]
    .filter(isRelation)
    .filter(({ shared }) => shared === undefined)
    .flatMap(({ id, metrics = [] }) => metrics.map(({ reference }) => ({ id, reference })));
  if (associations.length === 0) return;
  const connection = await engine.database.connect();
  try {
    await engine.measured.load(connection);
    for (const { id, reference } of associations) {
      if (signal.aborted) return;
      await measureIfDue({ engine, connection, signal }, id, reference, now);
    }
  } finally {
    connection.closeSync();
  }
}

/** What the measurements of one pass share. */
interface Pass {
  readonly engine: Engine;
  readonly connection: DuckDBConnection;
  readonly signal: AbortSignal;
}

/** Measurements before this one may have taken long: it goes by what the catalogue says now. */
async function measureIfDue(pass: Pass, id: number, reference: string, now: number): Promise<void> {
  const { catalogue } = pass.engine;
  const found = findAssociation(catalogue, id, reference);
  if (found === undefined) return;
  const { relation, attachment } = found;
  if (metricStatus(catalogue, relation, attachment) !== 'STARTED') return;
  const due = await dueOf(pass.engine, pass.connection, relation, attachment, now);
  if (due !== undefined) await record(pass, relation, attachment, due);
}

function findAssociation(
  catalogue: Catalogue,
  id: number,
  reference: string,
): { readonly relation: RelationObject; readonly attachment: MetricAttachment } | undefined {
  const relation = catalogue.get(id);
  if (relation === undefined || !isRelation(relation)) return undefined;
  const attachment = relation.metrics?.find((each) => each.reference === reference);
  return attachment && { relation, attachment };
}

async function dueOf(
  engine: Engine,
  connection: DuckDBConnection,
  relation: RelationObject,
  attachment: MetricAttachment,
  now: number,
): Promise<Due | undefined> {
  const { metricSchedule: set } = relation;
  const schedule = scheduleOf(relation);
  if (schedule.kind === 'rest') return undefined;
  if (schedule.kind === 'trigger') {
    const { position, committedAt } = await lastChange(connection, relation);
    const known = Math.max(
      attachment.position,
      set?.position ?? 0,
      engine.measured.of(attachment.reference)?.position ?? 0,
    );
    if (position <= known) return undefined;
    return { scheduled: now, position, changedAt: committedAt };
  }
  const after = Math.max(
    Date.parse(attachment.since),
    Date.parse(set?.since ?? attachment.since),
    engine.measured.of(attachment.reference)?.scheduled ?? 0,
  );
  const scheduled = dueTime(schedule, after, now);
  return scheduled === undefined ? undefined : { scheduled, position: 0, changedAt: undefined };
}

async function record(
  { engine, connection, signal }: Pass,
  relation: RelationObject,
  attachment: MetricAttachment,
  { scheduled, position, changedAt }: Due,
): Promise<void> {
  const { reference, path, metric } = attachment;
  // Another tick may begin before this measurement ends, or may have found the same time due.
  if (!engine.measured.claim(reference, { scheduled, position })) return;
  const { database, schema } = engine.catalogue.container(relation);
  const scheduledTime = new Date(scheduled);
  const outcome = await measure(engine, relation, attachment, scheduledTime, signal);
  if (outcome === undefined) return;
  const object = metric === undefined ? undefined : engine.catalogue.get(metric);
  const place = object === undefined ? undefined : engine.catalogue.container(object);
  const columns = attachment.columns.map((id) => relation.columns.find((each) => each.id === id));
  await addMeasurement(connection, {
    reference,
    scheduledTime: scheduledTime.toISOString(),
    changeCommitTime: changedAt === undefined ? undefined : new Date(changedAt).toISOString(),
    measurementTime: engine.clock().toISOString(),
    tableId: relation.id,
    tableName: relation.name,
    tableSchema: schema,
    tableDatabase: database,
    metricId: metric,
    metricName: object?.kind === 'FUNCTION' ? object.functionName : path[2],
    metricSchema: place?.schema ?? path[1],
    metricDatabase: place?.database ?? path[0],
    returnType: 'NUMBER',
    argumentIds: attachment.columns,
    argumentTypes: columns.map(() => 'COLUMN'),
    argumentNames: columns.map((column) => column?.name ?? ''),
    ...outcome,
    position,
  });
}
