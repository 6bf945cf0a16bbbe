import { type Domain, type MaskingPolicyResource, maskingPolicyName } from '@das/core';
import type { BodyContext } from '../policy-bodies/body-session.js';
import { conditionPaths } from '../policy-bodies/condition-paths.js';
import { type Expression, readsValue } from '../policy-bodies/expression.js';
import { knownMasks, libraryMasks } from '../policy-bodies/library-masks.js';
import { asksSession } from '../policy-bodies/losing-functions.js';
import type { KnownMasks } from '../policy-bodies/outcomes.js';
import { parseBody } from '../policy-bodies/parse-body.js';
import type { Path } from '../policy-bodies/path.js';

/** What declarations say of the SQL of policies. */
export interface KnownSql {
  readonly masks: KnownMasks;
  /** The condition that shows a value to everybody by the declaration of a policy, as a whole. */
  clearWhen(policy: MaskingPolicyResource): Expression | undefined;
}

/** Reads what the declarations of a domain say of the SQL of policies. */
export function knownSql(domain: Domain | undefined): KnownSql {
  if (domain === undefined) return { masks: libraryMasks, clearWhen: () => undefined };
  const declarations = [...domain.access, ...domain.platform.masking];
  const conditional = declarations.flatMap((each) =>
    each.kind === 'maskingPolicy' && each.clearWhen !== undefined
      ? [{ declaration: each, condition: parseBody(each.clearWhen) }]
      : [],
  );
  return {
    masks: knownMasks(declarations),
    clearWhen: ({ name, type }) =>
      conditional.find(
        ({ declaration }) => maskingPolicyName(domain, declaration, type).join() === name.join(),
      )?.condition,
  };
}

/** The ways in which a declared condition is met by the row: not by who asks, nor by the value. */
export function rowWays(condition: Expression | undefined, context: BodyContext): readonly Path[] {
  if (condition === undefined) return [];
  return conditionPaths(condition, 'true', context).filter(
    (way) => way.size > 0 && [...way.values()].every(({ test }) => isAboutRow(test)),
  );
}

function isAboutRow(condition: Expression): boolean {
  return !asksSession(condition) && !readsValue(condition);
}
