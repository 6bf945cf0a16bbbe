import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasPrototypeKey, isPlain } from './json-shape.js';

const leaf = fc.constantFrom(
  ...['null', 'true', '"x"', '"__proto__"', '"9007199254740993"', '0', '-1.5'],
  ...['9007199254740991', '-9007199254740991', '9007199254740992', '-9007199254740993'],
  ...['1e20', '1e400', '-1e400'],
);
const key = fc.constantFrom('"a"', '"b"', '"__proto__"', '"\\u005f_proto__"', '"proto"');
const text = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join()}]`),
    fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((members) => `{${members.map(([name, value]) => `${name}:${value}`).join()}}`),
  ),
})).value;

test('JSON is plain if no number in it may have lost digits and no key in it is __proto__', () => {
  fc.assert(
    fc.property(text, (json) => {
      let hasKey = false;
      let hasLarge = false;
      const value: unknown = JSON.parse(json, (name, each: unknown) => {
        if (name === '__proto__') hasKey = true;
        if (typeof each === 'number' && Math.abs(each) > Number.MAX_SAFE_INTEGER) hasLarge = true;
        return each;
      });
      expect(isPlain(value)).toBe(!hasKey && !hasLarge);
      expect(hasPrototypeKey(value)).toBe(hasKey);
    }),
    { numRuns: 3000 },
  );
});
