import { DasError, isProtected } from '@das/contracts';
import { type Finding, findingOf, fixtureRules } from '@das/governance';
import { compareScan } from '../scan/compare-scan.js';
import { decideColumns } from '../scan/decide-columns.js';
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
    const scan = decideColumns(await sampleFiles([file], folder, undefined, bounds));
    const { unreviewed } = compareScan(reviewed, scan);
    return unreviewed.map((column) => {
      const found = scan.columns.find((each) => each.found.name === column)?.found;
      const classification = found?.classification ?? 'unknown';
      const isHealthOrCard = classification === 'phi' || classification === 'pci';
      const isPersonal = classification !== 'unknown' && isProtected(classification);
      const what = isPersonal ? classification : 'sensitive';
      return {
        file,
        finding: findingOf(
          isHealthOrCard ? fixtureRules.healthInformation : fixtureRules.personalData,
          {
            message: `the column looks like ${what} data (${found?.semanticType ?? 'unknown'})`,
            place: { ...place, column },
          },
        ),
      };
    });
  } catch (error) {
    if (!DasError.isInstance(error)) throw error;
    const message = `the file could not be looked into (${error.code})`;
    return [{ file, finding: findingOf(fixtureRules.unreadable, { message, place }) }];
  }
}
