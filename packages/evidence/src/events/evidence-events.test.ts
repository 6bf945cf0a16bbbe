import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { EvidenceEvent } from '@das/core';
import { describe, expect, it } from 'vitest';
import { inTotoPayloadType, sealEnvelope } from '../dsse/envelope.js';
import { createSigner } from '../keys/create-signer.js';
import { parseVerifier } from '../note/evidence-verifier.js';
import { decodeEntry } from './evidence-entry.js';
import { encodeStatement } from './evidence-statement.js';

const sha256 = createHash('sha256').update('orders').digest('hex');
const occurredAt = new Date('2026-01-02T03:04:05.006Z');
const recordedAt = new Date('2026-01-02T03:04:06.007Z');
const event: EvidenceEvent = {
  kind: 'collection.completed',
  occurredAt,
  subjects: [{ name: 'commerce.orders', sha256 }],
  details: { landed: 3 },
};
const encode = (changes: object): string =>
  Buffer.from(encodeStatement({ ...event, ...changes }, recordedAt)).toString();
const refusal = (code: string, place: string) => expect.objectContaining({ code, place });

describe('the statement of an event', () => {
  it('is an in-toto Statement v1 with both times and the details in the given order', () => {
    expect(encode({ details: { z: 1, a: [null, true, { y: 'b', x: 1.5 }] } })).toBe(
      `{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"commerce.orders","digest":{"sha256":"${sha256}"}}],` +
        '"predicateType":"https://das.dev/evidence/collection.completed/v1",' +
        '"predicate":{"occurredAt":"2026-01-02T03:04:05.006Z","recordedAt":"2026-01-02T03:04:06.007Z",' +
        '"details":{"z":1,"a":[null,true,{"y":"b","x":1.5}]}}}',
    );
  });

  it('is read back as the event', () => {
    const signer = createSigner({ origin: 'example.com/log' });
    const details = JSON.parse('{"__proto__":{"a":1},"b":"\\ud800","c":{}}');
    const leaf = sealEnvelope(
      inTotoPayloadType,
      encodeStatement({ ...event, details }, recordedAt),
      signer,
    );
    const entry = decodeEntry(leaf, 7, parseVerifier(signer.verifier), 'test');
    expect(entry).toMatchObject({ ...event, recordedAt, index: 7, details: { b: '\ud800' } });
    expect(Object.keys(entry.details)).toEqual(['__proto__', 'b', 'c']);
  });

  it.each([
    ['an unknown kind', { kind: 'deployment.exploded' }, 'kind'],
    ['a kind of Object.prototype', { kind: 'constructor' }, 'kind'],
    ['a time that is none', { occurredAt: new Date(Number.NaN) }, 'occurredAt'],
    ['a time that is a text', { occurredAt: '2026-01-02' }, 'occurredAt'],
    ['no subject', { subjects: [] }, 'subjects'],
    ['a subject without a name', { subjects: [{ name: '', sha256 }] }, 'subjects[0].name'],
    ['a short digest', { subjects: [{ name: 'a', sha256: 'ab' }] }, 'subjects[0].sha256'],
    ['details that are a list', { details: [] }, 'details'],
    ['NaN', { details: { a: { b: [Number.NaN] } } }, 'details.a.b[0]'],
    ['undefined', { details: { a: undefined } }, 'details.a'],
    ['a Date', { details: { at: occurredAt } }, 'details.at'],
    ['a bigint', { details: { 'a b': 1n } }, 'details["a b"]'],
    ['a hole in a list', { details: { a: new Array(1) } }, 'details.a[0]'],
  ])('is refused for %s', (_what, changes, place) => {
    expect(() => encode(changes)).toThrow(refusal('DAS_EVIDENCE_INVALID_EVENT', place));
  });

  it('is refused for details that contain themselves', () => {
    const details: { [key: string]: unknown } = {};
    details.again = details;
    expect(() => encode({ details })).toThrow('nested deeper');
  });

  it('holds what was scanned even when a getter answers differently the second time', () => {
    let reads = 0;
    const details = {
      get note(): string {
        reads += 1;
        return reads === 1 ? 'fine' : 'ada@example.com';
      },
    };
    expect(encode({ details })).toContain('"details":{"note":"fine"}');
  });
});

describe('the scan for personal data', () => {
  const sensitive = 'DAS_EVIDENCE_SENSITIVE_DATA';

  it.each([
    ['an email address', { details: { a: [{ b: 'from ada@example.com' }] } }, 'details.a[0].b'],
    ['a payment card', { details: { note: 'card 4111 1111 1111 1111' } }, 'details.note'],
    ['a social security number', { details: { note: 'ssn 536-22-1234' } }, 'details.note'],
    ['an IP address', { details: { from: '93.184.216.34' } }, 'details.from'],
    ['a subject', { subjects: [{ name: 'ada@example.com', sha256 }] }, 'subjects[0].name'],
    [
      'the name of a property',
      { details: { by: { fine: 1, 'ada@example.com': 2 } } },
      'details.by, the name of property 2',
    ],
  ])('refuses %s by its place, and never says the value', (_what, changes, place) => {
    expect(() => encode(changes)).toThrow(refusal(sensitive, place));
    try {
      encode(changes);
    } catch (error) {
      const text = JSON.stringify(error, Object.getOwnPropertyNames(error));
      expect(text).not.toMatch(/ada@|4111|536-22|93\.184/);
    }
  });

  it('names the kind of what it found', () => {
    expect(() => encode({ details: { note: 'ada@example.com' } })).toThrow('(email)');
  });

  it('lets through what events are made of', () => {
    for (let round = 0; round < 2000; round += 1) {
      const digest = createHash('sha256').update(String(round)).digest('hex');
      const time = new Date(1.7e12 + round * 12_345_678).toISOString();
      const offset = String(round * 7919 * 104_729);
      const details = {
        file: `orders-2026-01-${String((round % 28) + 1).padStart(2, '0')}.ndjson`,
        part: `part-00000-${randomUUID()}-c000.snappy.parquet`,
        object: `s3://bucket/raw/2026/01/02/part-${round}.ndjson.gz`,
        table: `BROOK_COMMERCE.BRONZE.ORDERS_${round}`,
        batch: `orders-0-${round * 1000}-${round * 1000 + 999}`,
        batchId: `batch-${randomBytes(8).toString('hex')}`,
        uuid: randomUUID(),
        [digest]: digest,
        prefixed: `sha256:${digest}`,
        root: randomBytes(32).toString('base64'),
        version: `${round % 10}.${round % 20}.${round % 30}`,
        contract: `commerce/orders@1.${round % 10}.0`,
        offsets: { '0': offset, '11': [offset, `orders.v1-3@${offset}`] },
        commit: createHash('sha1').update(digest).digest('hex'),
        time,
        window: `${time}/${time}`,
        duration: '15m',
      };
      expect(() =>
        encode({ details, subjects: [{ name: `orders@1.2.${round}`, sha256: digest }] }),
      ).not.toThrow();
    }
  });
});
