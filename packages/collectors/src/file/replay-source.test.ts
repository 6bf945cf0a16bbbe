import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apply,
  defineContract,
  defineDomain,
  definePlatform,
  type EvidenceRecorder,
  replay,
} from '@das/core';
import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { FileCollector, replaySource } from '../index.js';

const words = defineContract({
  domain: 'test',
  name: 'words',
  version: '1.0.0',
  owner: 'test',
  schema: z.object({ word: z.string() }),
  columns: { word: 'internal' },
});

class Words extends FileCollector<typeof words> {
  readonly contract = words;
  readonly files = 'words/*.ndjson';
}

/** The same collector, after its code was mended. */
class Mended extends Words {
  override transform(event: { word: unknown }) {
    return { word: String(event.word) };
  }
}

test('a file can be replayed again after the collector was mended, and nothing lands twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'das-replay-'));
  const evidence: EvidenceRecorder = {
    record: async () => ({ index: 0, leafHash: '', treeSize: 1, root: '' }),
  };
  const domain = defineDomain({
    platform: definePlatform({ name: 'test', masking: [] }),
    name: 'test',
    contracts: [words],
    collectors: [Words],
  });
  const warehouse = await openLocalWarehouse();
  try {
    await apply({ domain, warehouse, evidence });
    await writeFile(join(folder, 'w.ndjson'), '{"word":"one"}\n{"word":2}\n');
    const replayFile = (collector: Words) =>
      replay(collector, {
        domain,
        warehouse,
        evidence,
        from: { kind: 'source', source: replaySource(collector, 'w.ndjson', folder) },
      });
    expect(await replayFile(new Words())).toMatchObject({
      landed: 1,
      quarantined: { CONTRACT_VIOLATION: 1 },
    });
    expect(await replayFile(new Mended())).toMatchObject({ landed: 1, duplicates: 1 });
    expect(await replayFile(new Mended())).toMatchObject({ landed: 0, duplicates: 2 });
  } finally {
    await warehouse.close();
    await rm(folder, { recursive: true, force: true });
  }
});
