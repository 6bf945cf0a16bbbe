import { addressOf, applyEffect, type Resource } from '@das/core';
import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { singleEffects, statementsOf } from './followed-plan.js';
import { literalText } from './literal-text.js';
import type { CheckedPlan } from './plan-context.js';
import { planRules } from './plan-rules.js';
import { statementTokens } from './statement-tokens.js';

/**
 * Roles that a policy which the plan makes or changes names, and that nobody has declared: their members
 * and privileges are others' matter, so that what they read cannot be followed.
 */
export function checkOutsideReaders(plan: CheckedPlan): readonly Finding[] {
  const before = new Map(plan.startsWith.map((each) => [addressOf(each), each]));
  const end = new Map(before);
  const changed = new Set<string>();
  for (const { effect } of statementsOf(plan)) {
    applyEffect(end, effect);
    for (const each of singleEffects(effect)) {
      if (each.is === 'present') changed.add(addressOf(each.resource));
    }
  }
  const known = new Set<string>(['PUBLIC']);
  for (const resource of end.values()) {
    if (resource.kind === 'role') known.add(resource.name[0]);
    if (resource.kind === 'databaseRole') known.add(resource.name.join('.')).add(resource.name[1]);
  }
  return [...changed].flatMap((address) => {
    const body = bodyOf(end.get(address));
    if (body === undefined) return [];
    const named = new Set(rolesIn(bodyOf(before.get(address)) ?? ''));
    const outside = rolesIn(body).filter((role) => !known.has(role) && !named.has(role));
    return [...new Set(outside)].map((role) =>
      findingOf(planRules.readerOutside, {
        message: `the policy makes an exception for role ${role}, which no resource of the plan declares`,
        place: { address },
      }),
    );
  });
}

function bodyOf(resource: Resource | undefined): string | undefined {
  switch (resource?.kind) {
    case 'maskingPolicy':
    case 'rowAccessPolicy':
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return resource.body;
    default:
      return undefined;
  }
}

const asking: ReadonlySet<string> = new Set([
  'IS_ROLE_IN_SESSION',
  'IS_DATABASE_ROLE_IN_SESSION',
  'IS_INSTANCE_ROLE_IN_SESSION',
]);
const naming: ReadonlySet<string> = new Set(['CURRENT_ROLE', 'INVOKER_ROLE']);

/** The roles that a body names: as what it asks for, and as what it compares the role of a session with. */
function rolesIn(body: string): readonly string[] {
  const tokens = statementTokens(body);
  const roles: string[] = [];
  for (const [index, token] of tokens.entries()) {
    const word = token.kind === 'word' ? token.text.toUpperCase() : '';
    if (asking.has(word)) {
      const name = tokens[index + 2];
      if (name?.kind === 'literal') roles.push(literalText(name.text));
    }
    if (!naming.has(word)) continue;
    // CURRENT_ROLE() [NOT] IN ('A', 'B'), = 'A', <> 'A'.
    for (const next of tokens.slice(index + 1)) {
      if (next.kind === 'literal') roles.push(literalText(next.text));
      else if (next.kind === 'word' && !next.isWord('IN') && !next.isWord('NOT')) break;
      else if (next.kind === 'quoted') break;
    }
  }
  return roles;
}
