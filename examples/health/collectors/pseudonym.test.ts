import { describe, expect, it } from 'vitest';
import { pseudonymiser, pseudonymKeyVariable } from './pseudonym.js';

const id = '3edac2e3-d223-6fae-d515-daf96ef6bc76';

function under(key: string): string {
  return pseudonymiser({ [pseudonymKeyVariable]: key })(id);
}

describe('pseudonymiser', () => {
  it('gives the same pseudonym for the same id and key, so that tables still join', () => {
    expect(under('ab'.repeat(32))).toBe(under('ab'.repeat(32)));
    expect(under('ab'.repeat(32))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives another pseudonym under another key', () => {
    expect(under('ab'.repeat(32))).not.toBe(under('cd'.repeat(32)));
  });

  it('gives a text that no contract takes for what is no id', () => {
    expect(pseudonymiser({ [pseudonymKeyVariable]: 'ab'.repeat(32) })(null)).toBe('');
  });

  it.each([undefined, '', 'secret', 'ab'.repeat(31)])('refuses the key %j', (key) => {
    const refusal = { code: 'HEALTH_PSEUDONYM_KEY' };
    expect(() => pseudonymiser({ [pseudonymKeyVariable]: key })).toThrow(
      expect.objectContaining(refusal),
    );
  });
});
