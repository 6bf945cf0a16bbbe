import type { AccessDeclaration } from '@das/core';
import type { BodyContext } from '../policy-bodies/body-session.js';
import { conditionPaths } from '../policy-bodies/condition-paths.js';
import { type Expression, readsValue } from '../policy-bodies/expression.js';
import { knownMasks } from '../policy-bodies/library-masks.js';
import { asksSession } from '../policy-bodies/losing-functions.js';
import type { KnownMasks } from '../policy-bodies/outcomes.js';
import { parseBody } from '../policy-bodies/parse-body.js';
import type { Path } from '../policy-bodies/path.js';

/** What declarations say of the SQL of policies. */
export interface KnownSql {
  readonly masks: KnownMasks;
  /** The conditions, each of them whole, that show a value to everybody, as `clearWhen` says. */
  readonly rowConditions: readonly Expression[];
}

/** Reads what declarations say of the SQL of policies. */
export function knownSql(declarations: readonly AccessDeclaration[]): KnownSql {
  const conditions = declarations.flatMap((each) => {
    const text = each.kind === 'maskingPolicy' ? each.clearWhen : undefined;
    return (text === undefined ? undefined : parseBody(text)) ?? [];
  });
  return {
    masks: knownMasks(declarations),
    rowConditions: conditions,
  };
}

/** The ways in which a declared condition is met by the row: not by who asks, nor by the value. */
export function rowWays({ rowConditions }: KnownSql, context: BodyContext): readonly Path[] {
  return rowConditions
    .flatMap((condition) => conditionPaths(condition, 'true', context))
    .filter((way) => way.size > 0 && [...way.values()].every(({ test }) => isAboutRow(test)));
}

function isAboutRow(condition: Expression): boolean {
  return !asksSession(condition) && !readsValue(condition);
}
