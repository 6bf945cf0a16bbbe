import { join } from 'node:path';
import { apply, type FlushSummary, runCollector } from '@das/core';
import { folderStore, loadOrCreateSigner, openEvidenceLog } from '@das/evidence';
import { openLocalWarehouse } from '@das/local';
import { OrdersCollector } from '../collectors/orders-collector.js';
import domain from '../das.config.js';
import { watchedWarehouse } from './watched-warehouse.js';

/*
 * A process of its own that applies the domain in a folder, or runs the orders collector and kills
 * itself when it reaches a point for the COUNTth time:
 *
 *   FOLDER apply
 *   FOLDER (staged|committed|call|none) COUNT (copies-dropped|copies-kept)
 *
 * `call` is after any call of the warehouse, also in the middle of a transaction.
 */
const [folder = '', point = 'none', count = '0', copies = ''] = process.argv.slice(2);
let left = Number(count);

/** Dies as a machine does that loses power: nothing is flushed, closed or caught. */
async function dieAt(reached: string): Promise<void> {
  if (reached !== point) return;
  left -= 1;
  if (left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}

class InterruptedOrdersCollector extends OrdersCollector {
  /** Without it, nothing but the offsets keeps a record from landing twice. */
  override readonly deduplicate: OrdersCollector['deduplicate'] =
    copies === 'copies-kept' ? undefined : { window: '7d' };
  override readonly flush = { rows: 1, bytes: 1_000_000, seconds: 60 };

  protected override async onStaged(flush: FlushSummary): Promise<void> {
    await super.onStaged(flush);
    await dieAt('staged');
  }

  protected override async onCommitted(flush: FlushSummary): Promise<void> {
    await super.onCommitted(flush);
    await dieAt('committed');
  }
}

const origin = 'example.com/das/interrupted';
const signer = await loadOrCreateSigner(join(folder, 'keys', 'evidence.pem'), { origin });
await using evidence = await openEvidenceLog({
  store: folderStore(join(folder, 'evidence')),
  origin,
  signer,
});
await using local = await openLocalWarehouse({ path: join(folder, 'warehouse.duckdb') });
const warehouse = watchedWarehouse(local, () => dieAt('call'));
const common = { domain, warehouse, evidence };
if (point === 'apply') {
  await apply(common);
} else {
  process.stdout.write('running\n');
  await runCollector(new InterruptedOrdersCollector(), { ...common, baseDirectory: folder });
  process.stdout.write('exhausted\n');
}
