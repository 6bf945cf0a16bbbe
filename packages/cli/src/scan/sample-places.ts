import { FileSource } from '@das/collectors';
import { type AnyContract, DasError } from '@das/contracts';
import {
  type Collector,
  type Domain,
  decodeJson,
  domainNames,
  quoteIdentifier,
  sql,
  type Warehouse,
} from '@das/core';
import { CliError } from '../errors/cli-error.js';
import { ColumnValues } from './column-values.js';
import { type RecordContext, sampleSource } from './sample-source.js';
import type { SampledColumns } from './sampled-columns.js';

/** How much is read of a place, and until when. */
export interface SampleBounds {
  readonly records: number;
  readonly signal: AbortSignal;
}

/** The three parts of a table's name, upper case as Snowflake reads them. */
export type TablePath = readonly [database: string, schema: string, table: string];

/**
 * Reads rows of a table as the domain's pipeline, which sees them in clear, and never more than the
 * bound.
 */
export async function sampleTable(
  warehouse: Warehouse,
  domain: Domain,
  path: TablePath,
  bounds: SampleBounds,
): Promise<SampledColumns> {
  const names = domainNames(domain.database);
  const [database, , table] = path;
  await using session = await warehouse.openSession({
    role: names.pipelineRole,
    secondaryRoles: 'NONE',
    warehouse: names.warehouse,
    queryTag: 'das:scan',
  });
  const name = path.map(quoteIdentifier).join('.');
  const { columns, rows } = await session.execute(
    sql`SELECT * FROM ${sql.raw(name)} LIMIT ${sql.raw(String(bounds.records))}`,
    { signal: bounds.signal },
  );
  const values = new ColumnValues();
  for (const row of rows) values.add(row);
  const types = new Map(columns.map((column) => [column.name, column.type]));
  const seen = new Set(values.columns().map((column) => column.name));
  const unseen = columns.filter((column) => rows.length === 0 && !seen.has(column.name));
  const contract = domain.contracts.find(
    (each) => database === domain.database && each.name.toUpperCase() === table,
  );
  return {
    target: `table ${path.join('.')}`,
    contract,
    records: rows.length,
    columns: [
      ...values.columns(types),
      ...unseen.map((column) => ({ name: column.name, type: column.type, samples: [] })),
    ],
  };
}

/** Reads records of files, folders and globs, in any format that file collectors read. */
export async function sampleFiles(
  files: readonly string[],
  baseDirectory: string,
  contract: AnyContract | undefined,
  bounds: SampleBounds,
): Promise<SampledColumns> {
  const source = new FileSource({ name: 'scan', files, baseDirectory, decode: decodeJson });
  const values = new ColumnValues();
  const { undecoded, partitions } = await sampleSource(source, {
    ...bounds,
    onRecord: (event) => values.add(event),
  });
  if (partitions === 0) throw noFiles(files.join(' '));
  refuseNothing(values, undecoded, files.join(' '));
  const target = `files ${[...files].sort().join(' ')}`;
  return { target, contract, records: values.records, columns: values.columns() };
}

/**
 * Reads the first records of a collector's source as its transform makes rows of them, since that is
 * what lands. A record that the transform rejects is read as it came. Nothing is claimed or landed.
 */
export async function sampleCollector(
  collector: Collector,
  baseDirectory: string,
  bounds: SampleBounds,
): Promise<SampledColumns> {
  const source = await collector.openSource({ baseDirectory, follow: false, dryRun: true });
  const values = new ColumnValues();
  const { undecoded } = await sampleSource(source, {
    ...bounds,
    onRecord: (event, record) => {
      for (const row of rowsOf(collector, event, record)) values.add(row);
    },
  });
  refuseNothing(values, undecoded, `collector ${collector.name}`);
  return {
    target: `collector ${collector.name}`,
    contract: collector.contract,
    records: values.records,
    columns: values.columns(),
  };
}

function rowsOf(collector: Collector, event: unknown, record: RecordContext): readonly unknown[] {
  try {
    const made: unknown = collector.transform(event, record);
    if (made === undefined) return [];
    return Array.isArray(made) ? made : [made];
  } catch {
    return [event];
  }
}

/** To have looked at no file is not to have found nothing in one. */
function noFiles(place: string): CliError {
  return new CliError('DAS_SCAN_UNREADABLE', 'no file has such a name', {
    place,
    next: 'correct the pattern, which is taken relative to the working directory',
  });
}

/** Records of which none could be read are no sample: saying that nothing was found would be wrong. */
function refuseNothing(values: ColumnValues, undecoded: number, place: string): void {
  if (values.records > 0 || undecoded === 0) return;
  throw new CliError('DAS_SCAN_UNREADABLE', 'none of the records could be decoded', {
    place,
    next: 'name the collector that decodes them with --collector',
  });
}

/** Whether an error says that there is no configuration at all. */
export function isWithoutConfiguration(error: unknown): boolean {
  return DasError.isInstance(error) && error.code === 'DAS_CONFIG_NOT_FOUND';
}
