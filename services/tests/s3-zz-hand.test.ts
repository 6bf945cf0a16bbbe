import { getEventListeners } from 'node:events';
import { test } from 'vitest';
import { MemoryConsumer, MemoryLedger } from '@das/collectors/testing';
import { startAws } from '../aws/start-aws.mjs';
import { Bucket } from '../aws/bucket.js';
test('by hand', async () => {
  await using aws = await startAws();
  await using bucket = await Bucket.create(aws);
  const count = Number(process.env.COUNT ?? 300);
  const keys = Array.from({ length: count }, (_, n) => n);
  let t = performance.now();
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let n = keys.pop(); n !== undefined; n = keys.pop()) await bucket.put(`${String(n).padStart(6, '0')}.ndjson`, `{"n":${n}}\n`);
  }));
  console.log('put', count, performance.now() - t);
  const ledger = new MemoryLedger();
  for (const concurrency of [8, 8]) {
    t = performance.now();
    const source = await bucket.collector({ concurrency }).openSource({ baseDirectory: '.', follow: false });
    const signal = new AbortController().signal;
    let most = 0;
    const consumer = new MemoryConsumer(ledger, { source, onDeliver: () => { most = Math.max(most, getEventListeners(signal, 'abort').length); } });
    await source.consume(consumer, signal);
    console.log('read', ledger.landed.length, performance.now() - t, 'listeners', most, getEventListeners(signal, 'abort').length);
  }
}, 600000);
