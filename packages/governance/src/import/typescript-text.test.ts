import { expect, test } from 'vitest';
import { constantName } from './imported-names.js';
import { code, typescriptText } from './typescript-text.js';

test('a member may be called code, and is no piece of code', () => {
  const columns = { code: { maskingPolicy: ['A', 'B', 'C'] }, name: 'x' };
  expect(typescriptText(columns)).toBe("{ code: { maskingPolicy: ['A', 'B', 'C'] }, name: 'x' }");
  expect(typescriptText({ code: 'text' })).toBe("{ code: 'text' }");
  expect(typescriptText({ code: code('text') })).toBe('{ code: text }');
});

test.each(['define_domain', 'imported_table', 'define_contract', 'tables', 'z'])(
  'a contract %s has a constant that nothing else in the files is called',
  (name) => {
    expect(constantName(name)).toMatch(/Contract$/);
  },
);
