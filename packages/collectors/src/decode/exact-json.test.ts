import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withExactIntegers } from './exact-json.js';

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Reads each integer from its digits, whether or not a double would hold it. */
function digitByDigit(text: string): unknown {
  const marked = text.replace(token, (each) => (/^-?\d+$/.test(each) ? `"int ${each}"` : each));
  return JSON.parse(marked, (_key, value: unknown) => {
    if (typeof value !== 'string' || !value.startsWith('int ')) return value;
    const digits = value.slice('int '.length);
    return Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits);
  });
}

const number = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => JSON.stringify(each)),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.constantFrom('-0', '0', '9007199254740991', '-9007199254740992', '9007199254740993.0'),
  fc.constantFrom('1e400', '12345678901234567e2', '0.12345678901234567', `1${'0'.repeat(400)}`),
);
const key = fc.constantFrom('"a"', '"b"', '"__proto__"', '"9007199254740993"', '"\\""');
const text = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    number,
    fc.constantFrom('null', 'true', '"x"', '"9007199254740993"', '"\\" 12345678901234567890"'),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(' , ')}]`),
    // One key twice, of which the last counts.
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 4 })
      .map((members) => `{${members.map(([name, value]) => `${name}: ${value}`).join(',')}}`),
  ),
})).value;

test('an integer is read digit by digit, wherever it stands', () => {
  fc.assert(
    fc.property(text, (json) => {
      expect(withExactIntegers(json, JSON.parse(json))).toStrictEqual(digitByDigit(json));
    }),
    { numRuns: 3000 },
  );
});
