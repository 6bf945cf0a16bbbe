import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { documentOf, type Ended, ended, startDas } from './das.js';
import { makeShop, orderLine, type Shop } from './shop.js';

// Every case starts processes, which a busy machine starts slowly.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const count = 200;

/** A shop whose one collector waits for more after its first records. */
async function makeFollowedShop(more = ''): Promise<Shop> {
  const shop = await makeShop();
  expect((await shop.das('apply', '--yes')).stderr).toBe('');
  await shop.write(
    'following.config.ts',
    `import { once } from 'node:events';
     import { Collector, defineDomain, CoreError } from '@das/core';
     import shop from './das.config.js';
     import { orders } from './contracts.js';
     const orderOf = (number) => ({
       order_id: 'order-' + number, email: 'person' + number + '@example.com', region: 'EMEA',
       total_usd: number, placed_at: '2026-01-01T00:00:00Z',
     });
     class FollowedSource {
       name = 'kafka:orders.v1';
       async consume(consumer, signal) {
         const resume = await consumer.assign([{ partition: '0' }]);
         for (let at = resume.get('0').offset; at < ${count} && !signal.aborted; at += 20) {
           const records = Array.from({ length: 20 }, (_, index) => {
             const event = orderOf(at + index);
             return { offset: at + index, raw: JSON.stringify(event), event };
           });
           await consumer.deliver({ partition: '0', records, nextOffset: at + 20 });
         }
         const alive = setInterval(() => {}, 1000);
         if (!signal.aborted) await once(signal, 'abort');
         clearInterval(alive);
       }
       async acknowledge() {}
       lag() { return new Map([['0', { records: 0 }]]); }
     }
     class Followed extends Collector {
       contract = orders;
       flush = { rows: 100, bytes: 1e9, seconds: 600 };
       async openSource() { return new FollowedSource(); }
       ${more}
     }
     export default defineDomain({ ...shop, collectors: [Followed] });`,
  );
  return shop;
}

interface Following {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with the first event that is as wanted. */
  event(wanted: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
}

function follow(shop: Shop, ...more: readonly string[]): Following {
  const argv = ['run', '--follow', '--config', 'following.config.ts', '--json', ...more];
  const child = startDas(argv, { cwd: shop.folder });
  const events: Record<string, unknown>[] = [];
  if (child.stdout === null) throw new Error('it has no stdout');
  createInterface(child.stdout).on('line', (line) => events.push(JSON.parse(line)));
  return {
    child,
    ended: ended(child),
    event: (wanted) =>
      vi.waitFor(
        () => {
          const found = events.find((each) =>
            Object.entries(wanted).every(([key, value]) => each[key] === value),
          );
          if (found === undefined) throw new Error(`no ${JSON.stringify(wanted)} yet`);
          return found;
        },
        { timeout: 60_000, interval: 50 },
      ),
  };
}

const lastLine = ({ stdout, ...rest }: Ended): Record<string, unknown> =>
  documentOf({ ...rest, stdout: stdout.trimEnd().split('\n').at(-1) ?? '' });

async function landed(shop: Shop): Promise<unknown> {
  const sql = 'SELECT COUNT(*) AS N, COUNT(DISTINCT ORDER_ID) AS D FROM BROOK_SHOP.BRONZE.ORDERS';
  const counted = await shop.das('query', '--as', 'BROOK_SHOP_PIPELINE', sql, '--json');
  return documentOf(counted).rows;
}

test('SIGTERM drains what is followed: everything read lands, and the exit code is 0', async () => {
  await using shop = await makeFollowedShop();
  const following = follow(shop, '--health-port', '0');
  const { url } = await following.event({ event: 'health' });
  await following.event({ event: 'state', state: 'running' });
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), 30_000);
  const health = await (await fetch(`${url}/healthz`)).json();
  expect(health).toMatchObject({ state: 'running', collectors: [{ collector: 'orders' }] });
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^das_collector_landed_total\{.*das_collector_name="orders".*\} 200$/m);
    expect(metrics).toMatch(/^das_collector_state\{.*das_collector_state="running".*\} 1$/m);
    expect(metrics).toMatch(/^messaging_client_consumed_messages_total\{.*\} 200$/m);
    expect(metrics).not.toContain('example.com');
  }, 30_000);

  following.child.kill('SIGTERM');
  const result = await following.ended;
  expect({ exitCode: result.exitCode, stderr: result.stderr }).toEqual({ exitCode: 0, stderr: '' });
  await following.event({ event: 'state', state: 'draining' });
  expect(lastLine(result)).toMatchObject({
    collectors: [{ collector: 'orders', outcome: 'drained', landed: count, restarts: 0 }],
  });
  expect(await landed(shop)).toEqual([{ N: count, D: count }]);
  expect((await shop.das('evidence', 'verify')).exitCode).toBe(0);
});

const hanging = 'onStaged() { return new Promise((resolve) => setTimeout(resolve, 600_000)); }';

test('what does not land within the deadline is given up, said, and read again later', async () => {
  await using shop = await makeFollowedShop(hanging);
  const following = follow(shop, '--drain', '1s');
  await following.event({ event: 'state', state: 'running' });
  following.child.kill('SIGTERM');
  const result = await following.ended;
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toMatch(/^das: DAS_COLLECT_ABANDONED: .*\n$/);
  expect(lastLine(result)).toMatchObject({ error: { code: 'DAS_COLLECT_ABANDONED' } });
  expect(await landed(shop)).toEqual([{ N: 0, D: 0 }]);
  expect((await shop.das('evidence', 'verify')).exitCode).toBe(0);
});

