import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskNames } from './mask.js';
import { parseMaskUri } from './mask-uri.js';

describe('parseMaskUri', () => {
  test.each(maskNames)('knows mask://%s without parameters', (mask) => {
    expect(parseMaskUri(`mask://${mask}`)).toEqual({ mask, parameters: {}, reveal: [] });
  });

  test('reads parameters and the roles to reveal to, in any order', () => {
    const expected = { mask: 'email', parameters: { keep: 'domain' }, reveal: ['A', 'B_2'] };
    expect(parseMaskUri('mask://email?keep=domain&reveal=A,B_2')).toEqual(expected);
    expect(parseMaskUri('mask://email?reveal=A,B_2&keep=domain')).toEqual(expected);
  });

  test.each([
    ['an unknown mask', 'mask://emial'],
    ['an unknown parameter', 'mask://email?kept=domain'],
    ['an unknown value', 'mask://email?keep=everything'],
    ["another mask's parameter", 'mask://redact?keep=domain'],
    ['a parameter given twice', 'mask://email?keep=domain&keep=nothing'],
    ['reveal given twice', 'mask://email?reveal=A&reveal=B'],
    ['a role in lower case', 'mask://email?reveal=analyst'],
    ['an empty role', 'mask://email?reveal=A,,B'],
    ['an empty query', 'mask://email?'],
    ['a trailing ampersand', 'mask://email?keep=domain&'],
    ['a path', 'mask://email/domain'],
    ['a fragment', 'mask://email#x'],
    ['another scheme', 'https://email'],
    ['a name of Object', 'mask://constructor'],
    ['a parameter of Object', 'mask://email?toString=x'],
    ['white space', ' mask://email'],
  ])('refuses %s', (_what, uri) => {
    expect(() => parseMaskUri(uri)).toThrow(
      expect.objectContaining({ code: 'DAS_GOVERNANCE_INVALID_MASK' }),
    );
  });

  test('either refuses a text or reads from it nothing but known masks and valid roles', () => {
    const texts = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom(...maskNames), fc.string())
        .map(([mask, rest]) => `mask://${mask}${rest}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { mask, reveal } = parseMaskUri(text);
          expect(maskNames).toContain(mask);
          for (const role of reveal) expect(role).toMatch(/^[A-Z][A-Z0-9_]*$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'DAS_GOVERNANCE_INVALID_MASK' });
        }
      }),
    );
  });
});
