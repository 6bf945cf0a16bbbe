import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalWarehouse } from '@das/local';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCollector } from '../collector/run-collector.js';
import { apply } from '../deploy/apply.js';
import { clinic, EvidenceInMemory, VisitsCollector, visit } from '../fixtures/visits.js';
import type { Warehouse } from '../warehouse/warehouse.js';

let folder: string;
let warehouse: Warehouse;
const evidence = new EvidenceInMemory();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'das-stage-'));
  warehouse = await openLocalWarehouse({ stageDirectory: folder });
  await apply({ domain: clinic, warehouse, evidence });
});
afterEach(async () => {
  await warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

function run(collector: VisitsCollector) {
  return runCollector(collector, { domain: clinic, warehouse, evidence, baseDirectory: '.' });
}

async function staged(): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true });
  return found.filter((file) => file.endsWith('.ndjson'));
}

test('no rows stay on the stage, whether a flush lands or fails', async () => {
  let seen = 0;
  const good = new VisitsCollector({ a: [visit(1), { id: 'bad' }] });
  good.staged = async () => {
    seen = (await staged()).length;
  };
  await run(good);
  expect(seen).toBe(2);
  expect(await staged()).toEqual([]);

  const failing = new VisitsCollector({ b: [visit(2)] });
  failing.staged = async () => {
    throw new Error('pulled the plug');
  };
  await expect(run(failing)).rejects.toThrow('pulled the plug');
  expect(await staged()).toEqual([]);
});

test('a run removes what a killed process left a day ago, and nothing younger', async () => {
  const collector = new VisitsCollector({ a: [visit(1)] });
  let place = '';
  collector.staged = async () => {
    place = join(folder, (await staged())[0] ?? '', '..');
  };
  await run(collector);
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await writeFile(join(place, 'old.accepted.ndjson'), '{}\n');
  await utimes(join(place, 'old.accepted.ndjson'), old, old);
  await writeFile(join(place, 'young.accepted.ndjson'), '{}\n');
  await run(new VisitsCollector({}));
  expect((await staged()).map((file) => file.split(/[\\/]/).at(-1))).toEqual([
    'young.accepted.ndjson',
  ]);
});
