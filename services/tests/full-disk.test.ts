import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '@das/core';
import { openSnowflakeWarehouse } from '@das/core/snowflake';
import { openLocalWarehouse, serve } from '@das/local';
import { expect, onTestFinished, test } from 'vitest';
import { mountSmallDisk } from '../chaos/small-disk.mjs';

test('a full disk under the stage refuses an upload, and the process that uploads lives on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'das-full-disk-'));
  const disk = mountSmallDisk(join(folder, 'disk'), 64);
  onTestFinished(async () => {
    disk[Symbol.dispose]();
    await rm(folder, { recursive: true });
  });
  // Without the right to mount there is no disk that could be filled.
  if (!disk.isSmall) return;
  await using local = await openLocalWarehouse({ stageDirectory: join(disk.path, 'stages') });
  await using server = await serve({ warehouse: local });
  const warehouse = openSnowflakeWarehouse({
    account: 'local',
    accessUrl: server.url,
    user: 'me',
    credential: { kind: 'password', password: 'any' },
  });
  onTestFinished(() => warehouse.close());
  const session = await warehouse.openSession({ role: 'SYSADMIN' });
  await session.execute(sql`CREATE DATABASE D`);
  await session.execute(sql`CREATE STAGE D.PUBLIC.S`);
  const rows = Buffer.alloc(100_000, 'x');

  disk.fill();
  await expect(session.upload('D.PUBLIC.S', 'rows.csv', rows)).rejects.toMatchObject({
    code: 'DAS_WAREHOUSE_EXECUTION_FAILED',
  });
  disk.makeRoom();
  await session.upload('D.PUBLIC.S', 'rows.csv', rows);

  const { rows: listed } = await session.execute(sql`LIST @D.PUBLIC.S`);
  expect(listed).toMatchObject([{ size: 100_000 }]);
});
