import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../document/json.js';
import { OdcsError } from '../errors/odcs-error.js';
import { readYaml } from './read-yaml.js';
import { writeYaml } from './write-yaml.js';

function refused(text: string): OdcsError {
  try {
    readYaml(text, 'a.yaml');
  } catch (error) {
    if (error instanceof OdcsError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('any JSON that is written is read as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (document) => {
      // JSON.parse, since a key may be __proto__.
      const plain = JSON.parse(JSON.stringify(document)) as JsonObject;
      expect(readYaml(writeYaml(plain), '').value).toEqual(plain);
    }),
    { numRuns: 100 },
  );
});

test('any text survives, whatever YAML makes of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(readYaml(writeYaml({ text }), '').value).toEqual({ text });
    }),
    { numRuns: 200 },
  );
});

test('JSON is YAML', () => {
  expect(readYaml('{"a": [1, true, null, "x"]}', '').value).toEqual({ a: [1, true, null, 'x'] });
});

test('dates, booleans of YAML 1.1 and numbers with colons stay texts', () => {
  const text = '%YAML 1.1\n---\nday: 2022-10-03\nword: yes\ntime: 12:30:45\noctal: 010\n';
  expect(readYaml(text, '').value).toEqual({
    day: '2022-10-03',
    word: 'yes',
    time: '12:30:45',
    octal: 10,
  });
});

test('what a reader of YAML 1.1 would take for something else is quoted', () => {
  expect(writeYaml({ day: '2022-10-03', word: 'yes' })).toBe('day: "2022-10-03"\nword: "yes"\n');
});

test('a whole number with more digits than a number holds is named', () => {
  const { rounded } = readYaml('a:\n  - b: 9007199254740993\n  - 9007199254740991\n', '');
  expect(rounded).toEqual(['/a/0/b']);
});

test.each([
  ['a broken list', 'a: [1, 2', 1],
  ['the same key twice', 'a: 1\nb: 2\na: 3', 3],
  ['two documents', 'a: 1\n---\nb: 2', 2],
  ['a tag of a programming language', 'a: 1\nb: !!js/function "x"', 2],
  ['a tag of another schema', 'a: !!timestamp 2022-10-03', 1],
  ['a list as a key', '? [a]\n: b', 1],
  ['an alias of nothing', 'a: *b', 1],
  ['a tab as indentation', 'a:\n\tb: 1', 2],
])('%s is refused with its line', (_, text, line) => {
  const error = refused(text);
  expect([error.code, error.faults[0]?.line, error.place?.split(':')[1]]).toEqual([
    'DAS_ODCS_NOT_YAML',
    line,
    String(line),
  ]);
});

test('aliases that blow up are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let at = 1; at < 12; at += 1) {
    lines.push(`a${at}: &a${at} [${Array.from({ length: 9 }, () => `*a${at - 1}`).join(', ')}]`);
  }
  expect(refused(lines.join('\n')).message).toBe('the document repeats itself too often');
});

test('a nesting without end is refused', () => {
  expect(refused(`a: ${'['.repeat(50_000)}`).code).toBe('DAS_ODCS_NOT_YAML');
  expect(refused(`a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`).code).toBe('DAS_ODCS_NOT_YAML');
});

test('a key that JavaScript knows is a key like any other', () => {
  const { value } = readYaml('__proto__:\n  polluted: true\nconstructor: 1\n', '');
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
