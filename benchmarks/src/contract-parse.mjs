import { defineContract } from '@das/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const records = 20_000;
const rounds = 41;
/** One record in so many breaks the schema in one field. */
const brokenEvery = 100;

export const description =
  'records per second through contract.parse, beside zod alone and ajv on the same schema';

// No dates: JSON Schema has none, and all three are to do the same work.
const schema = z.object({
  order_id: z.uuid(),
  customer_email: z.email(),
  region: z.enum(['EMEA', 'AMER', 'APAC']),
  currency: z.string().length(3),
  total_usd: z.number().nonnegative(),
  items: z.int(),
  is_gift: z.boolean(),
  channel: z.enum(['web', 'app', 'store']),
  note: z.string().max(200).nullable(),
  tags: z.array(z.string()),
  address: z.object({ city: z.string(), postal_code: z.string(), country: z.string().length(2) }),
});

const orders = defineContract({
  domain: 'bench',
  name: 'orders',
  version: '1.0.0',
  owner: 'bench',
  schema,
  columns: {
    order_id: 'internal',
    customer_email: { classification: 'pii', semantic: 'email' },
    region: 'internal',
    currency: 'internal',
    total_usd: { classification: 'confidential', type: 'NUMBER(12,2)' },
    items: 'internal',
    is_gift: 'internal',
    channel: 'internal',
    note: 'internal',
    tags: 'internal',
    address: 'pii',
  },
  primaryKey: ['order_id'],
});

/**
 * Parses the same records with each, in turn, the first of them another one every round.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const list = Array.from({ length: records }, (_, index) => record(index));
  const broken = Math.ceil(records / brokenEvery);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(z.toJSONSchema(schema));
  const sides = [
    { parse: /** @param {unknown} value */ (value) => orders.parse(value), rates: [0] },
    { parse: /** @param {unknown} value */ (value) => schema.parse(value), rates: [0] },
    {
      parse: /** @param {unknown} value */ (value) => {
        if (!validate(value)) throw new TypeError('invalid');
      },
      rates: [0],
    },
  ];
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const side = sides[(round + turn) % sides.length];
      if (side === undefined) throw new RangeError('there is no such side');
      side.rates[round] = rate(side.parse, list, records - broken);
    }
  }
  const [ours = 0, zods = 0, ajvs = 0] = sides.map(({ rates }) => median(rates));
  return {
    ratio: round(ours / zods, 3),
    against: 'schema.parse of zod on the same schema and records, in the same run',
    recordsPerSecond: round(ours, 0),
    zodRecordsPerSecond: round(zods, 0),
    ajvRecordsPerSecond: round(ajvs, 0),
    ratioToAjv: round(ours / ajvs, 3),
    records,
    brokenRecords: broken,
    rounds,
  };
}

/**
 * The records per second of one pass. A broken record throws, as it would for whoever parses one.
 *
 * @param {(value: unknown) => unknown} parse
 * @param {readonly unknown[]} list
 * @param {number} expected
 */
function rate(parse, list, expected) {
  let good = 0;
  const started = performance.now();
  for (const value of list) {
    try {
      parse(value);
      good += 1;
    } catch {
      // Counted by its absence.
    }
  }
  const seconds = (performance.now() - started) / 1000;
  if (good !== expected) throw new Error(`${good} records were good, and not ${expected}`);
  return list.length / seconds;
}

/** @param {number} index */
function record(index) {
  const digits = index.toString(16).padStart(12, '0');
  return {
    order_id: `6f1d2c3b-4a59-4e68-8b77-${digits}`,
    customer_email: `customer.${index % 5000}@example.com`,
    region: ['EMEA', 'AMER', 'APAC'][index % 3],
    currency: 'USD',
    total_usd: index % brokenEvery === 0 ? -1 : (index % 100_000) / 100,
    items: 1 + (index % 7),
    is_gift: index % 5 === 0,
    channel: ['web', 'app', 'store'][index % 3],
    note: index % 4 === 0 ? 'leave it at the door, please, and ring twice' : null,
    tags: ['first', 'spring'].slice(0, index % 3),
    address: { city: 'Ghent', postal_code: '9000', country: 'BE' },
  };
}
