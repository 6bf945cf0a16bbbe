import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MaskName, maskNames } from './mask.js';
import { maskLibrary } from './mask-library.js';
import { formatMaskUri, type MaskUri, parseMaskUri } from './mask-uri.js';

describe('parseMaskUri', () => {
  test.each(maskNames)('knows mask://%s without parameters', (mask) => {
    expect(parseMaskUri(`mask://${mask}`)).toEqual({ mask, parameters: {}, reveal: [] });
  });

  test('reads parameters and the roles to reveal to, in any order', () => {
    const expected = { mask: 'email', parameters: { keep: 'domain' }, reveal: ['A', 'B_2'] };
    expect(parseMaskUri('mask://email?keep=domain&reveal=A,B_2')).toEqual(expected);
    expect(parseMaskUri('mask://email?reveal=A,B_2&keep=domain')).toEqual(expected);
  });

  test('reads that it masks for AI agents', () => {
    expect(parseMaskUri('mask://email?agents=mask').agents).toBe('mask');
  });

  test('reads a text with escapes', () => {
    const { parameters } = parseMaskUri('mask://redact?as=withheld%20%28%C2%A7%205%29');
    expect(parameters).toEqual({ as: 'withheld (§ 5)' });
  });

  test.each([
    ['an unknown mask', 'mask://emial', 'did you mean mask://email?'],
    ['an unknown parameter', 'mask://email?kep=domain', 'did you mean keep?'],
    ['an unknown value', 'mask://email?keep=domian', 'did you mean keep=domain?'],
    ["another mask's parameter", 'mask://email?as=x', 'keep='],
    ["another mask's value", 'mask://email?keep=last4', 'keep=domain'],
    ['a parameter given twice', 'mask://email?keep=domain&keep=nothing', 'once'],
    ['reveal given twice', 'mask://email?reveal=A&reveal=B', 'once'],
    ['one role twice', 'mask://email?reveal=A,A', 'each once'],
    ['a role in lower case', 'mask://email?reveal=analyst', 'upper-case'],
    ['an empty role', 'mask://email?reveal=A,,B', 'upper-case'],
    ['another word for agents', 'mask://email?agents=show', 'agents=mask'],
    ['an empty query', 'mask://email?', 'write'],
    ['a trailing ampersand', 'mask://email?keep=domain&', 'give each'],
    ['a parameter without a value', 'mask://email?keep', 'write letters'],
    ['an empty value', 'mask://email?keep=', 'write letters'],
    ['a second equals sign', 'mask://email?keep=domain=x', 'write letters'],
    ['a path', 'mask://email/domain', 'write'],
    ['a fragment', 'mask://email#x', 'write'],
    ['a fragment behind the query', 'mask://email?keep=domain#x', 'write letters'],
    ['another scheme', 'https://email', 'write'],
    ['upper case', 'MASK://email', 'write'],
    ['a name of Object', 'mask://constructor', 'write'],
    ['a parameter of Object', 'mask://email?toString=x', 'give each'],
    ['a value of Object', 'mask://email?keep=toString', 'use keep='],
    ['white space', ' mask://email', 'write'],
    ['a line break at the end', 'mask://email\n', 'write'],
    ['a broken escape', 'mask://redact?as=%2', 'write letters'],
    ['an escape in lower case', 'mask://redact?as=%c3%a9', 'write letters'],
    ['an escape that need not be one', 'mask://redact?as=%41', 'write letters'],
    ['a blank that is not escaped', 'mask://redact?as=a b', 'write letters'],
    ['bytes that are no UTF-8', 'mask://redact?as=%FF', 'write letters'],
    ['a control character', 'mask://redact?as=a%0Ab', 'visible'],
    ['a text of blanks', 'mask://redact?as=%20', 'visible'],
    ['a text that is too long', `mask://redact?as=${'a'.repeat(65)}`, 'visible'],
    ['a salt', 'mask://hash?salt=pepper', 'keyedHash'],
  ])('refuses %s', (_what, uri, next) => {
    expect(() => parseMaskUri(uri)).toThrow(
      expect.objectContaining({
        code: 'DAS_GOVERNANCE_INVALID_MASK',
        next: expect.stringContaining(next),
      }),
    );
  });

  test('never says a value in an error', () => {
    for (const uri of ['mask://redact?as=%FFsecret', 'mask://email?keep=secret', 'mask://secret']) {
      expect(() => parseMaskUri(uri)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('secret') }),
      );
    }
  });

  test.each([undefined, null, 1, {}])('refuses %j of a JavaScript caller', (uri) => {
    expect(() => parseMaskUri(uri as never)).toThrow(
      expect.objectContaining({ code: 'DAS_GOVERNANCE_INVALID_MASK' }),
    );
  });
});

