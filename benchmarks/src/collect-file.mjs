import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FileCollector } from '@das/collectors';
import { pythonEnvironment } from '../../services/tools/python-environment.mjs';
import {
  collectOrders,
  nothingScanned,
  orderLine,
  orders,
  schema,
} from '../fixtures/bench-orders.mjs';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const records = 200_000;
const rounds = 3;

export const description =
  'records per second from NDJSON on disk to rows in BRONZE, beside JSON.parse + zod + SHA-256 of the same records, and beside dlt';

class OrdersCollector extends FileCollector {
  contract = orders;
  files = 'orders.ndjson';
}

class UnscannedOrdersCollector extends OrdersCollector {
  /** @override */
  sensitive = nothingScanned;
}

/**
 * Collects the same file from an empty warehouse, in turn with the floor, which is what any collector
 * that decodes, validates and hashes must spend, and with dlt into DuckDB.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const folder = await mkdtemp(join(tmpdir(), 'das-bench-'));
  try {
    const file = join(folder, 'orders.ndjson');
    await writeFile(file, Array.from({ length: records }, (_, index) => orderLine(index)).join(''));
    const python = join(
      pythonEnvironment('dlt', fileURLToPath(new URL('../fixtures/dlt.txt', import.meta.url))),
      'python',
    );
    /** @type {Record<'scanned' | 'unscanned' | 'floor' | 'dlt', number[]>} */
    const rates = { scanned: [], unscanned: [], floor: [], dlt: [] };
    for (let index = 0; index < rounds; index += 1) {
      rates.floor.push(await floor(file));
      rates.scanned.push(await collect(OrdersCollector, folder, `scanned-${index}`));
      rates.unscanned.push(await collect(UnscannedOrdersCollector, folder, `unscanned-${index}`));
    }
    // Once: it takes longer than all the others together.
    rates.dlt.push(throughDlt(python, file, folder));
    const scanned = median(rates.scanned);
    return {
      ratio: round(scanned / median(rates.floor), 3),
      against: 'reading lines, JSON.parse, zod and SHA-256 of the same records, in the same run',
      recordsPerSecond: round(scanned, 0),
      recordsPerSecondUnscanned: round(median(rates.unscanned), 0),
      floorRecordsPerSecond: round(median(rates.floor), 0),
      dltRecordsPerSecond: round(median(rates.dlt), 0),
      timesDlt: round(scanned / median(rates.dlt), 1),
      timesDltAtLeast: 8,
      records,
      bytes: (await stat(file)).size,
      rounds,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
async function floor(file) {
  const started = performance.now();
  let good = 0;
  const lines = createInterface({ input: createReadStream(file, { highWaterMark: 1024 * 1024 }) });
  for await (const text of lines) {
    const parsed = schema.safeParse(JSON.parse(text));
    if (parsed.success && hash('sha256', text).length === 64) good += 1;
  }
  return perSecond(good, (performance.now() - started) / 1000);
}

/**
 * @param {typeof OrdersCollector} Collector
 * @param {string} folder
 * @param {string} name
 */
async function collect(Collector, folder, name) {
  const { landed, seconds } = await collectOrders(Collector, folder, name);
  return perSecond(landed, seconds);
}

/**
 * The time is that of the pipeline alone, without the start of Python and its imports.
 *
 * @param {string} python
 * @param {string} file
 * @param {string} folder
 */
function throughDlt(python, file, folder) {
  const program = fileURLToPath(new URL('../fixtures/through_dlt.py', import.meta.url));
  const output = execFileSync(python, [program, file, folder], {
    encoding: 'utf8',
    env: { ...process.env, DLT_DATA_DIR: join(folder, 'dlt'), RUNTIME__DLTHUB_TELEMETRY: 'false' },
  });
  const { rows, seconds } = JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
  return perSecond(rows, seconds);
}

/**
 * @param {number} done
 * @param {number} seconds
 */
function perSecond(done, seconds) {
  if (done !== records) throw new Error(`${done} of ${records} records came through`);
  return done / seconds;
}
