import { ContractError } from '../../errors/contract-error.js';
import { columnsOfRule, qualityDimensions, type Rule, severities } from '../../model/rule.js';
import { compileRule } from '../../quality/compile-rule.js';
import { checkRuleClauses } from './check-rule-clauses.js';
import { type ColumnsByName, columnNamed } from './column-lookup.js';

const namePattern = /^[a-z][a-z0-9_]{0,62}$/;

/** Names of tables to try a rule with; no statement is ever run. */
const anyTable = ['DATABASE', 'SCHEMA', 'TABLE'];

function checkDetails(rule: Rule, place: string): void {
  const invalid = (message: string, next: string) =>
    new ContractError('DAS_CONTRACT_INVALID_RULE', message, { place, next });
  if (!namePattern.test(rule.name)) {
    throw invalid(
      'the name of a rule is not valid',
      'start with a lower-case letter and go on with lower-case letters, digits and underscores, 63 at the most',
    );
  }
  if (!severities.includes(rule.severity)) {
    throw invalid(
      `the severity of the rule ${rule.name} is not known`,
      `use one of ${severities.join(', ')}`,
    );
  }
  if (!qualityDimensions.includes(rule.dimension)) {
    throw invalid(
      `the dimension of the rule ${rule.name} is not known`,
      `use one of ${qualityDimensions.join(', ')}`,
    );
  }
}

/** Checks that each rule can be broken and kept, compiles to SQL, and has a name of its own. */
export function checkRules(columns: ColumnsByName, quality: readonly Rule[], place: string): void {
  const names = new Set<string>();
  for (const rule of quality) {
    checkDetails(rule, place);
    if (names.has(rule.name)) {
      throw new ContractError('DAS_CONTRACT_INVALID_RULE', `two rules have the name ${rule.name}`, {
        place,
        next: 'keep one, or join them into one rule',
      });
    }
    names.add(rule.name);
    for (const name of columnsOfRule(rule))
      columnNamed(columns, name, `${place}, rule ${rule.name}`);
    checkRuleClauses(columns, rule, place);
    compileRule(rule, {
      table: anyTable,
      columns: [...columns.values()],
      resolve: () => anyTable,
    });
  }
}
