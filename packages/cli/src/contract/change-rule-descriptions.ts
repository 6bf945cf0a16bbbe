import { changeRules } from '@das/contracts';
import type { RuleDescription } from '../reports/sarif-run.js';

/** The rules of changes, as SARIF wants them: all, sorted by id. */
export function changeRuleDescriptions(): readonly RuleDescription[] {
  return Object.entries(changeRules)
    .map(([id, { summary }]) => ({ id, summary, help: summary }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
