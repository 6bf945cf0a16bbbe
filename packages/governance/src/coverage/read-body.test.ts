import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { followBody } from './follow-body.js';
import { knownSql, maskReading } from './known-masks.js';
import { readBody, readRowBody } from './read-body.js';
import { RoleHierarchy } from './session-roles.js';

const hierarchy = new RoleHierarchy([]);
const reading = maskReading(
  knownSql([
    {
      kind: 'maskingPolicy',
      name: 'P',
      appliesTo: { classification: 'pii' },
      masks: {},
      reveal: [],
      conditions: [{ name: 'CONSENT', type: 'BOOLEAN' }],
      clearWhen: 'CONSENT OR REGION BETWEEN 1 AND 2',
    },
  ]),
);

/** What a session with these roles can get from a body; `?` when something unknown decides. */
function outcomes(body: string, roles: readonly string[], hasAgent = false): string {
  const read = readBody(body);
  if (read === undefined) return 'unreadable';
  const session = {
    roles: hierarchy.activeWith(roles.map((role) => `role ${role}`)),
    database: 'D',
    hasAgent,
  };
  const { results, dependsOnUnknown } = followBody(read, session, reading);
  return [...results].sort().join(' or ') + (dependsOnUnknown ? ' ?' : '');
}

const agent = "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED') = 'FALSE'";

describe('the body of a masking policy', () => {
  const simple =
    "CASE WHEN IS_ROLE_IN_SESSION('A') OR IS_ROLE_IN_SESSION('B') THEN VAL ELSE '***' END";
  test.each([
    [simple, ['A'], 'clear'],
    [simple, ['C', 'B'], 'clear'],
    [simple, ['C'], 'masked'],
    ["case when is_role_in_session('A') then val else null end", ['A'], 'clear'],
    ["CASE WHEN (IS_ROLE_IN_SESSION('A')) THEN (VAL) ELSE NULL END", ['A'], 'clear'],
    ["CASE WHEN IS_ROLE_IN_SESSION('a') THEN VAL ELSE NULL END", ['A'], 'masked'],
    [
      "CASE WHEN IS_ROLE_IN_SESSION('A') AND NOT IS_ROLE_IN_SESSION('B') THEN VAL END",
      ['A'],
      'clear',
    ],
    [
      "CASE WHEN IS_ROLE_IN_SESSION('A') AND NOT IS_ROLE_IN_SESSION('B') THEN VAL END",
      ['A', 'B'],
      'masked',
    ],
    ["CASE WHEN IS_ROLE_IN_SESSION('A') THEN NULL ELSE VAL END", ['B'], 'clear'],
    ['VAL', ['A'], 'clear'],
    ['((VAL))', ['A'], 'clear'],
    ['"VAL"', ['A'], 'clear'],
    ["'***'", ['A'], 'masked'],
    ['-1.5', ['A'], 'masked'],
    ['CASE WHEN VAL IS NULL THEN NULL ELSE 0 END', ['A'], 'masked ?'],
    ['CASE WHEN NULL THEN NULL ELSE VAL END', ['A'], 'clear or masked ?'],
    ['CASE WHEN IS_ROLE_IN_SESSION(VAL) THEN VAL ELSE NULL END', ['A'], 'clear or masked ?'],
    [
      "CASE WHEN IS_ROLE_IN_SESSION('A') = FALSE THEN VAL ELSE NULL END",
      ['A'],
      'clear or masked ?',
    ],
    ["CASE WHEN CURRENT_ROLE() = 'A' THEN VAL ELSE NULL END", ['A'], 'clear or masked ?'],
    ['CASE IS_ROLE_IN_SESSION(1) WHEN TRUE THEN NULL ELSE NULL END', ['A'], 'unknown'],
    ['UPPER(VAL)', ['A'], 'unknown'],
    ["CASE WHEN TRUE THEN 'x' END || VAL", ['A'], 'unknown'],
    ["CASE WHEN TRUE THEN 'x' END -- '", ['A'], 'unreadable'],
    ["CASE WHEN TRUE THEN 'x' ELSE 'y' END; SELECT 1", ['A'], 'unreadable'],
    ["(SELECT 'x')", ['A'], 'unreadable'],
  ] as const)('%s for %j: %s', (body, roles, expected) => {
    expect(outcomes(body, roles)).toBe(expected);
  });

  test('with a declared condition on the row depends on the row, and on nothing unknown', () => {
    const body =
      "CASE WHEN IS_ROLE_IN_SESSION('A') OR (CONSENT OR REGION BETWEEN 1 AND 2) THEN VAL ELSE NULL END";
    expect(outcomes(body, ['A'])).toBe('clear');
    expect(outcomes(body, ['B'])).toBe('clear or masked');
    expect(outcomes(body.replace('CONSENT OR', 'CONSENTED OR'), ['B'])).toBe('clear or masked ?');
  });

  test('with an agent masks for all but the pipeline', () => {
    const body = `CASE WHEN IS_ROLE_IN_SESSION('P') THEN VAL WHEN (IS_ROLE_IN_SESSION('A')) AND ${agent} THEN VAL ELSE NULL END`;
    expect(outcomes(body, ['A'])).toBe('clear');
    expect(outcomes(body, ['A'], true)).toBe('masked');
    expect(outcomes(body, ['P'], true)).toBe('clear');
  });

  test('is never taken for a mask when VAL stands at its end, whatever is before', () => {
    // None of these always holds for a session of role B, so that the end can be reached.
    const conditions = fc.constantFrom(
      "IS_ROLE_IN_SESSION('A')",
      'CONSENT',
      'VAL > 1',
      "CURRENT_ROLE() = 'A'",
      "NOT IS_ROLE_IN_SESSION('B')",
      'FALSE',
    );
    const results = fc.constantFrom('VAL', '(VAL)', "'x'", 'NULL', 'VAL + 1');
    const branches = fc.array(fc.tuple(conditions, results), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(branches, (all) => {
        const whens = all.map(([condition, result]) => `WHEN ${condition} THEN ${result}`);
        expect(outcomes(`CASE ${whens.join(' ')} ELSE VAL END`, ['B'])).toContain('clear');
      }),
      { numRuns: 300 },
    );
  });
});

test('the body of a row access policy may look into another table', () => {
  expect(
    readRowBody('CASE WHEN EXISTS (SELECT 1 FROM T WHERE A = VAL) THEN TRUE ELSE FALSE END')?.is,
  ).toBe('case');
  expect(readRowBody('TRUE; SELECT 1')).toBeUndefined();
});
