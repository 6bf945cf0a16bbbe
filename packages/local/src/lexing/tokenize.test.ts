import { quoteIdentifier, quoteLiteral } from '@das/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenReader } from './token-reader.js';
import { tokenize } from './tokenize.js';

describe('tokenize', () => {
  it('reads back every quoted identifier', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (text) => {
        const name = text.replaceAll('\0', 'x');
        const quoted = `"${name.replaceAll('"', '""')}"`;
        expect(tokenize(quoted)).toMatchObject([{ kind: 'quoted', value: name }]);
        expect(tokenize(quoteIdentifier(name))[0]?.value).toBe(name.toUpperCase());
      }),
    );
  });

  it('refuses a quoted identifier with NUL, which no name of Snowflake holds', () => {
    expect(() => tokenize('"a\0b"')).toThrow(expect.objectContaining({ code: expect.any(String) }));
  });

  it('reads back every string literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(tokenize(quoteLiteral(text))).toMatchObject([{ kind: 'string', value: text }]);
      }),
    );
  });

  it('never loses the end of a name or a literal to what follows', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (name, text) => {
        const tokens = tokenize(`${quoteIdentifier(name)}.${quoteLiteral(text)} -- "x'\n;`);
        expect(tokens.map((token) => token.kind)).toEqual([
          'quoted',
          'operator',
          'string',
          'operator',
        ]);
      }),
    );
  });

  it('ends with an error or with tokens, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        try {
          for (const token of tokenize(text)) expect(token.end).toBeGreaterThan(token.start);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^DAS_WAREHOUSE_/) });
        }
      }),
    );
  });

  it('decodes escapes as Snowflake reads them', () => {
    expect(tokenize(String.raw`'a\tb\'c''d\\e\u0041\x42\103\q'`)[0]?.value).toBe("a\tb'c'd\\eABCq");
    expect(tokenize("$$it's \\n$$")[0]?.value).toBe("it's \\n");
  });

  it('upper-cases plain words and drops comments', () => {
    expect(tokenize('select /* x */ a -- y\n // z\n , "b"').map((token) => token.value)).toEqual([
      'SELECT',
      'A',
      ',',
      'b',
    ]);
  });

  it('refuses what is not closed', () => {
    for (const text of ["'a", '"a', '/* a', '$$a', '""']) {
      expect(() => tokenize(text)).toThrow();
    }
  });
});

describe('TokenReader', () => {
  it('says what it expected, and never shows a literal', () => {
    const reader = new TokenReader(tokenize("CREATE 'secret'"));
    reader.expect('CREATE');
    expect(() => reader.identifier()).toThrow('expected an identifier, found a string');
  });
});
