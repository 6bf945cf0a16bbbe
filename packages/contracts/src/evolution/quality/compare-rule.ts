import { isSameJson } from '../../document/json.js';
import { durationInSeconds } from '../../model/duration.js';
import type { Baseline, Rule } from '../../model/rule.js';
import {
  compareBounds,
  compareExpectations,
  type Direction,
  direction,
  together,
} from './compare-expectations.js';

/** How two rules of one kind differ in what they ask for; `unread` where only running them would tell. */
export function compareRule(before: Rule, after: Rule): Direction | 'unread' {
  switch (before.kind) {
    case 'notNull':
      return after.kind === 'notNull' && before.column === after.column ? 'same' : 'changed';
    case 'unique':
      // What is unique in some columns is so in more of them.
      return after.kind === 'unique' ? compareSets(before.columns, after.columns) : 'changed';
    case 'acceptedValues':
      if (after.kind !== 'acceptedValues' || before.column !== after.column) return 'changed';
      return compareSets(before.values, after.values);
    case 'range':
      if (after.kind !== 'range' || before.column !== after.column) return 'changed';
      return compareBounds(before, after);
    case 'rowCount':
      return after.kind === 'rowCount' ? compareBounds(before, after) : 'changed';
    case 'pattern':
      if (after.kind !== 'pattern' || before.column !== after.column) return 'changed';
      return before.pattern === after.pattern ? 'same' : 'changed';
    case 'referential':
      if (after.kind !== 'referential') return 'changed';
      return isSameJson([before.columns, before.references], [after.columns, after.references])
        ? 'same'
        : 'changed';
    case 'completeness':
      if (after.kind !== 'completeness' || before.column !== after.column) return 'changed';
      return compareBounds({ min: before.min }, { min: after.min });
    case 'duplicates':
      if (after.kind !== 'duplicates') return 'changed';
      return together(
        compareSets(before.columns, after.columns),
        compareBounds({ max: before.max }, { max: after.max }),
      );
    case 'freshness':
      if (after.kind !== 'freshness' || before.column !== after.column) return 'changed';
      return compareBounds(
        { max: durationInSeconds(before.maxAge) },
        { max: durationInSeconds(after.maxAge) },
      );
    case 'drift':
      if (after.kind !== 'drift' || before.column !== after.column) return 'changed';
      return together(
        compareBaselines(before.baseline, after.baseline),
        compareBounds({ max: before.maxPsi }, { max: after.maxPsi }),
      );
    case 'sql':
      if (after.kind !== 'sql') return 'changed';
      if (before.query !== after.query || before.column !== after.column) return 'unread';
      return compareExpectations(before.expect, after.expect);
  }
}

function compareBaselines(before: Baseline, after: Baseline): Direction {
  return isSameJson(before, after) ? 'same' : 'changed';
}

function compareSets(
  before: readonly (string | number)[],
  after: readonly (string | number)[],
): Direction {
  return direction(
    after.some((entry) => !before.includes(entry)),
    before.some((entry) => !after.includes(entry)),
  );
}