test('a second signal does not wait for the deadline', async () => {
  await using shop = await makeFollowedShop(hanging);
  const following = follow(shop, '--drain', '10m');
  await following.event({ event: 'state', state: 'running' });
  following.child.kill('SIGTERM');
  await following.event({ event: 'state', state: 'draining' });
  following.child.kill('SIGINT');
  expect((await following.ended).exitCode).toBe(130);
});

test('a failure that no restart mends ends it, with its code', async () => {
  await using shop = await makeFollowedShop(
    `async prepare() {}
     openSource() {
       throw new CoreError('DAS_COLLECT_SOURCE_CHANGED', 'the topic is another one', { next: 'look' });
     }`,
  );
  const result = await follow(shop).ended;
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toBe(
    'das: DAS_COLLECT_SOURCE_CHANGED: the topic is another one. Next: look.\n',
  );
  expect(lastLine(result)).toMatchObject({ collectors: [{ outcome: 'failed', restarts: 0 }] });
});

test('a folder is followed: what is appended and what is added lands too', async () => {
  await using shop = await makeShop();
  await shop.das('apply', '--yes');
  const argv = ['run', 'orders', '--follow', '--health-port', '0', '--json'];
  const child = startDas(argv, { cwd: shop.folder });
  const events = createInterface(child.stdout as Readable);
  const result = ended(child);
  let url = '';
  events.on('line', (line) => {
    const { event, url: served } = JSON.parse(line);
    if (event === 'health') url = served;
  });
  const landsBy = (count: number) =>
    vi.waitFor(async () => {
      const { collectors } = (await (await fetch(`${url}/readyz`)).json()) as {
        readonly collectors: readonly { readonly landed: number }[];
      };
      expect(collectors[0]?.landed).toBe(count);
    }, 60_000);
  await landsBy(4);
  await appendFile(join(shop.folder, 'data/orders/one.ndjson'), `${orderLine(20)}\n`);
  await landsBy(5);
  await shop.write('data/orders/two.ndjson', `${orderLine(21)}\n`);
  await landsBy(6);
  child.kill('SIGTERM');
  expect((await result).exitCode).toBe(0);
  expect(await landed(shop)).toEqual([{ N: 6, D: 6 }]);
});

test('people get lines, and a table at the end', async () => {
  await using shop = await makeFollowedShop();
  const argv = ['run', '--follow', '--config', 'following.config.ts'];
  const child = startDas(argv, { cwd: shop.folder });
  const result = ended(child);
  let said = '';
  child.stdout?.on('data', (text: string) => {
    said += text;
  });
  await vi.waitFor(() => expect(said).toContain('orders: running\n'), 60_000);
  child.kill('SIGINT');
  expect((await result).exitCode).toBe(0);
  expect(said).toMatch(/^orders: starting\norders: running\norders: draining\norders: stopped\n/);
  expect(said).toMatch(/\ncollector +outcome +landed .*\n.*\norders +drained +\d+ /);
});

test('with --snowflake it lands in the account of connections.toml, and keeps its evidence here', async () => {
  await using shop = await makeFollowedShop();
  const server = startDas(['local', 'serve', '--data', '.das', '--json'], { cwd: shop.folder });
  const served = ended(server);
  const [line] = (await once(createInterface({ input: server.stdout as Readable }), 'line')) as [
    string,
  ];
  const { hostname, port } = new URL(JSON.parse(line).url);
  const connection = [
    '[default]',
    'account = "local"',
    'user = "collector"',
    'password = "any"',
    `host = "${hostname}"`,
    `port = ${port}`,
    'protocol = "http"',
  ];
  await shop.write('.snowflake/connections.toml', `${connection.join('\n')}\n`);
  await chmod(join(shop.folder, '.snowflake/connections.toml'), 0o600);
  const following = follow(shop, '--snowflake', '--data', 'evidence-only');
  await vi.waitFor(async () => {
    await following.event({ event: 'state', state: 'running' });
  }, 60_000);
  following.child.kill('SIGTERM');
  const result = await following.ended;
  expect(result.exitCode).toBe(0);
  // The driver brings warnings of its own about versions of Node.
  expect(result.stderr).not.toContain('das:');
  server.kill('SIGTERM');
  await served;
  const [collected] = lastLine(result).collectors as readonly { readonly landed: number }[];
  expect(collected?.landed).toBeGreaterThan(0);
  expect(await landed(shop)).toEqual([{ N: collected?.landed, D: collected?.landed }]);
  expect(await readdir(join(shop.folder, 'evidence-only'))).not.toContain('warehouse.duckdb');
  const verified = await shop.das('evidence', 'verify', '--data', 'evidence-only');
  expect(verified.exitCode).toBe(0);
});

test('a dry run checks everything, says where it would reject, and writes nothing', async () => {
  await using shop = await makeShop();
  await shop.das('apply', '--yes');
  const before = documentOf(await shop.das('evidence', 'verify', '--json')).size;
  const { exitCode, stdout } = await shop.das('run', 'orders', '--dry-run');
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    'orders: CONTRACT_VIOLATION at data/orders/one.ndjson, offset 5: total_usd',
  );
  expect(stdout).toContain('A dry run: nothing was written.');
  expect(stdout).not.toContain('example.com');
  expect(await landed(shop)).toEqual([{ N: 0, D: 0 }]);
  expect(documentOf(await shop.das('evidence', 'verify', '--json')).size).toBe(before);
  expect((await shop.das('run', '--dry-run', '--follow')).exitCode).toBe(2);
});
