import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderStore, loadOrCreateSigner, verifyEvidenceLog } from '@das/evidence';
import { openLocalWarehouse } from '@das/local';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import domain from '../das.config.js';
import { seededRandom } from '../demonstration/seeded-random.js';
import { orderEvents } from '../generator/order-events.js';
import { inventPeople } from '../generator/people.js';
import { writeLines } from '../generator/write-lines.js';
import { type LandedState, landedState } from '../testing/landed-state.js';

const kills = 50;
const files = 20;
const lines = 500;
const seed = Number(process.env.DAS_KILL_SEED ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
const source = fileURLToPath(new URL('../testing/interrupted-run.ts', import.meta.url));
/** Inside the example, so that it finds the built packages. */
const child = fileURLToPath(new URL('../dist/interrupted-run.mjs', import.meta.url));
const expected = orderEvents(inventPeople(40, seededRandom(5)), {
  now: Date.parse('2026-01-31T12:00:00Z'),
  lines,
  random: seededRandom(6),
});

let root: string;
let template: string;
const undisturbed = new Map<Copies, LandedState>();

/** Whether exact copies are dropped; if not, the offsets alone keep a record from landing twice. */
type Copies = 'copies-dropped' | 'copies-kept';

interface Ended {
  readonly isKilled: boolean;
  readonly isExhausted: boolean;
  readonly said: string;
}

/** Runs the child; with a delay, kills it so many milliseconds after it has begun to collect. */
async function run(folder: string, words: readonly string[], delay?: number): Promise<Ended> {
  const started = spawn(process.execPath, [child, folder, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let timer: NodeJS.Timeout | undefined;
  started.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (delay !== undefined && timer === undefined && said.includes('running')) {
      timer = setTimeout(() => started.kill('SIGKILL'), delay);
    }
  });
  started.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  return await new Promise((resolve, reject) => {
    started.on('error', reject);
    started.on('close', (code, signal) => {
      clearTimeout(timer);
      const isKilled = signal === 'SIGKILL';
      if (!isKilled && code !== 0) reject(new Error(`the collector failed: ${said}`));
      resolve({ isKilled, isExhausted: said.includes('exhausted'), said });
    });
  });
}

async function stateOf(folder: string): Promise<LandedState> {
  await using warehouse = await openLocalWarehouse({ path: join(folder, 'warehouse.duckdb') });
  return await landedState(domain, warehouse);
}

interface Death {
  /** Where the process kills itself; `none` leaves it to the parent. */
  readonly point: 'staged' | 'committed' | 'call' | 'none';
  /** The how manieth time it gets there. */
  readonly count?: number;
  /** Milliseconds until the parent kills it. */
  readonly delay?: number;
}

/** The next way to die: after staging, after the commit, between any two statements, or whenever. */
function nextDeath(): Death {
  switch (random.between(0, 4)) {
    case 0:
      return { point: 'staged', count: random.between(1, 3) };
    case 1:
      return { point: 'committed', count: random.between(1, 3) };
    case 2:
    case 3:
      return { point: 'call', count: random.between(1, 25) };
    default:
      return { point: 'none', delay: random.between(0, 250) };
  }
}

beforeAll(async () => {
  // Compiled once: starting the process is what takes the time.
  await build({
    entryPoints: [source],
    outfile: child,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  root = await mkdtemp(join(tmpdir(), 'das-kill-'));
  template = join(root, 'template');
  const names = Array.from({ length: files }, (_, index) => {
    const number = String(index).padStart(2, '0');
    return join(template, '.das', 'data', 'orders', `${number}.ndjson${index === 5 ? '.gz' : ''}`);
  });
  await writeLines(names, expected.emissions);
  await run(template, ['apply']);
  for (const copies of ['copies-dropped', 'copies-kept'] as const) {
    const calm = join(root, copies);
    await cp(template, calm, { recursive: true });
    expect((await run(calm, ['none', '0', copies])).isExhausted).toBe(true);
    undisturbed.set(copies, await stateOf(calm));
  }
}, 60_000);
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe(`a collector that is killed (seed ${seed})`, () => {
  it('lands what was planned when nobody kills it', () => {
    const { landed, duplicates, quarantined } = expected.expected;
    expect(undisturbed.get('copies-dropped')?.bronze).toHaveLength(landed);
    expect(undisturbed.get('copies-kept')?.bronze).toHaveLength(landed + duplicates);
    const rejected = Object.values(quarantined).reduce((sum, count) => sum + count, 0);
    for (const state of undisturbed.values()) {
      expect(state.quarantine).toHaveLength(rejected);
      expect(state.offsets).toHaveLength(files);
    }
  });

  it(`lands the same rows when it dies at ${kills} random points, each time it is started again`, async () => {
    const deaths = { staged: 0, committed: 0, call: 0, none: 0 };
    let dead = 0;
    for (let sequence = 0; dead < kills; sequence += 1) {
      const folder = join(root, `sequence-${sequence}`);
      const copies = sequence % 3 < 2 ? 'copies-kept' : 'copies-dropped';
      await cp(template, folder, { recursive: true });
      for (let isExhausted = false; !isExhausted; ) {
        const { point, count, delay } = dead < kills ? nextDeath() : { point: 'none' as const };
        const ended = await run(folder, [point, String(count ?? 0), copies], delay);
        isExhausted = ended.isExhausted;
        if (!ended.isKilled) continue;
        dead += 1;
        deaths[point] += 1;
      }
      const state = await stateOf(folder);
      const calm = undisturbed.get(copies);
      expect(state.bronze).toEqual(calm?.bronze);
      expect(state.quarantine).toEqual(calm?.quarantine);
      expect(state.offsets).toEqual(calm?.offsets);
      await expectEvidence(folder);
    }
    expect(dead).toBe(kills);
    expect(Object.values(deaths).every((count) => count > 0)).toBe(true);
    console.log(`killed with seed ${seed}:`, deaths);
  }, 240_000);
});

/** The log of a process that was killed again and again verifies like any other. */
async function expectEvidence(folder: string): Promise<void> {
  const { verifier } = await loadOrCreateSigner(join(folder, 'keys', 'evidence.pem'), {
    origin: 'example.com/das/interrupted',
  });
  const store = folderStore(join(folder, 'evidence'));
  const verdict = await verifyEvidenceLog({ store, verifier });
  expect(verdict).toMatchObject({ ok: true });
}
