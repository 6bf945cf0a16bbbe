import { percent } from '../enforcement/quantity.js';
import type { Expectation, Rule } from '../model/rule.js';
import type { Line } from './page.js';
import { codes } from './page.js';
import { durationWords } from './words.js';

/** What a rule asks for, in a sentence. */
export function ruleSentence(rule: Rule): Line {
  switch (rule.kind) {
    case 'notNull':
      return [{ code: rule.column }, ' is never empty.'];
    case 'unique':
      return ['No two rows share ', ...codes(rule.columns), '.'];
    case 'acceptedValues':
      return [
        { code: rule.column },
        ' is empty or one of ',
        ...codes(rule.values.map(String)),
        '.',
      ];
    case 'range':
      return [{ code: rule.column }, ` is empty or ${boundsWords(rule.min, rule.max)}.`];
    case 'pattern':
      return [{ code: rule.column }, ' is empty or matches ', { code: rule.pattern }, ' in full.'];
    case 'rowCount':
      return [
        `The table has ${boundsWords(rule.min, rule.max)} ${(rule.max ?? rule.min) === 1 ? 'row' : 'rows'}.`,
      ];
    case 'referential':
      return [
        ...codes(rule.columns),
        ' are empty or name a row of ',
        { code: rule.references.contract },
        ' by ',
        ...codes(rule.references.columns),
        '.',
      ];
    case 'completeness':
      return [{ code: rule.column }, ` has a value in at least ${percent(rule.min)} of the rows.`];
    case 'duplicates':
      return [
        `At most ${percent(rule.max)} of the rows have the same `,
        ...codes(rule.columns),
        ' as another.',
      ];
    case 'freshness':
      return [
        'The newest ',
        { code: rule.column },
        ` is at most ${durationWords(rule.maxAge)} old.`,
      ];
    case 'drift':
      return [
        { code: rule.column },
        ` is distributed as when its baseline was taken: a population stability index of at most ${rule.maxPsi}.`,
      ];
    case 'sql':
      return [
        `A query of its own gives a number that ${expectationWords(rule.expect)}: `,
        { code: rule.query },
      ];
  }
}

function boundsWords(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
}

function expectationWords(expectation: Expectation): string {
  if ('mustBe' in expectation) return `is ${expectation.mustBe}`;
  if ('mustNotBe' in expectation) return `is not ${expectation.mustNotBe}`;
  if ('mustBeGreaterThan' in expectation) return `is greater than ${expectation.mustBeGreaterThan}`;
  if ('mustBeGreaterOrEqualTo' in expectation) {
    return `is at least ${expectation.mustBeGreaterOrEqualTo}`;
  }
  if ('mustBeLessThan' in expectation) return `is less than ${expectation.mustBeLessThan}`;
  if ('mustBeLessOrEqualTo' in expectation) return `is at most ${expectation.mustBeLessOrEqualTo}`;
  const isInside = 'mustBeBetween' in expectation;
  const [low, high] = isInside ? expectation.mustBeBetween : expectation.mustNotBeBetween;
  return `is ${isInside ? '' : 'not '}between ${low} and ${high}, ends excluded`;
}
