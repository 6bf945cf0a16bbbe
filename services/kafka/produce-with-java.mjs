import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startJava } from './java.mjs';

const program = fileURLToPath(new URL('Producer.java', import.meta.url));

/**
 * @typedef {object} JavaRecord
 * @property {string | Uint8Array | null} [key]
 * @property {string | Uint8Array | null} value `null`: a tombstone
 * @property {Readonly<Record<string, string | Uint8Array>>} [headers]
 * @property {number} [partition]
 * @property {number} [timestamp] Milliseconds since 1970.
 *
 * @typedef {object} JavaBatch
 * @property {string} topic
 * @property {'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'} [compression] 'none' by default.
 * @property {readonly JavaRecord[]} records
 * @property {'commit' | 'abort'} [transaction] Absent: no transaction.
 *
 * @typedef {object} Position
 * @property {number} partition
 * @property {string} offset
 */

/**
 * Sends records with Kafka's own client, whose codecs and transactions are the ones that others meet.
 *
 * @param {JavaBatch} batch
 * @param {{ addresses: readonly string[], folder: string, flags: readonly string[] }} options `folder` is
 *   for temporary files, `flags` are those of the virtual machine.
 * @returns {Promise<readonly Position[]>} Where each record is, also of an aborted transaction.
 */
export async function produceWithJava(batch, { addresses, folder, flags }) {
  const base = join(folder, `produce-${randomUUID()}`);
  const files = { input: `${base}.in.json`, output: `${base}.out.json`, log: `${base}.log` };
  const records = batch.records.map((record) => ({
    ...record,
    key: encoded(record.key ?? null),
    value: encoded(record.value),
    headers: Object.entries(record.headers ?? {}).map(([name, value]) => ({
      name,
      value: encoded(value),
    })),
  }));
  try {
    await writeFile(
      files.input,
      JSON.stringify({ ...batch, records, bootstrap: addresses.join(',') }),
    );
    const producer = startJava(program, [files.input, files.output], {
      log: files.log,
      memory: '512m',
      flags,
    });
    if ((await producer.status()) !== 0) {
      throw new Error(`Kafka's producer failed:\n${await readFile(files.log, 'utf8')}`);
    }
    return JSON.parse(await readFile(files.output, 'utf8'));
  } finally {
    await Promise.all(Object.values(files).map((file) => rm(file, { force: true })));
  }
}

/** @param {string | Uint8Array | null} bytes */
const encoded = (bytes) => (bytes === null ? null : Buffer.from(bytes).toString('base64'));
