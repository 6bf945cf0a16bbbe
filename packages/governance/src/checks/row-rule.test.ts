import { describe, expect, test } from 'vitest';
import { type RowRule, showsNoMore } from './row-rule.js';

const rule = (truth: RowRule['truth'], body?: string, ...columns: string[]): RowRule => ({
  truth,
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
