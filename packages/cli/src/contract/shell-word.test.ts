import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellWord } from './shell-word.js';

test('a plain name is left as it is', () => {
  const name = 'column-removed:shop.orders/columns/region';
  expect(shellWord(name)).toBe(name);
});

test.each([
  'foreign-key-removed:shop.orders/foreignKeys/shop.customers(customer=id)',
  "it's $HOME `id` a b",
  '',
])('a shell takes %j for one word', (text) => {
  const printed = execFileSync('sh', ['-c', `printf '<%s>' ${shellWord(text)}`], {
    encoding: 'utf8',
  });
  expect(printed).toBe(`<${text}>`);
});
