import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '@das/core';
import { expect, it } from 'vitest';
import { type LocalWarehouse, openLocalWarehouse } from '../index.js';

it('accounts and what is shared between them outlive the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'das-shares-'));
  const path = join(folder, 'shares.duckdb');
  try {
    const first = await openLocalWarehouse({ path });
    const run = async (
      open: LocalWarehouse,
      account: string,
      texts: readonly string[],
    ): Promise<readonly Row[]> => {
      await using session = await open.openSession({ account, role: 'ACCOUNTADMIN' });
      let rows: readonly Row[] = [];
      for (const text of texts) rows = (await session.execute({ text, binds: [] })).rows;
      return rows;
    };
    await run(first, 'LOCAL', [
      'CREATE DATABASE D',
      'CREATE TABLE D.PUBLIC.T AS SELECT 7 AS A',
      'CREATE SHARE SH',
      'GRANT USAGE ON DATABASE D TO SHARE SH',
      'GRANT USAGE ON SCHEMA D.PUBLIC TO SHARE SH',
      'GRANT SELECT ON TABLE D.PUBLIC.T TO SHARE SH',
      'ALTER SHARE SH SET ACCOUNTS = CONSUMER',
    ]);
    await run(first, 'consumer', [
      'CREATE DATABASE X FROM SHARE LOCAL.SH',
      'CREATE DATABASE OWN',
      'CREATE TABLE OWN.PUBLIC.K AS SELECT 8 AS A',
    ]);
    await run(first, 'LOCAL', ['CREATE TABLE D.PUBLIC.AFTER AS SELECT 9 AS A']);
    await first.close();
    const second = await openLocalWarehouse({ path });
    expect(
      await run(second, 'CONSUMER', ['SELECT T.A, K.A AS B FROM X.PUBLIC.T T, OWN.PUBLIC.K K']),
    ).toEqual([{ A: 7, B: 8 }]);
    expect(
      await run(second, 'LOCAL', [
        'CREATE TABLE D.PUBLIC.NEXT AS SELECT 10 AS A',
        'SELECT A FROM D.PUBLIC.AFTER',
      ]),
    ).toEqual([{ A: 9 }]);
    expect(await run(second, 'CONSUMER', ['SELECT A FROM OWN.PUBLIC.K'])).toEqual([{ A: 8 }]);
    await second.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('what breaks behind a share names nothing that is not shared', async () => {
  await using own = await openLocalWarehouse();
  const run = async (account: string, text: string): Promise<readonly Row[]> => {
    await using session = await own.openSession({ account, role: 'ACCOUNTADMIN' });
    return (await session.execute({ text, binds: [] })).rows;
  };
  for (const text of [
    'CREATE DATABASE D',
    'CREATE SCHEMA D.BEHIND',
    'CREATE TABLE D.BEHIND.SECRET_NAME (A NUMBER)',
    'CREATE SECURE VIEW D.PUBLIC.V AS SELECT A FROM D.BEHIND.SECRET_NAME',
    'CREATE SHARE SH',
    'GRANT USAGE ON DATABASE D TO SHARE SH',
    'GRANT USAGE ON SCHEMA D.PUBLIC TO SHARE SH',
    'GRANT SELECT ON VIEW D.PUBLIC.V TO SHARE SH',
    'ALTER SHARE SH ADD ACCOUNTS = CONSUMER',
  ])
    await run('LOCAL', text);
  await run('CONSUMER', 'CREATE DATABASE X FROM SHARE LOCAL.SH');
  expect(await run('CONSUMER', 'SELECT * FROM X.PUBLIC.V')).toEqual([]);
  await run('LOCAL', 'DROP TABLE D.BEHIND.SECRET_NAME');
  const message = await run('CONSUMER', 'SELECT * FROM X.PUBLIC.V').then(
    () => 'none',
    (error: Error) => error.message,
  );
  expect(message).toBe('the shared object X.PUBLIC.V cannot be read');
});
