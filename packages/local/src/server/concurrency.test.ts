import { describe, expect, it } from 'vitest';
import { DriverConnection } from '../fixtures/driver.js';
import { serve } from './serve.js';

const sessions = 32;
const rounds = 6;

describe('32 sessions of the driver at once', () => {
  it('lose no update, and read nothing that was not committed', { timeout: 120_000 }, async () => {
    await using server = await serve();
    await using admin = await DriverConnection.open(server.url);
    await admin.all(
      'CREATE DATABASE D',
      'USE SCHEMA D.PUBLIC',
      'CREATE TABLE COUNTER (N NUMBER)',
      'INSERT INTO COUNTER VALUES (0)',
      'CREATE TABLE PAIRS (WHO NUMBER, HALF NUMBER)',
    );
    const drivers = await Promise.all(
      Array.from({ length: sessions }, () => DriverConnection.open(server.url, { database: 'D' })),
    );
    const uneven: unknown[] = [];
    let undone = 0;
    await Promise.all(
      drivers.map(async (driver, who) => {
        for (let round = 0; round < rounds; round += 1) {
          await driver.execute('UPDATE COUNTER SET N = N + 1');
          // Both halves or none; every third transaction changes its mind.
          const isUndone = (who + round) % 3 === 0;
          await driver.execute('BEGIN');
          await driver.execute(`INSERT INTO PAIRS VALUES (${who}, 1)`);
          await driver.execute(`INSERT INTO PAIRS VALUES (${who}, 2)`);
          await driver.execute(isUndone ? 'ROLLBACK' : 'COMMIT');
          undone += isUndone ? 1 : 0;
          const [row] = await driver.rows(
            'SELECT COUNT_IF(HALF = 1) AS A, COUNT_IF(HALF = 2) AS B FROM PAIRS',
          );
          if (row?.A !== row?.B) uneven.push(row);
        }
      }),
    );
    expect(uneven).toEqual([]);
    expect(await admin.rows('SELECT N FROM COUNTER')).toEqual([{ N: sessions * rounds }]);
    expect(await admin.rows('SELECT COUNT(*) AS N FROM PAIRS')).toEqual([
      { N: 2 * (sessions * rounds - undone) },
    ]);
    await Promise.all(drivers.map((driver) => driver[Symbol.asyncDispose]()));
  });
});
