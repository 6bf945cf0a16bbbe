import { createStatements, type Resource, type Session, sql, WarehouseError } from '@das/core';
import { openLocalWarehouse } from '@das/local';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMask } from './read-mask.js';

/**
 * Every word of ten letters of which each is one of two: a few letters of one, or a few questions about
 * it, leave more than one that it may be.
 */
const canaries: readonly string[] = [
  'an',
  'bo',
  'cp',
  'dq',
  'er',
  'fs',
  'gt',
  'hu',
  'iv',
  'jw',
].reduce<readonly string[]>(
  (words, letters) => words.flatMap((word) => [...letters].map((each) => word + each)),
  [''],
);

const literals = fc.constantFrom("'***'", "'x'", "''", 'NULL', "'8d9f0c72'");
const few = fc.integer({ min: 1, max: 6 });
const asked = fc.constantFrom(canaries[0], canaries[77], canaries[1023], 'a', 'nb');

const { text: bodies } = fc.letrec<{ text: string; condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      "IS_ROLE_IN_SESSION('CLEARED')",
      "IS_ROLE_IN_SESSION('READER')",
      "CURRENT_ROLE() = 'CLEARED'",
      "OTHER = 'x'",
      'VAL IS NULL',
      "VAL < 'h'",
      'LENGTH(VAL) > 3',
      "CONTAINS(VAL, 'q')",
      'FALSE',
    ),
    asked.map((word) => `VAL = '${word}'`),
    asked.map((word) => `VAL LIKE '${word}%'`),
    fc.tuple(tie('text'), asked).map(([of, word]) => `${of} = '${word}'`),
    fc.tuple(tie('text'), asked).map(([of, word]) => `EQUAL_NULL(${of}, '${word}')`),
    fc.tuple(asked, asked).map((words) => `VAL IN ('${words.join("', '")}')`),
    tie('condition').map((of) => `NOT (${of})`),
    fc.tuple(tie('condition'), tie('condition')).map((both) => `(${both.join(' AND ')})`),
    fc.tuple(tie('condition'), tie('condition')).map((both) => `(${both.join(' OR ')})`),
  ),
  text: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    literals,
    fc.constant('VAL'),
    fc.tuple(tie('text'), few).map(([of, length]) => `LEFT(${of}, ${length})`),
    fc.tuple(tie('text'), few).map(([of, length]) => `RIGHT(${of}, ${length})`),
    fc.tuple(tie('text'), few, few).map(([of, at, length]) => `SUBSTR(${of}, ${at}, ${length})`),
    fc
      .tuple(fc.constantFrom('UPPER', 'REVERSE', 'TRIM', 'BASE64_ENCODE'), tie('text'))
      .map(([name, of]) => `${name}(${of})`),
    tie('text').map((of) => `REPLACE(${of}, 'a', 'z')`),
    tie('text').map((of) => `REGEXP_REPLACE(${of}, '.', '*')`),
    tie('text').map((of) => `LENGTH(${of})::VARCHAR`),
    tie('text').map((of) => `SPLIT_PART(${of}, 'q', 1)`),
    fc.tuple(tie('text'), tie('text')).map((both) => `CONCAT(${both.join(', ')})`),
    fc.tuple(tie('text'), tie('text')).map((both) => `(${both.join(' || ')})`),
    fc.tuple(tie('text'), tie('text')).map((both) => `COALESCE(${both.join(', ')})`),
    fc.tuple(tie('text'), asked).map(([of, word]) => `NULLIF(${of}, '${word}')`),
    fc
      .tuple(tie('condition'), tie('text'), tie('text'))
      .map(([when, then, otherwise]) => `CASE WHEN ${when} THEN ${then} ELSE ${otherwise} END`),
    fc
      .tuple(tie('condition'), tie('text'), tie('text'))
      .map(([when, then, otherwise]) => `IFF(${when}, ${then}, ${otherwise})`),
  ),
}));

