import { expect, test } from 'vitest';
import { asksLess, readConstraint } from './read-constraint.js';

const session = { currentRole: 'READER', active: new Set(['ROLE READER']) };
const read = (body: string) => readConstraint(body, session, 'CLINIC');
const groups = (size: number | string) => `AGGREGATION_CONSTRAINT(MIN_GROUP_SIZE => ${size})`;
const shows = (allow: string) => `PROJECTION_CONSTRAINT(ALLOW => ${allow})`;
const forRole = (role: string, then: string, otherwise: string) =>
  `CASE WHEN IS_ROLE_IN_SESSION('${role}') THEN ${then} ELSE ${otherwise} END`;
const none = 'NO_AGGREGATION_CONSTRAINT()';

test.each([
  [groups(5), groups(4)],
  [groups(5), none],
  [groups(5), groups('N')],
  [groups(5), 'NULL'],
  [groups(5), 'broken ('],
  [groups('N'), groups(5)],
  [forRole('DOCTOR', none, groups(5)), forRole('READER', none, groups(5))],
  [groups(5), `CASE WHEN CURRENT_USER() = 'A' THEN ${none} ELSE ${groups(5)} END`],
  [
    groups(5),
    `CASE WHEN ${"SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED') = 'TRUE'"} THEN ${none} ELSE ${groups(5)} END`,
  ],
  [shows('FALSE'), shows('TRUE')],
  [shows("FALSE, ENFORCEMENT => 'NULLIFY'"), shows('TRUE')],
  [shows('FALSE'), shows('NULL')],
])('less is asked after %s by %s', (before, after) => {
  expect(asksLess(read(after), read(before))).toBe(true);
});

test.each([
  [groups(5), groups(5)],
  [groups(5), groups(9)],
  [none, groups(2)],
  [groups('N'), groups('n')],
  [forRole('READER', none, groups(5)), forRole('DOCTOR', none, groups(5))],
  [forRole('READER', none, groups(5)), groups(2)],
  [shows('TRUE'), shows('FALSE')],
  [shows('FALSE'), shows("FALSE, ENFORCEMENT => 'NULLIFY'")],
  [
    `CASE WHEN CURRENT_USER() = 'A' THEN ${none} ELSE ${groups(5)} END`,
    `CASE WHEN CURRENT_USER() = 'A' THEN ${groups(2)} ELSE ${groups(5)} END`,
  ],
])('no less is asked after %s by %s', (before, after) => {
  expect(asksLess(read(after), read(before))).toBe(false);
});
