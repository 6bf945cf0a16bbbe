import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenConnection, openConnection } from '../clients/open-connection.mjs';
import { clientFile } from '../clients/run-checks.js';
import { runProgram } from '../clients/run-program.js';
import { type ServedDas, startDas } from '../das/start-das.js';

interface BusySessions {
  readonly committed: number;
  readonly undone: number;
  readonly added: number;
  readonly uneven: number;
  readonly conflicts: number;
  readonly failures: readonly string[];
}

const accounts = Array.from({ length: 16 }, (_, id) => `(${id}, 1000)`);

describe('32 sessions of another process at once', () => {
  let das: ServedDas;
  let admin: OpenConnection;
  let said: BusySessions;
  beforeAll(async () => {
    das = await startDas();
    admin = await openConnection(das.url, {});
    for (const text of [
      'CREATE DATABASE BANK',
      'USE SCHEMA BANK.PUBLIC',
      'CREATE TABLE ACCOUNTS (ID NUMBER, AMOUNT NUMBER)',
      `INSERT INTO ACCOUNTS VALUES ${accounts.join(', ')}`,
      'CREATE TABLE TRANSFERS (WHO NUMBER, AMOUNT NUMBER)',
      'CREATE TABLE COUNTER (N NUMBER)',
      'INSERT INTO COUNTER VALUES (0)',
    ]) {
      await admin.rows(text);
    }
    const program = clientFile('busy-sessions.mjs');
    said = JSON.parse(await runProgram(process.execPath, program, das.url, '4711'));
  });
  afterAll(async () => {
    await admin?.close();
    await das?.[Symbol.asyncDispose]();
  });

  test('end without a failure, and most of what they begin is done', () => {
    expect(said).toMatchObject({ failures: [], uneven: 0 });
    expect(said.committed + said.undone + said.added).toBeGreaterThan(said.conflicts);
    expect(said.undone).toBeGreaterThan(0);
  });

  test('lose no update: the counter is what was added', async () => {
    expect(await admin.rows('SELECT N FROM COUNTER')).toEqual([{ N: said.added }]);
  });

  test('leave the sum as it was, and one transfer for each commit', async () => {
    expect(await admin.rows('SELECT SUM(AMOUNT) AS S, COUNT(*) AS N FROM ACCOUNTS')).toEqual([
      { S: 16_000, N: 16 },
    ]);
    expect(await admin.rows('SELECT COUNT(*) AS N FROM TRANSFERS')).toEqual([
      { N: said.committed },
    ]);
  });
});