const name = ['D', 'S', 'P'] as const;
const policy = (body: string): Extract<Resource, { kind: 'maskingPolicy' }> => ({
  kind: 'maskingPolicy',
  name,
  type: 'VARCHAR',
  conditions: [{ name: 'OTHER', type: 'VARCHAR' }],
  body,
});

async function deploy(admin: Session, body: string): Promise<void> {
  for (const statement of createStatements(policy(body))) await admin.execute(statement);
}

/** Whether what is read leaves it open, of each canary, which one it is. */
function hides(read: readonly (readonly [stored: string, shown: string | null])[]): boolean {
  const times = new Map<string | null, number>();
  for (const [stored, shown] of read) {
    const plain = shown?.toLowerCase() ?? '';
    if (plain.includes(stored) || plain.includes([...stored].reverse().join(''))) return false;
    times.set(shown, (times.get(shown) ?? 0) + 1);
  }
  return [...times.values()].every((each) => each > 1);
}

/** A body that hides nothing although a reader says that it never shows the value, if one is found. */
async function counterexample(
  isNever: (body: string, role: string) => boolean,
): Promise<{ readonly found: string | undefined; readonly ran: number }> {
  const warehouse = await openLocalWarehouse();
  try {
    await using admin = await warehouse.openSession({ role: 'ACCOUNTADMIN' });
    const set = async (...texts: readonly string[]) => {
      for (const text of texts) await admin.execute(sql.raw(text));
    };
    await set('CREATE DATABASE D', 'CREATE SCHEMA D.S');
    await deploy(admin, 'NULL');
    await set(
      'CREATE TABLE D.S.T (STORED VARCHAR, OTHER VARCHAR, V VARCHAR WITH MASKING POLICY D.S.P USING (V, OTHER))',
      `INSERT INTO D.S.T SELECT column1, 'x', column1 FROM VALUES ${canaries.map((each) => `('${each}')`).join(', ')}`,
    );
    for (const role of ['READER', 'CLEARED']) {
      await set(
        `CREATE ROLE ${role}`,
        `GRANT USAGE ON DATABASE D TO ROLE ${role}`,
        `GRANT USAGE ON SCHEMA D.S TO ROLE ${role}`,
        `GRANT SELECT ON TABLE D.S.T TO ROLE ${role}`,
      );
    }
    await using reader = await warehouse.openSession({ role: 'READER' });
    await using cleared = await warehouse.openSession({ role: 'CLEARED' });
    let ran = 0;
    const result = await fc.check(
      fc.asyncProperty(bodies, async (body) => {
        const sure = [
          { role: 'READER', session: reader },
          { role: 'CLEARED', session: cleared },
        ].filter(({ role }) => isNever(body, role));
        if (sure.length === 0) return true;
        try {
          await deploy(admin, body);
          for (const { session } of sure) {
            const { rows } = await session.execute(sql.raw('SELECT STORED, V FROM D.S.T'));
            const read = rows.map(
              ({ STORED, V }) => [String(STORED), V === null ? null : String(V)] as const,
            );
            if (!hides(read)) return false;
            ran += 1;
          }
          return true;
        } catch (error) {
          // What cannot be deployed or run shows nothing.
          if (error instanceof WarehouseError) return true;
          throw error;
        }
      }),
      { numRuns: 500, seed: 20_261_123 },
    );
    return { found: result.counterexample?.[0], ran };
  } finally {
    await warehouse.close();
  }
}

test('what never shows the value to a session lets nobody tell one value from another', async () => {
  const { found, ran } = await counterexample((body, role) => {
    const session = { currentRole: role, active: new Set([`ROLE ${role}`]) };
    return readMask(policy(body), session, 'D').clear === 'never';
  });
  expect(found).toBeUndefined();
  expect(ran).toBeGreaterThan(100);
}, 300_000);

test('a reader that takes any function for a mask is found out', async () => {
  const { found } = await counterexample((body) => !/(?:THEN|ELSE|^) ?VAL\b/.test(body));
  expect(found).toBeDefined();
}, 300_000);
