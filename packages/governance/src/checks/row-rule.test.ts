import { describe, expect, test } from 'vitest';
import { readRows } from '../policy-bodies/read-rows.js';
import { type RowRule, showsNoMore } from './row-rule.js';

const rule = (truth: RowRule['answer']['truth'], body?: string, ...columns: string[]): RowRule => ({
  answer: { truth, active: new Set() },
  body,
  columns,
});

const emea = rule('unknown', "VAL = 'EMEA'", 'REGION');
const both = rule('unknown', "(VAL = 'EMEA') AND ((VAL = 'APAC'))", 'REGION');

describe('a rule shows surely no more than another one', () => {
  test.each([
    ['that shows all rows', emea, rule('true')],
    ['when it shows none', rule('false', 'FALSE', 'REGION'), emea],
    ['that is the same', emea, { ...emea, body: "val='EMEA'".replace('val', 'VAL') }],
    ['that is one of its conditions', both, emea],
    [
      'that has its conditions in other brackets',
      both,
      { ...both, body: "((VAL='EMEA') AND (VAL = 'APAC'))" },
    ],
  ])('%s', (_, one, other) => {
    expect(showsNoMore(one, other)).toBe(true);
  });
});

describe('a rule may show more than another one', () => {
  test.each([
    ['that shows nothing', emea, rule('false', 'FALSE', 'REGION')],
    ['under which nobody reads', emea, undefined],
    ['when it shows all rows', rule('true'), emea],
    ['that asks for more', emea, both],
    ['with another condition', emea, { ...emea, body: "VAL = 'APAC'" }],
    ['that reads another column', emea, { ...emea, columns: ['SITE'] }],
    [
      'when its conditions are alternatives',
      { ...both, body: "(VAL = 'EMEA') OR (VAL = 'APAC')" },
      emea,
    ],
    ['when an alternative follows', { ...both, body: "(VAL = 'EMEA') AND (TRUE) OR (TRUE)" }, emea],
    [
      'when a bracket is in a text',
      { ...both, body: "(VAL = 'EMEA' OR VAL = ') AND (') AND (TRUE)" },
      emea,
    ],
  ])('%s', (_, one, other) => {
    expect(showsNoMore(one, other)).toBe(false);
  });
});

describe('the same condition in a session of other roles', () => {
  const inSession = (body: string, ...roles: string[]): RowRule => {
    const active = new Set(roles.map((each) => `ROLE ${each}`));
    const answer = readRows(body, { currentRole: 'READER', active }, 'CLINIC');
    return { answer, body, columns: ['REGION'] };
  };
  const denying = "VAL = 'EMEA' OR NOT IS_ROLE_IN_SESSION('X') AND VAL = 'APAC'";
  const allowing = "VAL = 'EMEA' OR IS_ROLE_IN_SESSION('X') AND VAL = 'APAC'";

  test.each([
    ['a role is gone that was denied rows', denying, ['X'], [], false],
    ['a role has come that is denied rows', denying, [], ['X'], true],
    ['a role is gone that was shown rows', allowing, ['X'], [], true],
    ['a role has come that is shown rows', allowing, [], ['X'], false],
    ['a role is gone, of which a row asks', 'IS_ROLE_IN_SESSION(VAL)', ['X'], [], true],
    ['a role has come, of which a row asks', 'IS_ROLE_IN_SESSION(VAL)', [], ['X'], false],
    ['a role is gone that a row denies', 'NOT IS_ROLE_IN_SESSION(VAL)', ['X'], [], false],
    [
      'a subquery asks for roles',
      'EXISTS (SELECT 1 FROM D.S.T WHERE NOT IS_ROLE_IN_SESSION(T.R) AND T.C = VAL)',
      ['X'],
      [],
      false,
    ],
    ['a subquery does not', 'EXISTS (SELECT 1 FROM D.S.T WHERE T.C = VAL)', ['X'], [], true],
    ['a function of somebody decides', 'D.S.MAY_SEE(VAL)', ['X'], [], false],
    ['nothing can be read of it', 'VAL = ~~ IS_ROLE_IN_SESSION(VAL)', ['X'], [], false],
    ['nothing can be read of it, and it asks for no role', 'VAL = ~~ VAL', ['X'], [], true],
    ['the roles are the same', 'D.S.MAY_SEE(VAL)', ['X'], ['X'], true],
  ])('%s', (_, body, before, after, isNoMore) => {
    expect(showsNoMore(inSession(body, ...after), inSession(body, ...before))).toBe(isNoMore);
  });
});