const role = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,10}$/);
const shownText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(text) && text.trim() === text)
  .filter((text) => [...text].length <= 64);

/** Any URI that the library can name. */
const anyUri: fc.Arbitrary<MaskUri> = fc.constantFrom<MaskName>(...maskNames).chain((mask) => {
  const parameters: Record<string, fc.Arbitrary<string>> = {};
  for (const [name, parameter] of Object.entries(maskLibrary[mask].parameters)) {
    parameters[name] =
      parameter.kind === 'text' ? shownText : fc.constantFrom(...Object.keys(parameter.values));
  }
  return fc.record({
    mask: fc.constant(mask),
    parameters: fc.record(parameters, { requiredKeys: [] }),
    reveal: fc.uniqueArray(role, { maxLength: 3 }),
    agents: fc.constantFrom<'mask' | undefined>('mask', undefined),
  }) as fc.Arbitrary<MaskUri>;
});

const runs = { numRuns: 500 };

describe('formatMaskUri', () => {
  test('what is written is read again as the same', () => {
    fc.assert(
      fc.property(anyUri, (uri) => {
        expect(parseMaskUri(formatMaskUri(uri))).toEqual(uri);
      }),
      runs,
    );
  });

  test('what is read is written in one spelling, whatever the order', () => {
    fc.assert(
      fc.property(anyUri, (uri) => {
        const written = formatMaskUri(uri);
        const [head, query] = written.split('?');
        const turned = query?.split('&').reverse().join('&');
        const other = turned === undefined ? written : `${head}?${turned}`;
        expect(formatMaskUri(parseMaskUri(other))).toBe(written);
      }),
      runs,
    );
  });

  test('refuses what cannot be read again', () => {
    const uri = { mask: 'redact', parameters: {}, reveal: [] } as const;
    expect(() => formatMaskUri({ ...uri, mask: 'emial' as never })).toThrow(/known mask/);
    expect(() => formatMaskUri({ ...uri, reveal: ['a b'] })).toThrow(/reveal|written/);
    expect(() => formatMaskUri({ ...uri, parameters: { as: '\ud800' } })).toThrow(/Unicode/);
    expect(() => formatMaskUri({ ...uri, parameters: { keep: 'x' } })).toThrow(/parameters/);
  });
});

test('a changed character is refused, or means something that the library has', () => {
  const change = fc.record({
    at: fc.nat(),
    put: fc.oneof(
      fc.string({ minLength: 0, maxLength: 2 }),
      fc.constantFrom('&', '=', '%', ',', '?'),
    ),
    take: fc.nat({ max: 2 }),
  });
  let refusedOnes = 0;
  fc.assert(
    fc.property(anyUri, change, (uri, { at, put, take }) => {
      const written = formatMaskUri(uri);
      const place = at % (written.length + 1);
      const changed = `${written.slice(0, place)}${put}${written.slice(place + take)}`;
      let read: MaskUri;
      try {
        read = parseMaskUri(changed);
      } catch (error) {
        refusedOnes += 1;
        expect(error).toMatchObject({ code: 'DAS_GOVERNANCE_INVALID_MASK' });
        return;
      }
      // It has a spelling of its own with the same parts, so nothing in it was passed over.
      const parts = (text: string) => text.split(/[?&]/).sort();
      expect(parts(formatMaskUri(read))).toEqual(parts(changed));
      for (const name of read.reveal) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    }),
    { numRuns: 1000 },
  );
  expect(refusedOnes).toBeGreaterThan(300);
});

test('any text is refused, or names a mask of the library', () => {
  const texts = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom(...maskNames), fc.string())
      .map(([mask, rest]) => `mask://${mask}${rest}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        expect(maskNames).toContain(parseMaskUri(text).mask);
      } catch (error) {
        expect(error).toMatchObject({ code: 'DAS_GOVERNANCE_INVALID_MASK' });
      }
    }),
    runs,
  );
});
