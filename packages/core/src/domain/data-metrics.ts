import type { AnyContract } from '@das/contracts';
import { type Duration, durationInSeconds } from '@das/contracts';
import type { Tier } from '../access/declarations.js';
import { tiers } from '../access/declarations.js';
import { CoreError } from '../errors/core-error.js';
import type {
  ColumnResource,
  DataMetricFunctionResource,
  DataMetricResource,
  Resource,
  TableResource,
} from '../resources/resource.js';
import type { Domain } from './define-domain.js';
import { domainNames } from './domain-names.js';
import type { DomainTable } from './domain-tables.js';
import { measuresOf } from './measures.js';

/**
 * When the tables of a domain are measured, as `DATA_METRIC_SCHEDULE` says it.
 *
 * @see https://docs.snowflake.com/en/sql-reference/parameters#data-metric-schedule
 */
export type MetricSchedule =
  | '5 MINUTE'
  | '15 MINUTE'
  | '30 MINUTE'
  | '60 MINUTE'
  | '720 MINUTE'
  | '1440 MINUTE'
  | 'TRIGGER_ON_CHANGES'
  | `USING CRON ${string}`;

/** Which tables Snowflake measures by itself, by the rules of their contracts. */
export interface DataMetricOptions {
  /** The tiers whose tables are measured; none turns it off. Default PLATINUM. */
  readonly tiers?: readonly Tier[];
  /**
   * One schedule for all tables. Default: for each table the longest interval within the freshness that its
   * contract promises, or an hour where it promises none.
   */
  readonly schedule?: MetricSchedule;
}

const intervals = [5, 15, 30, 60, 720, 1440] as const;

/** A table whose owner sees every row of it. */
interface Measurable {
  readonly contract: AnyContract;
  readonly table: TableResource;
}

/**
 * The measurements of a domain's tables and the functions that they need. A measurement runs as the owner of
 * the table, which is the role that deploys and sees what a mask leaves: so a column with a policy, and a
 * table whose rows are filtered or gathered, is not measured, rather than measured wrongly. Dynamic tables
 * are the pipeline's, so nobody else may attach anything to them.
 *
 * @see https://docs.snowflake.com/en/user-guide/data-quality-access-control
 */
export function dataMetricResources(
  domain: Domain,
  tables: readonly DomainTable[],
  compiled: readonly Resource[],
): readonly (DataMetricFunctionResource | DataMetricResource)[] {
  const functions = new Map<string, DataMetricFunctionResource>();
  const metrics = measurable(domain, tables, compiled).flatMap(({ contract, table }) => {
    const isClear = clearColumns(domain, table);
    return measuresOf(domain, contract)
      .filter(({ columns }) => columns.every(isClear))
      .map(({ name, columns, function: measure }): DataMetricResource => {
        if (measure.kind === 'own') {
          functions.set(measure.resource.name.join('.'), measure.resource);
        }
        return {
          kind: 'dataMetric',
          name: [...table.name, name],
          function: measure.kind === 'own' ? measure.resource.name : measure.name,
          columns,
          schedule: domain.dataMetrics.schedule ?? scheduleFor(contract.slo.freshness?.p95),
        };
      });
  });
  return [...functions.values(), ...metrics];
}

/** The tiers whose tables are measured. */
function measuredTiers({ dataMetrics }: Pick<Domain, 'dataMetrics'>): readonly Tier[] {
  return dataMetrics.tiers ?? ['PLATINUM'];
}

function measurable(
  domain: Domain,
  tables: readonly DomainTable[],
  compiled: readonly Resource[],
): readonly Measurable[] {
  const names = domainNames(domain.database);
  const byName = new Map(
    compiled.flatMap((each) => (each.kind === 'table' ? [[each.name.join('.'), each]] : [])),
  );
  return tables.flatMap(({ contract, tier }) => {
    if (!measuredTiers(domain).includes(tier)) return [];
    const table = byName.get(names.table(contract, tier).join('.'));
    if (table === undefined || table.rowAccess !== undefined) return [];
    return table.aggregationPolicy === undefined ? [{ contract, table }] : [];
  });
}

/** Whether a column has no policy, of its own or by a tag on it or on its table. */
function clearColumns(domain: Domain, table: TableResource): (name: string) => boolean {
  const masking = new Set(
    domain.access.flatMap((each) =>
      each.kind === 'tag' && (each.masking ?? []).length > 0 ? [each.name] : [],
    ),
  );
  const isMasking = ({ tags = [] }: Pick<ColumnResource | TableResource, 'tags'>) =>
    tags.some(({ tag }) => masking.has(tag[2]));
  const clear = isMasking(table)
    ? []
    : table.columns.filter(
        (column) =>
          column.maskingPolicy === undefined &&
          column.projectionPolicy === undefined &&
          !isMasking(column),
      );
  const names = new Set(clear.map(({ name }) => name));
  return (name) => names.has(name);
}

function scheduleFor(freshness: Duration | undefined): MetricSchedule {
  const minutes = freshness === undefined ? 60 : durationInSeconds(freshness) / 60;
  const [shortest] = intervals;
  return `${intervals.findLast((each) => each <= minutes) ?? shortest} MINUTE`;
}

/**
 * Checks what a domain says of its measurements.
 *
 * @throws {@link CoreError} `DAS_DOMAIN_INVALID`
 */
export function checkDataMetrics({ name, dataMetrics }: Domain): void {
  const invalid = (message: string, next: string) =>
    new CoreError('DAS_DOMAIN_INVALID', message, { place: `domain ${name}`, next });
  for (const member of Object.keys(dataMetrics)) {
    if (member === 'tiers' || member === 'schedule') continue;
    throw invalid(`dataMetrics.${member} is not known`, 'use tiers and schedule');
  }
  const unknown = measuredTiers({ dataMetrics }).find((tier) => !tiers.includes(tier));
  if (unknown !== undefined) {
    throw invalid(`dataMetrics names the tier ${unknown}`, `use ${tiers.join(', ')}`);
  }
  const { schedule } = dataMetrics;
  if (schedule === undefined || isSchedule(schedule)) return;
  throw invalid(
    'dataMetrics has a schedule that Snowflake does not know',
    `use ${intervals.map((each) => `${each} MINUTE`).join(', ')}, TRIGGER_ON_CHANGES or USING CRON with five fields and a time zone`,
  );
}

function isSchedule(text: string): boolean {
  return (
    text === 'TRIGGER_ON_CHANGES' ||
    intervals.some((each) => text === `${each} MINUTE`) ||
    /^USING CRON(?: [^\s']+){6}$/.test(text)
  );
}
