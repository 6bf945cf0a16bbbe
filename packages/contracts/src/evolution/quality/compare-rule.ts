import { isSameJson } from '../../document/json.js';
import { durationInSeconds } from '../../model/duration.js';
import type { Baseline, ReferentialRule, Rule } from '../../model/rule.js';
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
      return isSameJson(pairsOf(before), pairsOf(after)) ? 'same' : 'changed';
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
      if (plainQuery(before.query) !== plainQuery(after.query) || before.column !== after.column) {
        return 'unread';
      }
      return compareExpectations(before.expect, after.expect);
  }
}

/** What a reference says, whichever pair of columns comes first. */
function pairsOf({ columns, references }: ReferentialRule): readonly unknown[] {
  const pairs = columns.map((column, index) => [column, references.columns[index]]);
  return [references.contract, pairs.map((pair) => JSON.stringify(pair)).sort()];
}

/** A query in which white space counts for nothing, unless it may stand in a text or end a comment. */
function plainQuery(query: string): string {
  return /['"`$]|--|\/\*|\/\//.test(query) ? query : query.trim().replace(/\s+/g, ' ');
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
