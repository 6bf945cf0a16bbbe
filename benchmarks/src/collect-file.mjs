import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FileCollector } from '@das/collectors';
import { apply, defineContract, defineDomain, definePlatform, runCollector } from '@das/core';
import { createSigner, memoryStore, openEvidenceLog } from '@das/evidence';
import { standardMasking } from '@das/governance';
import { openLocalWarehouse } from '@das/local';
import { z } from 'zod';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const records = 200_000;
const rounds = 3;

export const description =
  'records per second from NDJSON on disk to rows in BRONZE, beside JSON.parse + zod + SHA-256 of the same records';

const schema = z.object({
  order_id: z.uuid(),
  customer_email: z.email(),
  region: z.enum(['EMEA', 'AMER', 'APAC']),
  currency: z.string().length(3),
  total_usd: z.number().nonnegative(),
  items: z.int(),
  channel: z.enum(['web', 'app', 'store']),
  note: z.string().nullable(),
  placed_at: z.coerce.date(),
});

const orders = defineContract({
  domain: 'bench',
  name: 'orders',
  version: '1.0.0',
  owner: 'bench',
  schema,
  columns: {
    order_id: 'internal',
    customer_email: { classification: 'pii', semantic: 'email' },
    region: 'internal',
    currency: 'internal',
    total_usd: { classification: 'confidential', type: 'NUMBER(12,2)' },
    items: 'internal',
    channel: 'internal',
    note: 'internal',
    placed_at: 'internal',
  },
  primaryKey: ['order_id'],
  slo: { freshness: { column: 'placed_at', p95: '10m' } },
});

class OrdersCollector extends FileCollector {
  contract = orders;
  files = 'orders.ndjson';
}

const domain = defineDomain({
  platform: definePlatform({ name: 'bench', masking: standardMasking() }),
  name: 'bench',
  contracts: [orders],
  collectors: [OrdersCollector],
});

/**
 * Collects the same file from an empty warehouse, in turn with the floor: what any collector that
 * decodes, validates and hashes must spend. Detection of personal data is on.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const folder = await mkdtemp(join(tmpdir(), 'das-bench-'));
  try {
    const file = join(folder, 'orders.ndjson');
    await writeFile(file, Array.from({ length: records }, (_, index) => line(index)).join(''));
    const ours = [];
    const floors = [];
    for (let index = 0; index < rounds; index += 1) {
      floors.push(await floor(file));
      ours.push(await collect(folder, index));
    }
    const recordsPerSecond = median(ours);
    const floorRecordsPerSecond = median(floors);
    return {
      ratio: round(recordsPerSecond / floorRecordsPerSecond, 3),
      against: 'reading lines, JSON.parse, zod and SHA-256 of the same records, in the same run',
      recordsPerSecond: round(recordsPerSecond, 0),
      floorRecordsPerSecond: round(floorRecordsPerSecond, 0),
      records,
      bytes: (await stat(file)).size,
      rounds,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {number} index */
function line(index) {
  const digits = index.toString(16).padStart(12, '0');
  return `${JSON.stringify({
    order_id: `6f1d2c3b-4a59-4e68-8b77-${digits}`,
    customer_email: `customer.${index % 5000}@example.com`,
    region: ['EMEA', 'AMER', 'APAC'][index % 3],
    currency: 'USD',
    total_usd: (index % 100_000) / 100,
    items: 1 + (index % 7),
    channel: ['web', 'app', 'store'][index % 3],
    note: index % 4 === 0 ? 'leave it at the door, please, and ring twice' : null,
    placed_at: new Date(1_767_225_600_000 + index * 1000).toISOString(),
  })}\n`;
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
  return perSecond(good, started);
}

/**
 * @param {string} folder
 * @param {number} index
 */
async function collect(folder, index) {
  const path = join(folder, `warehouse-${index}.duckdb`);
  const warehouse = await openLocalWarehouse({ path });
  const evidence = await openEvidenceLog({
    store: memoryStore(),
    origin: 'bench.example/evidence',
    signer: createSigner({ origin: 'bench.example/evidence' }),
  });
  await apply({ domain, warehouse, evidence });
  const started = performance.now();
  const done = await runCollector(new OrdersCollector(), {
    domain,
    warehouse,
    evidence,
    baseDirectory: folder,
  });
  const rate = perSecond(done.landed, started);
  await warehouse.close();
  return rate;
}

/**
 * @param {number} done
 * @param {number} started
 */
function perSecond(done, started) {
  if (done !== records) throw new Error(`${done} of ${records} records came through`);
  return done / ((performance.now() - started) / 1000);
}
