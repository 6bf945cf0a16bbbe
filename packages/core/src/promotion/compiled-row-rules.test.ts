import { type Rule, rowRuleOf, rule } from '@das/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ruleColumns as columns, type RecordRow, RuleTable } from '../fixtures/rule-table.js';

/** Every rule about rows means on the engine what it means in JavaScript. */

let table: RuleTable;
beforeAll(async () => {
  table = await RuleTable.open();
});
afterAll(() => table[Symbol.asyncDispose]());

const money = fc.oneof(
  // The embedded engine reads smaller numbers with an exponent, and then rounds them wrongly.
  fc
    .double({ min: -1000, max: 1000, noNaN: true })
    .filter((value) => value === 0 || Math.abs(value) >= 0.001),
  fc.integer({ min: -400_000, max: 400_000 }).map((thousandths) => thousandths / 1000),
  fc.bigInt({ min: -9_999_999_999n, max: 9_999_999_999n }),
  fc.constantFrom(1.005, -1.005, 0.005, 2.675, -0, 1.0049999, 99.995),
);
const label = fc.oneof(
  fc.constantFrom('a', 'b', 'A', '', "o'clock", 'back\\slash', '1', 'a\nb', 'ab😀', ' \u00a0'),
  fc.string({ maxLength: 4 }).filter((text) => !text.includes('\0')),
);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 5 });
const anyRow = fc.record({
  money: orNull(money),
  ratio: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })),
  label: orNull(label),
  flag: orNull(fc.boolean()),
  more: orNull(fc.oneof(fc.integer({ min: -9, max: 9 }), label, fc.boolean())),
});
const anyRows = fc
  .array(anyRow, { minLength: 1, maxLength: 20 })
  .map((rows) => rows.map((row, n): RecordRow => ({ n, ...row })));

const bound = fc.oneof(money.map(Number), fc.double({ noNaN: true, noDefaultInfinity: true }));
const anyRange = fc
  .tuple(fc.constantFrom('money', 'ratio', 'more', 'n'), bound, bound)
  .map(([column, a, b]): Rule => rule.range(column, { min: Math.min(a, b), max: Math.max(a, b) }));
const anyAccepted = fc.oneof(
  fc
    .array(money.map(Number), { minLength: 1, maxLength: 4 })
    .map((v) => rule.acceptedValues('money', v)),
  fc.array(label, { minLength: 1, maxLength: 4 }).map((v) => rule.acceptedValues('label', v)),
  fc
    .array(fc.oneof(label, fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 4 })
    .map((v) => rule.acceptedValues('more', v)),
  fc.constantFrom<Rule>(rule.acceptedValues('flag', ['TRUE']), rule.acceptedValues('flag', [0])),
);
const anyPattern = fc
  .constantFrom(
    '[ab]',
    '.*',
    'a|b',
    '\\w+',
    '\\s*',
    '.{3}',
    "[^']*",
    'back\\\\slash',
    '^a$|^\\d$',
    '[\\\\\\-z]+',
  )
  .map((pattern): Rule => rule.pattern('label', pattern));
const anyRowRule: fc.Arbitrary<Rule> = fc.oneof(
  anyRange,
  anyAccepted,
  anyPattern,
  fc.constantFrom('money', 'ratio', 'label', 'flag').map((column): Rule => rule.notNull(column)),
);

describe('a rule that one row can break', () => {
  test('means the same at landing, in a promotion and in its query', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        fc.array(anyRowRule, { minLength: 8, maxLength: 8 }),
        async (rows, rules) => {
          await table.fill(rows);
          const expected = rules.map((each) => {
            const { keeps } = rowRuleOf(each, columns) ?? {};
            return rows.map((row) => keeps?.(row));
          });
          expect(await table.judged(rules)).toEqual(expected);
          const broken = expected[0]?.filter((keeps) => keeps === false) ?? [];
          for (const each of rules.slice(0, 1)) {
            expect(await table.failing(each)).toHaveLength(broken.length);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test('knows a value as it will be stored: rounded to the scale of its column', async () => {
    const rows = [1.004, 1.005, -1.005, 99.994, 99.995, 9_999_999_999n].map((value, n) => ({
      n,
      money: value,
    }));
    await table.fill(rows);
    const most = rule.range('money', { min: -1, max: 100 });
    expect(await table.judged([most])).toEqual([[true, true, false, true, true, false]]);
    expect([rows.map((row) => rowRuleOf(most, columns)?.keeps(row))]).toEqual(
      await table.judged([most]),
    );
    const less = rule.range('money', { max: 99.99 });
    expect(await table.judged([less])).toEqual([[true, true, true, true, false, false]]);
  });

  test('tells large numbers apart that are one as doubles', async () => {
    await table.fill([{ n: 9007199254740993n }, { n: 9007199254740992n }]);
    const most = rule.range('n', { max: 9007199254740992 });
    expect(await table.judged([most])).toEqual([[true, false]]);
    expect(rowRuleOf(most, columns)?.keeps({ n: 9007199254740993n })).toBe(false);
  });
});
