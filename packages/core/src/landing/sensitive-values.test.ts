import { defineContract } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Collector } from '../collector/collector.js';
import type { SensitivePolicy } from '../collector/sensitive-policy.js';
import type { Source } from '../collector/source.js';
import { ClinicWorld } from '../fixtures/clinic-world.js';
import { VisitsCollector, visit } from '../fixtures/visits.js';
import { acceptRecordOf, type Verdict } from './accept-record.js';

const calls = defineContract({
  domain: 'clinic',
  name: 'calls',
  version: '1.0.0',
  owner: 'clinic',
  schema: z.object({
    id: z.uuid(),
    kind: z.enum(['in', 'out']),
    reference: z
      .string()
      .regex(/^[A-Z0-9-]+$/)
      .nullable(),
    price: z.number(),
    seconds: z.int(),
    note: z.string().nullable(),
    short: z.string().nullable(),
    more: z.unknown(),
    letter: z.string().nullable(),
    was_urgent: z.boolean(),
    at: z.coerce.date(),
  }),
  columns: {
    id: 'internal',
    kind: 'public',
    reference: 'internal',
    price: { classification: 'confidential', type: 'NUMBER(12,2)' },
    seconds: 'internal',
    note: 'internal',
    short: { classification: 'internal', type: 'VARCHAR(20)' },
    more: 'internal',
    letter: { classification: 'phi', semantic: 'free_text' },
    was_urgent: 'internal',
    at: 'internal',
  },
});

type Policy = SensitivePolicy<keyof typeof calls.$row>;

class CallsCollector extends Collector<typeof calls> {
  readonly contract = calls;
  override readonly sensitive: Policy;

  constructor(sensitive: Policy = {}) {
    super();
    this.sensitive = sensitive;
  }
  async openSource(): Promise<Source> {
    throw new Error('not used');
  }
}

const call = {
  id: '6f1d2c3b-4a59-4e68-8b77-000000000001',
  kind: 'in',
  reference: 'ORD-2024-000123',
  price: 2125550187.12,
  seconds: 2125550187,
  note: 'nothing to see',
  short: null,
  more: { total: 12.5 },
  letter: null,
  was_urgent: false,
  at: '2026-01-01T00:00:00Z',
};

function judge(event: object, policy?: Policy): Verdict {
  const accept = acceptRecordOf(new CallsCollector(policy));
  return accept({ offset: 0, raw: '', event: { ...call, ...event } });
}

function rowOf(verdict: Verdict): unknown {
  return verdict.accepted ? verdict.rows[0] : verdict.reason;
}

const phone = 'call 212-555-0187 back';

describe('a value that its column does not declare', () => {
  test('puts the record in quarantine, wherever the column leaves room for it', () => {
    expect(judge({ note: phone })).toMatchObject({
      reason: 'UNDECLARED_PII',
      findings: [{ column: 'note', code: 'phone' }],
    });
    expect(judge({ more: { a: [{ b: phone }] } })).toMatchObject({
      findings: [{ column: 'more', code: 'phone' }],
    });
  });

  test('is not seen in ids, enums, moments, numbers, or in a column that declares it', () => {
    expect(judge({ letter: phone })).toMatchObject({ accepted: true, notes: undefined });
  });

  test('is masked where the policy says so, in texts and inside of JSON', () => {
    const masked = judge({ note: phone, more: { a: [phone, 5], [phone]: 1 } }, { pii: 'mask' });
    expect(rowOf(masked)).toMatchObject({
      note: 'call [phone] back',
      more: { a: ['call [phone] back', 5], 'call [phone] back': 1 },
    });
    expect(masked.notes?.sensitive).toContainEqual({
      column: 'note',
      detector: 'phone',
      action: 'mask',
    });
  });

  test('becomes null where no token has room, or the record is put aside where null may not be', () => {
    const long = '212-555-0187 or so..';
    expect(rowOf(judge({ short: long }, { pii: 'mask' }))).toMatchObject({
      short: '[phone] or so..',
    });
    expect(rowOf(judge({ short: 'a@b.co c@d.co e@f.co' }, { pii: 'mask' }))).toMatchObject({
      short: null,
    });
  });

  test('lands and is counted where the policy is an alert', () => {
    const verdict = judge({ note: phone }, { pii: 'alert' });
    expect(rowOf(verdict)).toMatchObject({ note: phone });
    expect(verdict.notes?.sensitive).toEqual([
      { column: 'note', detector: 'phone', action: 'alert' },
    ]);
  });

  test('is left alone in a column that is ignored for a reason, or below the confidence that is asked for', () => {
    const ignored = judge({ note: phone }, { columns: { note: { ignore: 'ours' } } });
    expect(ignored).toMatchObject({ accepted: true, notes: undefined });
    expect(judge({ note: phone }, { minimumConfidence: 1 })).toMatchObject({ accepted: true });
  });
});

