import { join } from 'node:path';
import { apply, measureSlos, type Warehouse } from '@das/core';
import { analyst, emeaManager, piiReader } from '../access/roles.js';
import { orders } from '../contracts/orders.js';
import domain from '../das.config.js';
import { collectAll, recordsOf } from '../demonstration/collect-all.js';
import { type RowsByKey, rowsAs, viewOf } from '../demonstration/compare-roles.js';
import { type Deployment, openFreshDeployment } from '../demonstration/deployment.js';
import { promoteAll } from '../demonstration/promote-all.js';
import { proveEvidence } from '../demonstration/prove-evidence.js';
import {
  showCollected,
  showComparisons,
  showPromoted,
  showSlos,
} from '../demonstration/show-results.js';
import { Stopwatch } from '../demonstration/stopwatch.js';
import type { Terminal } from '../demonstration/terminal.js';
import { generateData, type Volume } from '../generator/generate-data.js';
import platformDomain from '../platform.config.js';
import { judge } from './judge.js';
import { measureTables } from './measure-tables.js';
import type { Outcome } from './outcome.js';
import { readShare } from './read-share.js';
import { type DemoReport, reportOf } from './report.js';
import { showRoles } from './show-roles.js';

/** How the demo runs. */
export interface DemoOptions {
  /** Gets the folder `.das`, which is emptied first. */
  readonly baseDirectory: string;
  readonly seed: number;
  readonly now: Date;
  readonly terminal: Terminal;
  readonly volume?: Volume;
  /** Keeps the warehouse in memory. Default: a file in `.das`. */
  readonly inMemory?: boolean;
}

/** Runs the whole domain from files to evidence, and compares what happened with what was planned. */
export async function runDemo(options: DemoOptions): Promise<DemoReport> {
  const { baseDirectory, terminal, seed, now, volume } = options;
  const folder = join(baseDirectory, '.das');
  const watch = new Stopwatch();
  const measured = await watch.time('total', async () => {
    await using deployment = await openFreshDeployment({
      folder,
      origin: 'brook-commerce.das.local/evidence',
      inMemory: options.inMemory,
    });
    terminal.progress('generating data');
    const directory = join(folder, 'data');
    const data = await watch.time('generate', () =>
      generateData({ directory, seed, now, ...(volume === undefined ? {} : { volume }) }),
    );
    const outcome = await runStages({ deployment, baseDirectory, terminal, watch });
    return { data, outcome };
  });
  const { data, outcome } = measured;
  const expectations = judge(domain, data.expected, outcome);
  terminal.heading('8. What was planned, and what was measured');
  showComparisons(terminal, expectations.comparisons);
  return reportOf(data, outcome, expectations, watch.seconds);
}

interface Stage {
  readonly deployment: Deployment;
  readonly baseDirectory: string;
  readonly terminal: Terminal;
  readonly watch: Stopwatch;
}

async function runStages(stage: Stage): Promise<Outcome> {
  const { deployment, baseDirectory, terminal, watch } = stage;
  const { warehouse, evidence } = deployment;
  const common = { domain, warehouse, evidence };

  terminal.heading("1. The company's network policy and the domain are applied");
  for (const each of [platformDomain, domain]) {
    const applied = await watch.time('apply', () =>
      apply({ ...common, domain: each, onStep: ({ address }) => terminal.progress(address) }),
    );
    const { plan, statements } = applied;
    terminal.line(`  ${each.database}: ${plan.steps.length} steps, ${statements} statements`);
  }

  terminal.heading('2. Its collectors run, and run again over the same files');
  const collect = () => collectAll({ ...common, baseDirectory, terminal });
  const runs = await watch.time('collect', collect);
  const repeated = await watch.time('collectAgain', collect);
  const relanded = repeated.reduce((sum, run) => sum + recordsOf(run), 0);
  showCollected(terminal, runs, relanded);

  terminal.heading('3. Its promotions run');
  const promotions = await watch.time('promote', () => promoteAll({ ...common, terminal }));
  showPromoted(terminal, promotions);
  const tables = await watch.time('measure', () => measureTables(domain, warehouse));

  terminal.heading('4. The same query as three roles');
  const views = await watch.time('query', () => queryAsRoles(warehouse));
  showRoles(terminal, views);

  terminal.heading('5. Finance reads its share');
  const shared = await watch.time('share', () => readShare(warehouse, terminal));

  terminal.heading('6. Service levels');
  const slo = await watch.time('slo', () => measureSlos(common));
  showSlos(terminal, slo);

  terminal.heading('7. Evidence');
  const proven = await watch.time('verify', () => proveEvidence(deployment, terminal));
  const clear = views.get(piiReader.name) ?? new Map();
  return {
    runs,
    relanded,
    promotions,
    tables,
    roles: Object.fromEntries([...views].map(([role, rows]) => [role, viewOf(rows, clear)])),
    shared,
    slo,
    evidence: proven,
  };
}

async function queryAsRoles(warehouse: Warehouse): Promise<ReadonlyMap<string, RowsByKey>> {
  const views = new Map<string, RowsByKey>();
  for (const { name } of [piiReader, analyst, emeaManager]) {
    const table = { warehouse, domain, contract: orders, tier: 'PLATINUM' } as const;
    views.set(name, await rowsAs(name, table));
  }
  return views;
}
