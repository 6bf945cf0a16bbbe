import { createReadStream, statSync } from 'node:fs';
import { test } from 'vitest';
import { S3Source } from '@das/collectors';
import { MemoryLeases } from '../../packages/collectors/src/testing/memory-leases.js';
import { MemoryLedger } from '@das/collectors/testing';
import { decodeJson } from '@das/core';
test.each((process.env.FILES ?? 'a.ndjson').split(','))('by hand %s', async (key) => {
  const path = `/tmp/s3/big/${key}`;
  const size = statSync(path).size;
  const source = new S3Source({ name: 's', bucket: 'b', decode: decodeJson, openPort: async () => ({
    list: async () => ({ objects: [{ bucket: 'b', key, etag: 'e', size }] }),
    get: async (_v, { from, to }) => ({ body: createReadStream(path, { start: from, end: to - 1 }), encryption: {} }),
    [Symbol.asyncDispose]: async () => {},
  }) });
  let rss = 0; let records = 0; let heap = 0; let faults = 0; let batches = 0;
  const t = performance.now();
  const base = process.memoryUsage().rss;
  await source.consume({
    leases: new MemoryLeases(new MemoryLedger(), 1, 1000),
    assign: async () => new Map(), revoke: async () => {},
    deliver: async (batch) => { batches += 1; records += batch.records.length; if (batch.records.some((r) => r.fault)) faults += 1; if (batches % 50 === 0) { const m = process.memoryUsage(); rss = Math.max(rss, m.rss); heap = Math.max(heap, m.heapUsed + m.external); } await new Promise((r) => setImmediate(r)); },
  }, new AbortController().signal);
  const s = (performance.now() - t) / 1000;
  console.log('RESULT', key, JSON.stringify({ mb: size / 1e6, s, records, faults, batches, base: base / 1e6, rss: rss / 1e6, heap: heap / 1e6 }));
}, 600000);
