import { isDeepStrictEqual } from 'node:util';
import { compareContracts, defineContract } from '@das/contracts';
import { z } from 'zod';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const columns = 1000;
const rounds = 21;

/** Comparing may take this many times as long as reading both documents and comparing them blindly. */
const limit = 5;

export const description =
  'two contracts of 1,000 columns with many differences, beside reading both as JSON and a deep comparison';

/**
 * Compares in turn with the floor of any tool that compares two files: parsing both documents and
 * asking of each column, nested value for nested value, whether it is the same. That answers yes or
 * no; the comparison gives verdicts and reasons. Below the limit, it is not what a check waits for.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const before = contract('1.0.0', (index) => index % 4);
  const after = contract('2.0.0', (index) => (index + (index % 3 === 0 ? 1 : 0)) % 4);
  const texts = [before, after].map((each) => JSON.stringify(each));
  const consumers = [
    {
      consumer: 'bench',
      contract: 'bench.wide',
      version: '1.0.0',
      columns: Array.from({ length: 100 }, (_, index) => `column_${index * 10}`),
      exhaustive: [],
    },
  ];
  const ours = [];
  const floors = [];
  let changes = 0;
  for (let index = 0; index < rounds; index += 1) {
    floors.push(milliseconds(() => floor(texts)));
    ours.push(
      milliseconds(() => {
        changes = compareContracts(before, after, { consumers }).changes.length;
      }),
    );
  }
  if (changes < columns / 3) throw new Error(`only ${changes} changes were found`);
  const compareMs = median(ours);
  const floorMs = median(floors);
  const ratio = compareMs / floorMs;
  if (ratio > limit) throw new Error(`comparing took ${round(ratio, 2)} times the floor`);
  return {
    ratio: round(ratio, 3),
    against: 'JSON.parse of both documents and isDeepStrictEqual of each column, in the same run',
    limit,
    compareMs: round(compareMs, 2),
    floorMs: round(floorMs, 2),
    columns,
    changes,
    rounds,
  };
}

/** @param {readonly string[]} texts */
function floor(texts) {
  const [before, after] = texts.map((text) => JSON.parse(text));
  const byName = new Map(
    after.columns.map((/** @type {{ name: string }} */ each) => [each.name, each]),
  );
  let differences = 0;
  for (const column of before.columns) {
    if (!isDeepStrictEqual(column, byName.get(column.name))) differences += 1;
  }
  if (differences === 0) throw new Error('the documents are the same');
  return differences;
}

/** @param {() => void} work */
function milliseconds(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Schemas by column and variant: each variant differs from the next in what it lets through. */
const forms = [
  (/** @type {number} */ variant) => z.string().max(10 + variant),
  (/** @type {number} */ variant) => z.number().min(variant),
  (/** @type {number} */ variant) => z.enum(['A', 'B', 'C', 'D', 'E'].slice(0, 2 + variant)),
  (/** @type {number} */ variant) =>
    z.object({
      lines: z.array(z.object({ sku: z.string(), count: z.int().min(variant) })),
      ...(variant % 2 === 0 ? { note: z.string() } : {}),
    }),
  (/** @type {number} */ variant) => (variant % 2 === 0 ? z.iso.date() : z.iso.date().nullable()),
];

/**
 * @param {`${number}.${number}.${number}`} version
 * @param {(index: number) => number} variantOf
 */
function contract(version, variantOf) {
  const names = Array.from({ length: columns }, (_, index) => `column_${index}`);
  const shape = Object.fromEntries(
    names.map((name, index) => {
      const form = forms[index % forms.length] ?? forms[0];
      return [name, form?.(variantOf(index)) ?? z.string()];
    }),
  );
  return defineContract({
    domain: 'bench',
    name: 'wide',
    version,
    owner: 'bench',
    schema: z.object(shape),
    columns: Object.fromEntries(
      names.map((name, index) => [
        name,
        { classification: variantOf(index) === 3 ? 'pii' : 'internal', type: 'VARIANT' },
      ]),
    ),
  });
}
