import { type Classification, DasError, isProtected } from '@das/contracts';
import { type Finding, findingOf, fixtureRules, type Rule } from '@das/governance';
import { classifyColumn } from '@das/privacy';
import { compareScan } from '../scan/compare-scan.js';
import { type DecidedColumn, decideColumns } from '../scan/decide-columns.js';
import { type SampleBounds, sampleFiles } from '../scan/sample-places.js';
import type { ScanFile } from '../scan/scan-file.js';
import { formatQuantity } from '../terminal/quantities.js';

/** Folders that hold data for tests and for dbt, by their usual names. */
const dataFolders: ReadonlySet<string> = new Set([
  'fixtures',
  '__fixtures__',
  'seed',
  'seeds',
  'testdata',
  'test-data',
  'test_data',
]);
const dataFile = /\.(?:csv|ndjson|jsonl|json|parquet)(?:\.gz|\.zst)?$/i;
/** Which files of a project are data of tests or seeds. */
export function fixtureFiles(files: readonly string[]): readonly string[] {
  return files.filter((file) => {
    const folders = file.toLowerCase().split('/').slice(0, -1);
    return dataFile.test(file) && folders.some((folder) => dataFolders.has(folder));
  });
}

/** Looks for sensitive data in the fixtures and seeds of a folder. Values are counted, never shown. */
export async function checkFixtures(
  folder: string,
  project: readonly string[],
  reviewed: ScanFile,
  bounds: SampleBounds,
): Promise<{ readonly looked: string; readonly findings: readonly FixtureFinding[] }> {
  const files = fixtureFiles(project);
  const findings: FixtureFinding[] = [];
  for (const file of files) {
    if (bounds.signal.aborted) break;
    findings.push(...(await checkFile(folder, file, reviewed, bounds)));
  }
  return { looked: formatQuantity(files.length, 'file'), findings };
}

/** A finding with the file that it is about, relative to the folder that was looked through. */
export interface FixtureFinding {
  readonly file: string;
  readonly finding: Finding;
}

async function checkFile(
  folder: string,
  file: string,
  reviewed: ScanFile,
  bounds: SampleBounds,
): Promise<readonly FixtureFinding[]> {
  const place = { address: `file ${file}` };
  try {
    const sample = await sampleFiles([patternOf(file)], folder, undefined, bounds);
    // Under the name that das scan keeps it by.
    const scan = decideColumns({ ...sample, target: `files ${file}` });
    const comparison = compareScan(reviewed, scan);
    const open = scan.columns.filter(({ found }) => !comparison.reviewed.includes(found.name));
    const isData = ({ found }: DecidedColumn): boolean => isSensitive(nameAsData(found.name));
    const columns = open.filter(
      (each) => comparison.unreviewed.includes(each.found.name) && !isData(each),
    );
    const findings = [
      ...columns.map(({ found }) => {
        const what = isSensitive(found.classification) ? found.classification : 'sensitive';
        return findingOf(ruleOf([found.classification]), {
          message: `the column looks like ${what} data (${found.semanticType})`,
          place: { ...place, column: found.name },
        });
      }),
      ...headerFindings(open.filter(isData), place),
    ];
    return findings.map((finding) => ({ file, finding }));
  } catch (error) {
    if (!DasError.isInstance(error)) throw error;
    const message = `the file could not be looked into (${error.code})`;
    return [{ file, finding: findingOf(fixtureRules.unreadable, { message, place }) }];
  }
}

/** A file is named, and its name may have characters that mean something in a pattern. */
function patternOf(file: string): string {
  return file.replaceAll(/[*?[\](){}|+@]/g, '[$&]');
}

type Found = Classification | 'unknown';

function isSensitive(found: Found): boolean {
  return found !== 'unknown' && isProtected(found);
}

function ruleOf(found: readonly Found[]): Rule {
  const isGrave = found.some((each) => each === 'phi' || each === 'pci');
  return isGrave ? fixtureRules.healthInformation : fixtureRules.personalData;
}

/** What a column name is if it is taken for a value, as the header of a file without one is. */
function nameAsData(name: string): Found {
  return classifyColumn({ name: 'value', samples: [name] }).classification;
}

/** Names that are data are not repeated, so all of a file are one finding. */
function headerFindings(
  columns: readonly DecidedColumn[],
  place: Finding['place'],
): readonly Finding[] {
  if (columns.length === 0) return [];
  const found = columns.flatMap(({ found: { name, classification } }) => [
    nameAsData(name),
    classification,
  ]);
  const count = formatQuantity(columns.length, 'column');
  const message = `the header or the keys look like data: ${count}, not named here`;
  return [findingOf(ruleOf(found), { message, place })];
}
