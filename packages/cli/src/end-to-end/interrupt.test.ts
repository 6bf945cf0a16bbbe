import { expect, test, vi } from 'vitest';
import { documentOf, type Ended } from './das.js';
import { makeShop, orderLine, type Shop } from './shop.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const count = 20_000;

/** A shop with many orders, whose collector interrupts its own process in the middle of them. */
async function makeBusyShop(signals: number): Promise<Shop> {
  const shop = await makeShop();
  expect((await shop.das('apply', '--yes')).stderr).toBe('');
  const lines = Array.from({ length: count }, (_, index) => orderLine(index + 10));
  await shop.write('data/orders/many.ndjson', `${lines.join('\n')}\n`);
  await shop.write(
    'interrupting.config.ts',
    `import shop from './das.config.js';
     import { defineDomain } from '@das/core';
     let seen = 0;
     class Interrupting extends shop.collectors[0] {
       transform(event) {
         seen += 1;
         if (seen === 5_000) {
           for (let each = 0; each < ${signals}; each += 1) process.kill(process.pid, 'SIGINT');
         }
         return event;
       }
     }
     export default defineDomain({ ...shop, collectors: [Interrupting] });`,
  );
  return shop;
}

const interruptedRun = (shop: Shop): Promise<Ended> =>
  shop.das('run', '--config', 'interrupting.config.ts', '--json');

const run = (shop: Shop): Promise<Ended> => shop.das('run', 'orders', '--json');

function landedIn(ended: Ended): number {
  const collectors = documentOf(ended).collectors as readonly { readonly landed: number }[];
  return collectors[0]?.landed ?? 0;
}

test('an interrupt lets what was read land, exits with 130, and the next run goes on', async () => {
  await using shop = await makeBusyShop(1);
  const first = await interruptedRun(shop);
  expect(first.exitCode).toBe(130);
  expect(documentOf(first)).toMatchObject({ error: { code: 'DAS_INTERRUPTED' } });
  expect(landedIn(first)).toBeGreaterThan(0);
  expect(landedIn(first)).toBeLessThan(count);

  const second = await run(shop);
  expect(second.exitCode).toBe(0);
  expect(landedIn(first) + landedIn(second)).toBe(count + 4);
  expect((await shop.das('evidence', 'verify')).exitCode).toBe(0);
});

test('a second interrupt stops at once, and the next run still lands everything once', async () => {
  await using shop = await makeBusyShop(2);
  expect(await interruptedRun(shop)).toEqual({ exitCode: 130, stdout: '', stderr: '' });
  expect((await run(shop)).exitCode).toBe(0);
  const sql = 'SELECT COUNT(*) AS N, COUNT(DISTINCT ORDER_ID) AS D FROM BROOK_SHOP.BRONZE.ORDERS';
  const counted = await shop.das('query', '--as', 'BROOK_SHOP_PIPELINE', sql, '--json');
  expect(documentOf(counted).rows).toEqual([{ N: count + 4, D: count + 4 }]);
  expect((await shop.das('evidence', 'verify')).exitCode).toBe(0);
});
