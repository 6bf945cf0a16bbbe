import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Account, basics } from '../fixtures/account.js';

it('reads and writes nothing behind a link in the folder of an external location', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'das-linked-'));
  const [location, outside] = [join(folder, 'location'), join(folder, 'outside')];
  await mkdir(location);
  await mkdir(outside);
  await writeFile(join(outside, 'a.csv'), 'SECRET\n');
  await using account = await Account.open({ externalLocations: { 's3://b/': location } });
  await account.runAll([
    ...basics,
    "CREATE STAGE D.S.ALL_OF_IT URL = 's3://b/'",
    "CREATE STAGE D.S.LINKED URL = 's3://b/link/'",
    "CREATE STAGE D.S.BELOW URL = 's3://b/link/new/'",
  ]);
  await symlink(outside, join(location, 'link'));
  expect(await account.run('LIST @D.S.ALL_OF_IT')).toEqual([]);
  for (const stage of ['LINKED', 'BELOW']) {
    for (const text of [
      `LIST @D.S.${stage}`,
      `SELECT $1 FROM @D.S.${stage}`,
      `COPY INTO @D.S.${stage}/x FROM (SELECT 1)`,
      `REMOVE @D.S.${stage}`,
    ]) {
      expect(await account.code(text)).toBe('DAS_WAREHOUSE_EXECUTION_FAILED');
    }
  }
  await rm(folder, { recursive: true });
});
