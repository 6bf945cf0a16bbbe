import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { AnyContract } from '@das/contracts';
import type { Domain, Warehouse } from '@das/core';
import { writeFileAtomically } from '../contract/write-file-atomically.js';
import type { DataFolder } from '../deployment/data-folder.js';
import { findCollector } from '../deployment/find-collector.js';
import { configurationOf, type LocatedConfiguration } from '../deployment/open-deployment.js';
import { openWarehouse, refuseWithoutWarehouse } from '../deployment/open-warehouse.js';
import { suggestApply } from '../deployment/suggest-apply.js';
import { CliError } from '../errors/cli-error.js';
import { suggestName } from '../program/closest-name.js';
import type { Invocation, Report } from '../program/command-definition.js';
import { compareScan } from '../scan/compare-scan.js';
import { type DecidedColumns, decideColumns } from '../scan/decide-columns.js';
import {
  isWithoutConfiguration,
  type SampleBounds,
  sampleCollector,
  sampleFiles,
  sampleTable,
  type TablePath,
} from '../scan/sample-places.js';
import type { SampledColumns } from '../scan/sampled-columns.js';
import { formatScanFile, readScanFile, scanFileName, withScan } from '../scan/scan-file.js';
import { scanLines } from '../scan/scan-lines.js';
import { formatQuantity } from '../terminal/quantities.js';

/** More rows than this say no more of a column. */
const mostRecords = 100_000;

/** `das scan` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, io, terminal, signal } = invocation;
  const bounds = { records: wholeNumber(invocation, 'records', 1, mostRecords, 1000), signal };
  const allowed = wholeNumber(invocation, 'allow', 0, Number.MAX_SAFE_INTEGER, 0);
  const places = await placesOf(invocation);
  const configuration = await optionalConfiguration(invocation, places);
  const folder = configuration === undefined ? io.cwd : dirname(configuration.file);
  const path = given.path('scan-file') ?? join(folder, scanFileName);
  let file = await readScanFile(path);

  const scans: DecidedColumns[] = [];
  for await (const sample of samplesOf(invocation, places, configuration, bounds)) {
    scans.push(decideColumns(sample));
  }
  const compared = scans.map((scan) => ({ scan, comparison: compareScan(file, scan) }));
  if (given.flag('update')) {
    for (const scan of scans) file = withScan(file, scan);
    await writeFileAtomically(path, formatScanFile(file));
  }
  const unreviewed = compared.flatMap(({ comparison }) => comparison.unreviewed).length;
  return {
    document: {
      file: path,
      isUpdated: given.flag('update'),
      scans: compared.map(({ scan, comparison }) => ({
        ...scan,
        contract: scan.contract ?? null,
        columns: scan.columns.map((column) => ({ ...column, declared: column.declared ?? null })),
        comparison,
      })),
      undeclared: unreviewed,
      allowed,
    },
    lines: [
      ...compared.flatMap(({ scan, comparison }) => scanLines(scan, comparison, terminal)),
      ...(given.flag('update') ? [`written: ${path}`] : []),
    ],
    ...(unreviewed > allowed ? { failure: undeclaredColumns(unreviewed, path) } : {}),
  };
}

function undeclaredColumns(count: number, path: string): CliError {
  const columns = formatQuantity(count, 'column');
  return new CliError(
    'DAS_SCAN_UNDECLARED',
    `${columns} with sensitive data not declared as such`,
    {
      place: path,
      next: 'declare them in the contract, or run das scan --update and write by whom and why each was reviewed',
    },
  );
}

/** What the command line names to be scanned. */
interface Places {
  readonly tables: readonly string[];
  readonly files: readonly string[];
  readonly collectors: readonly string[];
}

