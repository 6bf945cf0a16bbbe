import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type ServedWarehouse, serve } from '@das/local';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSnowflakeWarehouse, type SnowflakeWarehouse } from '../open-snowflake-warehouse.js';

let server: ServedWarehouse;
let warehouse: SnowflakeWarehouse;
beforeAll(async () => {
  server = await serve();
  warehouse = openSnowflakeWarehouse({
    account: 'local',
    accessUrl: server.url,
    user: 'ann',
    credential: { kind: 'password', password: 'any' },
  });
  await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
  for (const text of ['CREATE DATABASE D', 'CREATE STAGE D.PUBLIC.ST']) {
    await session.execute({ text, binds: [] });
  }
});
afterAll(async () => {
  await warehouse.close();
  await server.close();
});

describe('an upload', () => {
  test('leaves no file behind that it uploaded, whether that went well or not', async () => {
    const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('das-put-'));
    const before = left();
    await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    await session.upload('D.PUBLIC.ST', 'a/b.json', new Uint8Array([123, 125]));
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array([1]);
      throw new Error('source broke');
    }
    await expect(session.upload('D.PUBLIC.ST', 'c.json', broken())).rejects.toThrow('source broke');
    await expect(
      session.upload('D.PUBLIC.NOWHERE', 'c.json', new Uint8Array([1])),
    ).rejects.toMatchObject({ code: expect.stringContaining('DAS_') });
    const cancelled = session.upload('D.PUBLIC.ST', 'd.json', new Uint8Array([1]), {
      signal: AbortSignal.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'DAS_WAREHOUSE_CANCELLED' });
    expect(left()).toEqual(before);
    expect((await session.execute({ text: 'LIST @D.PUBLIC.ST', binds: [] })).rows).toHaveLength(1);
  });

  test.each(['../x', 'a/../b', '/x', 'a//b', 'x*', 'x?', "it's", 'a\\b', ''])(
    'refuses the path %j of an upload',
    async (path) => {
      await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
      await expect(session.upload('D.PUBLIC.ST', path, new Uint8Array([1]))).rejects.toMatchObject({
        code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
      });
    },
  );

  test.each(["ST' /x", '@~', '%T', 'ST/in', 's3://x', ''])(
    'refuses the stage %j of an upload',
    async (stage) => {
      await using session = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
      await expect(session.upload(stage, 'x', new Uint8Array([1]))).rejects.toMatchObject({
        code: 'DAS_WAREHOUSE_INVALID_STATEMENT',
      });
    },
  );
});
