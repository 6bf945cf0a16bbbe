import type { AccessDeclaration } from '@das/core';
import { type Expression, partsOf, readsValue } from '../policy-bodies/expression.js';
import { knownMasks } from '../policy-bodies/library-masks.js';
import { asksSession } from '../policy-bodies/losing-functions.js';
import type { KnownMasks } from '../policy-bodies/outcomes.js';
import { parseBody } from '../policy-bodies/parse-body.js';

/** What declarations say of the SQL of policies. */
export interface KnownSql {
  readonly masks: KnownMasks;
  /** The conditions on other columns of the row that show a value to everybody, as `clearWhen` says. */
  readonly rowConditions: ReadonlySet<string>;
}

/** Reads what declarations say of the SQL of policies. */
export function knownSql(declarations: readonly AccessDeclaration[]): KnownSql {
  const conditions = declarations.flatMap((each) => {
    const text = each.kind === 'maskingPolicy' ? each.clearWhen : undefined;
    return (text === undefined ? undefined : parseBody(text)) ?? [];
  });
  return {
    masks: knownMasks(declarations),
    rowConditions: new Set(conditions.flatMap(rowConditions)),
  };
}

/** Of a condition and its parts those that are about the row: not about roles, users or the value. */
function rowConditions(condition: Expression): readonly string[] {
  const parts = partsOf(condition).flatMap(rowConditions);
  return isAboutRow(condition) ? [condition.key, ...parts] : parts;
}

function isAboutRow(condition: Expression): boolean {
  return !asksSession(condition) && !readsValue(condition);
}
