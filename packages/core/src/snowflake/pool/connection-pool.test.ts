import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { DriverConnection } from '../driver/snowflake-driver.js';
import { ConnectionPool } from './connection-pool.js';

class Line implements DriverConnection {
  isClosed = false;
  answers = true;

  run(): never {
    throw new Error('the pool runs nothing');
  }
  async isValid(): Promise<boolean> {
    return this.answers;
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

const open = async (): Promise<Line> => new Line();

describe('a pool', () => {
  test('gives a connection again under its own key alone', async () => {
    const pool = new ConnectionPool({}, 'test');
    const first = await pool.acquire('READER', open);
    await pool.release('READER', first);
    expect(await pool.acquire('WRITER', open)).not.toBe(first);
    expect(await pool.acquire('READER', open)).toBe(first);
    expect(await pool.acquire('READER', open)).not.toBe(first);
  });

  test('closes a resting one of another key to make room', async () => {
    const pool = new ConnectionPool({ maximum: 1 }, 'test');
    const first = (await pool.acquire('a', open)) as Line;
    await pool.release('a', first);
    await pool.acquire('b', open);
    expect(first.isClosed).toBe(true);
  });

  test('says how many can be had without waiting: what rests among them', async () => {
    const pool = new ConnectionPool({ maximum: 2 }, 'test');
    expect(pool.free).toBe(2);
    const first = await pool.acquire('a', open);
    await pool.acquire('a', open);
    expect(pool.free).toBe(0);
    await pool.release('a', first);
    expect(pool.free).toBe(1);
  });

  test('lets who asks wait for one, in turn, and at most so long', async () => {
    const pool = new ConnectionPool({ maximum: 1, acquireTimeout: 60 }, 'test');
    const first = await pool.acquire('a', open);
    const second = pool.acquire('a', open);
    await pool.release('a', first);
    expect(await second).toBe(first);
    await expect(pool.acquire('a', open)).rejects.toMatchObject({
      code: 'DAS_SNOWFLAKE_POOL_EXHAUSTED',
      isRetryable: true,
    });
    const third = pool.acquire('b', open);
    await pool.discard(first);
    expect(await third).not.toBe(first);
  });

  test('asks a connection that rested long whether it lives, and opens another', async () => {
    const pool = new ConnectionPool({ validateAfter: 0 }, 'test');
    const dead = (await pool.acquire('a', open)) as Line;
    dead.answers = false;
    await pool.release('a', dead);
    expect(await pool.acquire('a', open)).not.toBe(dead);
    expect(dead.isClosed).toBe(true);
  });

  test('closes what rests too long, and everything when it is closed', async () => {
    const pool = new ConnectionPool({ idleTimeout: 20 }, 'test');
    const idle = (await pool.acquire('a', open)) as Line;
    await pool.release('a', idle);
    await sleep(60);
    expect(idle.isClosed).toBe(true);
    const used = (await pool.acquire('a', open)) as Line;
    const resting = (await pool.acquire('a', open)) as Line;
    await pool.release('a', resting);
    await pool.close();
    expect([used.isClosed, resting.isClosed]).toEqual([false, true]);
    await pool.release('a', used);
    expect(used.isClosed).toBe(true);
    await expect(pool.acquire('a', open)).rejects.toMatchObject({
      code: 'DAS_WAREHOUSE_UNAVAILABLE',
    });
  });

  test('has its place back when a login fails', async () => {
    const pool = new ConnectionPool({ maximum: 1, acquireTimeout: 50 }, 'test');
    const fails = async (): Promise<never> => {
      throw new Error('refused');
    };
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(pool.acquire('a', fails)).rejects.toThrow('refused');
    }
    expect(await pool.acquire('a', open)).toBeInstanceOf(Line);
  });
});
