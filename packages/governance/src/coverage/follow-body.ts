import type { SqlToken } from '@das/core';
import type { Condition, Outcome } from './read-body.js';
import type { ActiveRoles } from './session-roles.js';

/** What the SQL of a policy is taken to mean, beside conditions on roles. */
export interface BodyReading {
  /** What an expression gives back; `unknown` when it cannot be told from the SQL. */
  result(tokens: readonly SqlToken[]): string;
  /** Whether a condition is about other columns of the row alone, as a declaration says. */
  isAboutRow(tokens: readonly SqlToken[]): boolean;
}

/** For whom a body is followed. */
export interface BodySession {
  readonly roles: ActiveRoles;
  /** The database of the policy: names of database roles are of this one. */
  readonly database: string;
  readonly hasAgent: boolean;
}

/** What a body can give back in a session. */
export interface FollowedBody {
  /** What {@link BodyReading} calls the results that can be reached. */
  readonly results: ReadonlySet<string>;
  /** Whether something decides that is neither a role nor declared to be about the row. */
  readonly dependsOnUnknown: boolean;
}

interface Truth {
  readonly canHold: boolean;
  readonly canFail: boolean;
  readonly isUnknown: boolean;
}

/** Follows a policy's body to all that it can give back in a session. */
export function followBody(
  body: Outcome,
  session: BodySession,
  reading: BodyReading,
): FollowedBody {
  const results = new Set<string>();
  let dependsOnUnknown = false;
  const follow = (outcome: Outcome): void => {
    if (outcome.is === 'expression') {
      results.add(reading.result(outcome.tokens));
      return;
    }
    // A mask of the library is a CASE of its own, known as a whole.
    const whole = reading.result(outcome.tokens);
    if (whole !== 'unknown') {
      results.add(whole);
      return;
    }
    for (const { when, gives } of outcome.branches) {
      const truth = truthOf(when, session, reading);
      if (truth.canHold && truth.canFail && truth.isUnknown) dependsOnUnknown = true;
      if (truth.canHold) follow(gives);
      if (!truth.canFail) return;
    }
    follow(outcome.otherwise);
  };
  follow(body);
  return { results, dependsOnUnknown };
}

const either: Truth = { canHold: true, canFail: true, isUnknown: false };

function truthOf(condition: Condition, session: BodySession, reading: BodyReading): Truth {
  // A condition that a declaration names is known as a whole, whatever it is made of.
  if ('tokens' in condition && reading.isAboutRow(condition.tokens)) return either;
  switch (condition.is) {
    case 'constant':
      return known(condition.value);
    case 'role':
      return known(session.roles.hasRole(condition.name));
    case 'databaseRole':
      return known(session.roles.hasDatabaseRole(session.database, condition.name));
    case 'agent':
      return known(session.hasAgent);
    case 'not': {
      const { canHold, canFail, isUnknown } = truthOf(condition.of, session, reading);
      return { canHold: canFail, canFail: canHold, isUnknown };
    }
    case 'and':
    case 'or': {
      const all = condition.of.map((each) => truthOf(each, session, reading));
      const isAnd = condition.is === 'and';
      const canHold = isAnd ? all.every((each) => each.canHold) : all.some((each) => each.canHold);
      const canFail = isAnd ? all.some((each) => each.canFail) : all.every((each) => each.canFail);
      return { canHold, canFail, isUnknown: all.some((each) => each.isUnknown) };
    }
    case 'other':
      return { ...either, isUnknown: true };
  }
}

function known(value: boolean): Truth {
  return { canHold: value, canFail: !value, isUnknown: false };
}
