// A collector in a process of its own, kept running by its supervisor until SIGTERM. It says on
// stdout, a JSON line each, in which state it is.
import { superviseCollector } from '@das/core';
import { createSigner, memoryStore, openEvidenceLog } from '@das/evidence';
import { chaos, EventsCollector } from './chaos-domain.mjs';
import { openChaosWarehouse } from './open-chaos-warehouse.mjs';

const url = process.env.CHAOS_WAREHOUSE;
if (url === undefined) throw new Error('CHAOS_WAREHOUSE is the URL of the warehouse');

// Each process has a log of its own: one folder has one writer.
const signer = createSigner({ origin: 'example.com/das/chaos' });
const evidence = await openEvidenceLog({ store: memoryStore(), origin: signer.origin, signer });
const warehouse = openChaosWarehouse(url);
const collector = superviseCollector(new EventsCollector(), {
  domain: chaos,
  warehouse,
  evidence,
  baseDirectory: '.',
  follow: true,
  restart: { baseDelay: 200, maximumDelay: 2_000, attempts: 1_000 },
  onState: ({ state, failure }) => {
    const code = failure instanceof Error && 'code' in failure ? failure.code : undefined;
    const message = failure instanceof Error ? failure.message : undefined;
    console.log(JSON.stringify({ at: new Date(), state, code, message }));
  },
});
if (process.env.CHAOS_MEMORY !== undefined) {
  setInterval(() => {
    const { rss, heapUsed } = process.memoryUsage();
    console.log(JSON.stringify({ at: new Date(), rss, heapUsed }));
  }, 2_000).unref();
}
process.once('SIGTERM', () => void collector.stop({ deadline: '20s' }));
const outcome = await collector.start();
console.log(JSON.stringify({ at: new Date(), outcome: outcome.kind }));
await warehouse.close();
process.exit(outcome.kind === 'drained' ? 0 : 1);