/** A path that is there is a file; else what has two or three parts with dots between is a table. */
async function placesOf({ arguments: given, io }: Invocation): Promise<Places> {
  const tables: string[] = [];
  const files: string[] = [];
  for (const operand of given.operands) {
    const isPath = await stat(resolve(io.cwd, operand)).then(
      () => true,
      () => false,
    );
    const isTable = !isPath && /^[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*){1,2}$/.test(operand);
    if (isTable && !/\.(?:ndjson|jsonl?|csv|gz|parquet|zst)$/i.test(operand)) tables.push(operand);
    else files.push(operand);
  }
  const collectors = [...new Set(given.list('collector') ?? [])];
  if (tables.length + files.length + collectors.length === 0) {
    throw new CliError('DAS_USAGE', 'nothing to scan', {
      place: 'das scan',
      next: 'name a table, files, or a collector with --collector',
    });
  }
  return { tables, files, collectors };
}

/** Files can be scanned where there is no domain: then nothing is declared. */
async function optionalConfiguration(
  invocation: Invocation,
  { tables, collectors }: Places,
): Promise<LocatedConfiguration | undefined> {
  try {
    return await configurationOf(invocation);
  } catch (error) {
    const { arguments: given } = invocation;
    const needsDomain =
      tables.length + collectors.length > 0 || given.text('contract') !== undefined;
    if (needsDomain || given.path('config') !== undefined || !isWithoutConfiguration(error))
      throw error;
    return undefined;
  }
}

async function* samplesOf(
  invocation: Invocation,
  { tables, files, collectors }: Places,
  configuration: LocatedConfiguration | undefined,
  bounds: SampleBounds,
): AsyncGenerator<SampledColumns> {
  const { arguments: given, io, terminal } = invocation;
  const contract = contractOf(configuration?.domain, given.text('contract'));
  if (files.length > 0) yield await sampleFiles(files, io.cwd, contract, bounds);
  if (configuration === undefined) return;
  const { domain, data, baseDirectory } = configuration;
  for (const name of collectors) {
    terminal.progress(`reading collector ${name}`);
    yield await sampleCollector(findCollector(domain, name), baseDirectory, bounds);
  }
  if (tables.length === 0) return;
  await using warehouse = await warehouseOf(given.flag('snowflake'), data);
  for (const name of tables) {
    const path = tablePath(domain, name);
    terminal.progress(`reading table ${path.join('.')}`);
    yield await suggestApply({ domain, warehouse }, () =>
      sampleTable(warehouse, domain, path, bounds),
    );
  }
}

/** The embedded warehouse of the data folder, or the account that the environment names. */
async function warehouseOf(isSnowflake: boolean, data: DataFolder): Promise<Warehouse> {
  if (isSnowflake) {
    const { openSnowflakeWarehouse } = await import('@das/core/snowflake');
    return openSnowflakeWarehouse();
  }
  await refuseWithoutWarehouse(data);
  return await openWarehouse(data);
}

function tablePath({ database }: Domain, name: string): TablePath {
  const parts = name.toUpperCase().split('.');
  const [first = '', second = '', third] = parts;
  return third === undefined ? [database, first, second] : [first, second, third];
}

function contractOf(domain: Domain | undefined, name: string | undefined): AnyContract | undefined {
  if (domain === undefined || name === undefined) return undefined;
  const found = domain.contracts.find((contract) => contract.name === name);
  if (found !== undefined) return found;
  const known = domain.contracts.map((contract) => contract.name);
  throw new CliError('DAS_DOMAIN_UNKNOWN_CONTRACT', `there is no contract ${name}`, {
    place: `domain ${domain.name}`,
    next: suggestName(name, known, 'contracts'),
  });
}

function wholeNumber(
  { arguments: given }: Invocation,
  option: string,
  least: number,
  most: number,
  byDefault: number,
): number {
  const text = given.text(option);
  const value = text === undefined ? byDefault : Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new CliError('DAS_USAGE', `--${option} is not a whole number from ${least} to ${most}`, {
    place: 'das scan',
    next: `pass a number after --${option}`,
  });
}