describe('a free text that is declared sensitive', () => {
  test('is redacted in place when asked', () => {
    const verdict = judge({ letter: phone }, { columns: { letter: 'redact' } });
    expect(rowOf(verdict)).toMatchObject({ letter: 'call [phone] back' });
    expect(verdict.notes?.sensitive).toEqual([
      { column: 'letter', detector: 'phone', action: 'redact' },
    ]);
  });
});

test('a policy must make sense, also one that no compiler has seen', () => {
  const wrong: readonly object[] = [
    { columns: { other: 'redact' } },
    { columns: { note: 'redact' } },
    { columns: { note: { ignore: ' ' } } },
    { columns: { note: 'ignore' } },
    { columns: { note: null } },
    { phi: 'Quarantine' },
    { pii: null },
    { quasi: 'land' },
    { minimumConfidence: Number.NaN },
    { minimumConfidence: 80 },
  ];
  for (const policy of wrong) {
    expect(() => judge({}, policy as Policy)).toThrow(
      expect.objectContaining({ code: 'DAS_COLLECT_INVALID_OPTION' }),
    );
  }
});

describe('what identifies nobody by itself', () => {
  const customers = (classification: 'pii' | 'phi') =>
    defineContract({
      domain: 'shop',
      name: 'customers',
      version: '1.0.0',
      owner: 'shop',
      schema: z.object({ city: z.string(), name: z.string() }),
      columns: { city: 'internal', name: classification },
    });
  const land = (classification: 'pii' | 'phi', sensitive: SensitivePolicy = {}) => {
    class Customers extends Collector {
      readonly contract = customers(classification);
      override readonly sensitive = sensitive;
      async openSource(): Promise<Source> {
        throw new Error('not used');
      }
    }
    const event = { city: 'Ghent', name: 'Ada Lovelace' };
    return acceptRecordOf(new Customers())({ offset: 0, raw: '', event });
  };
  const found = (action: string) => ({ sensitive: [{ column: 'city', detector: 'city', action }] });

  test('lands and is counted', () => {
    expect(land('pii')).toMatchObject({ accepted: true, notes: found('alert') });
  });

  test('goes to quarantine where the contract has health data', () => {
    expect(land('phi')).toMatchObject({ accepted: false, reason: 'UNDECLARED_PII' });
    expect(land('phi', { quasi: 'alert' })).toMatchObject({ accepted: true });
  });

  test('is put aside or masked where the policy says so', () => {
    expect(land('pii', { quasi: 'quarantine' })).toMatchObject({ accepted: false });
    expect(land('pii', { quasi: 'mask' })).toMatchObject({ rows: [{ city: '[city]' }] });
  });
});

test('findings are counted by column, detector and what was done, and leave evidence without a value', async () => {
  class Masking extends VisitsCollector {
    override readonly sensitive = { pii: 'mask' } as const;
  }
  await using world = await ClinicWorld.open();
  const events = [visit(1, { reason: phone }), visit(2, { reason: phone }), visit(3)];
  const done = await world.run(new Masking({ a: events }));
  const findings = [{ column: 'reason', detector: 'phone', action: 'mask', count: 2 }];
  expect(done).toMatchObject({ landed: 3, findings });
  expect(world.evidence.events.at(-1)?.details).toMatchObject({ findings });
  const rows = await world.query('SELECT REASON FROM BROOK_CLINIC.BRONZE.VISITS ORDER BY ID');
  expect(rows.map((row) => row.REASON)).toEqual([
    'call [phone] back',
    'call [phone] back',
    'check-up',
  ]);
});
