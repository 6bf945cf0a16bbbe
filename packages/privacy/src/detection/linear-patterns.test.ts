import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const roots = ['.', '../identifiers'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Every regular expression literal of the sources, with its file. */
function patterns(): { file: string; source: string }[] {
  return roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) =>
        [
          ...readFileSync(join(root, file), 'utf8').matchAll(
            /(?<=[(=:!&|?,[]\s*)\/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/[a-z]*/g,
          ),
        ].map(([, source = '']) => ({ file, source })),
      ),
  );
}

/** A group that repeats without a bound, and holds something that does so too. */
function isNested(source: string): boolean {
  const plain = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const inner = /\(([^()]*)\)(\*|\+|\{[0-9]+,\})?/;
  let rest = plain;
  for (let match = inner.exec(rest); match !== null; match = inner.exec(rest)) {
    const [whole, body = '', repeat] = match;
    const isUnbounded = /[*+]|\{[0-9]+,\}/.test(body.replace(/^\?(?:[:=!]|<[=!])/, ''));
    if (repeat !== undefined && isUnbounded) return true;
    rest = rest.replace(whole, isUnbounded ? 'x+' : 'x');
  }
  return false;
}

test('the check sees what would be slow', () => {
  expect(isNested('^(a+)+$')).toBe(true);
  expect(isNested('(?:[a-z]*x)*')).toBe(true);
  expect(isNested('(?:a|b){1,3}c+')).toBe(false);
});

test('no pattern repeats a repetition without a bound or refers back', () => {
  const all = patterns();
  expect(all.length).toBeGreaterThan(40);
  for (const { file, source } of all) {
    expect({ file, source, isNested: isNested(source) }).toMatchObject({ isNested: false });
    expect(source).not.toMatch(/\\[1-9]|\\k</);
    expect(source).not.toMatch(/\(\?<[=!][^)]*[*+]/);
  }
});
