import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detect } from './detect.js';
import { redact } from './redact.js';

test('each finding becomes a mark with its kind, and the rest stays', () => {
  expect(
    redact(
      'Ada (ada@example.com, 415-555-2671) paid 12.50 with 4111 1111 1111 1111 from 10.20.30.40; SSN 123-45-6789',
    ),
  ).toBe('Ada ([EMAIL], [PHONE]) paid 12.50 with [PAYMENT_CARD] from [IP_ADDRESS]; SSN [US_SSN]');
});

test('a clean text is returned as it is', () => {
  expect(redact('nothing to hide')).toBe('nothing to hide');
});

test('what was found is gone, and what was not found is still there', () => {
  const value = fc.constantFrom('ada@example.com', '123-45-6789', '10.20.30.40', '415-555-2671');
  const anything = fc.stringMatching(/^[a-z ]{0,10}$/);
  // A word such as v or ref says of a number behind it that it is no address.
  const nothing = fc.stringMatching(/^[jz ]{0,10}$/);
  const textOf = (words: fc.Arbitrary<string>) => fc.array(fc.oneof(value, words));
  const cases = fc.oneof(
    fc.tuple(textOf(anything), fc.constant(false)),
    fc.tuple(textOf(nothing), fc.constant(true)),
  );
  fc.assert(
    fc.property(cases, ([parts, isAllFound]) => {
      const text = parts.join('\n');
      const redacted = redact(text);
      let rest = redacted;
      let from = 0;
      for (const { kind, start, end } of detect(text)) {
        const kept = `${text.slice(from, start)}[${kind.toUpperCase()}]`;
        expect(rest.startsWith(kept)).toBe(true);
        rest = rest.slice(kept.length);
        from = end;
      }
      expect(rest).toBe(text.slice(from));
      if (isAllFound) expect(redacted).not.toMatch(/@|[0-9]/);
    }),
  );
});
