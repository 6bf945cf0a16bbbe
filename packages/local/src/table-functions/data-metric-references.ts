import { holds, owns, reaches, sees } from '../access/privileges.js';
import { isRelation, type RelationObject } from '../catalogue/catalogue-object.js';
import type { MetricAttachment } from '../catalogue/data-metric-function-object.js';
import type { Place } from '../compile/compile-expression.js';
import { functionsNamed } from '../data-metric/find-metric.js';
import { scheduleOf } from '../data-metric/metric-schedule.js';
import { metricStatus } from '../data-metric/metric-status.js';
import { isSystemMetric } from '../data-metric/system-metrics.js';
import { fullPath } from '../enforcement/resolve-name.js';
import { metadataRows } from '../metadata/metadata-rows.js';
import { type Cell, columnsOf } from '../metadata/metadata-view.js';
import type { CallReference } from '../query/query.js';
import { invalidStatement, notFound } from '../warehouse/errors.js';
import { CallArguments } from './call-arguments.js';
import type { CalledTable } from './called-table.js';
import { findEntity } from './find-entity.js';

const columns = columnsOf(`METRIC_DATABASE_NAME METRIC_SCHEMA_NAME METRIC_NAME ARGUMENT_SIGNATURE
  DATA_TYPE REF_DATABASE_NAME REF_SCHEMA_NAME REF_ENTITY_NAME REF_ENTITY_DOMAIN REF_ARGUMENTS:array
  REF_ID SCHEDULE SCHEDULE_STATUS DATA_QUALITY_NOTIFICATION_STATUS ANOMALY_DETECTION_STATUS
  ANOMALY_DETECTION_SENSITIVITY_LEVEL USE_ROLE EXCLUDE_TABLE_TYPES`);

/**
 * `INFORMATION_SCHEMA.DATA_METRIC_FUNCTION_REFERENCES(…)`: what a data metric function is set on, or
 * what is set on a table.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/data_metric_function_references
 */
export function dataMetricFunctionReferences(
  call: CallReference,
  place: Place,
  database: string,
): CalledTable {
  const args = new CallArguments(call, place, [
    'METRIC_NAME',
    'REF_ENTITY_NAME',
    'REF_ENTITY_DOMAIN',
  ]);
  const isByMetric = args.has('METRIC_NAME');
  const isByEntity = args.has('REF_ENTITY_NAME') && args.has('REF_ENTITY_DOMAIN');
  const isMixed = isByMetric && (args.has('REF_ENTITY_NAME') || args.has('REF_ENTITY_DOMAIN'));
  if (isMixed || isByMetric === isByEntity) {
    throw invalidStatement(
      'DATA_METRIC_FUNCTION_REFERENCES takes METRIC_NAME, or REF_ENTITY_NAME and REF_ENTITY_DOMAIN',
      'DATA_METRIC_FUNCTION_REFERENCES',
    );
  }
  const found = isByMetric ? byMetric(args, place, database) : byEntity(args, place, database);
  const rows = found
    .filter((reference) => mayKnow(reference, place))
    .map(({ relation, attachment }) => row(relation, attachment, place));
  return metadataRows(columns, rows);
}

interface Reference {
  readonly relation: RelationObject;
  readonly attachment: MetricAttachment;
}

function byMetric(args: CallArguments, place: Place, database: string): readonly Reference[] {
  const { compilation, frame } = place;
  const { catalogue } = compilation;
  const name = args.name('METRIC_NAME') ?? [];
  const path = fullPath(name, { database: frame.database ?? database, schema: frame.schema });
  const ids = functionsNamed(catalogue, path)
    .filter((metric) => reaches(catalogue, frame.roles, metric) && sees(frame.roles, metric))
    .map(({ id }) => id);
  if (ids.length === 0 && !isSystemMetric(path)) throw notFound('Function', path.join('.'));
  return [...catalogue.all()]
    .filter(isRelation)
    .filter((relation) => mayRead(relation, place))
    .flatMap((relation) => referencesOf(relation))
    .filter(({ attachment }) =>
      attachment.metric === undefined
        ? attachment.path.join('\u0000') === path.join('\u0000')
        : ids.includes(attachment.metric),
    );
}

function byEntity(args: CallArguments, place: Place, database: string): readonly Reference[] {
  const domain = (args.text('REF_ENTITY_DOMAIN') ?? '').toUpperCase();
  if (domain !== 'TABLE' && domain !== 'VIEW') {
    throw invalidStatement('REF_ENTITY_DOMAIN is TABLE or VIEW', domain);
  }
  const name = args.name('REF_ENTITY_NAME') ?? [];
  const entity = findEntity(name, domain, place, database);
  if (!isRelation(entity) || !mayRead(entity, place)) throw notFound('Object', name.join('.'));
  return referencesOf(entity);
}

function referencesOf(relation: RelationObject): readonly Reference[] {
  return (relation.metrics ?? []).map((attachment) => ({ relation, attachment }));
}

function mayRead(relation: RelationObject, { compilation, frame }: Place): boolean {
  return (
    relation.shared === undefined &&
    holds(frame.roles, relation, 'SELECT') &&
    reaches(compilation.catalogue, frame.roles, relation)
  );
}

/** Of a function that is gone the owner of the table alone is told; all may use those of SNOWFLAKE. */
function mayKnow(
  { relation, attachment: { metric: id } }: Reference,
  { compilation: { catalogue }, frame: { roles } }: Place,
): boolean {
  if (id === undefined) return true;
  const metric = catalogue.get(id);
  if (metric === undefined) return owns(roles, relation);
  return holds(roles, metric, 'USAGE') && reaches(catalogue, roles, metric);
}

function row(
  relation: RelationObject,
  attachment: MetricAttachment,
  { compilation, frame }: Place,
): Readonly<Record<string, Cell>> {
  const { catalogue } = compilation;
  const { database, schema } = catalogue.container(relation);
  const metric = attachment.metric === undefined ? undefined : catalogue.get(attachment.metric);
  const place = metric === undefined ? undefined : catalogue.container(metric);
  const [metricDatabase, metricSchema, metricName] = attachment.path;
  const isOwner = owns(frame.roles, relation);
  return {
    METRIC_DATABASE_NAME: place?.database ?? metricDatabase,
    METRIC_SCHEMA_NAME: place?.schema ?? metricSchema,
    METRIC_NAME: metric?.kind === 'FUNCTION' ? metric.functionName : metricName,
    ARGUMENT_SIGNATURE: attachment.signature,
    DATA_TYPE: 'NUMBER',
    REF_DATABASE_NAME: database,
    REF_SCHEMA_NAME: schema,
    REF_ENTITY_NAME: relation.name,
    REF_ENTITY_DOMAIN: relation.kind === 'VIEW' ? 'VIEW' : 'TABLE',
    REF_ARGUMENTS: JSON.stringify(argumentsOf(relation, attachment)),
    REF_ID: attachment.reference,
    SCHEDULE: scheduleOf(relation).text,
    SCHEDULE_STATUS: isOwner ? metricStatus(catalogue, relation, attachment) : 'SUSPENDED',
  };
}

function argumentsOf(
  relation: RelationObject,
  { columns: ids }: MetricAttachment,
): readonly unknown[] {
  return ids.flatMap((id) => {
    const column = relation.columns.find((each) => each.id === id);
    return column === undefined
      ? []
      : [{ domain: 'COLUMN', id: String(column.id), name: column.name }];
  });
}
