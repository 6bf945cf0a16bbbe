import type { MaskingPolicyResource } from '@das/core';
import { publicRole } from '../policy-bodies/asked-primary.js';
import type { BodySession } from '../policy-bodies/body-session.js';
import { masksFor } from '../policy-bodies/library-masks.js';
import { isWithin } from '../policy-bodies/path.js';
import {
  type Clearness,
  type MaskAnswer,
  type MaskAnswers,
  readMask,
} from '../policy-bodies/read-mask.js';
import type { AccessPaths } from './access-paths.js';
import type { CoverageCell, ExposureReason } from './coverage-report.js';
import { type EffectivePolicy, fullName, type ProtectedTable } from './effective-policy.js';
import { type KnownSql, rowWays } from './known-sql.js';
import type { RowJudge } from './row-coverage.js';
import { type ActiveRoles, type RoleHierarchy, subjectKey } from './session-roles.js';

/** What a policy makes of a value for a session, by its SQL. */
export interface PolicyVerdict {
  readonly clear: Clearness;
  /** Whether other columns of the row decide, and nothing else, as a declaration says. */
  readonly isByRow: boolean;
  readonly isMaskedForAgents: boolean;
  /** What the author says, where the SQL does not say that it hides. */
  readonly hidesBecause: string | undefined;
}

/** A column that a policy masks. */
type MaskedColumn = Pick<JudgedColumn, 'table' | 'semantic'> & {
  readonly effective: EffectivePolicy & { readonly is: 'policy' };
};

/** Judges policies for sessions, each pair once. */
export class PolicyVerdicts {
  readonly #known: KnownSql;
  readonly #verdicts = new Map<string, Map<ActiveRoles, PolicyVerdict>>();

  constructor(known: KnownSql) {
    this.#known = known;
  }

  of({ table, effective, semantic }: MaskedColumn, roles: ActiveRoles): PolicyVerdict {
    const { covering, policy } = effective;
    const [database] = table.name;
    const masks = masksFor(this.#known.masks, semantic);
    const isOfMeaning = masks !== this.#known.masks;
    const key = JSON.stringify([covering.name, database, isOfMeaning ? semantic : null]);
    const verdicts = this.#verdicts.get(key) ?? new Map<ActiveRoles, PolicyVerdict>();
    this.#verdicts.set(key, verdicts);
    const before = verdicts.get(roles);
    if (before !== undefined) return before;
    // Whichever of the roles is the primary one, the session may come to see what it shows.
    const verdict = roles
      .sessionsFor(policy.body)
      .map((session: BodySession) =>
        this.#verdictOf(policy, readMask(policy, session, database, masks), session, database),
      )
      .reduce((one, other) => (badness(other) > badness(one) ? other : one));
    verdicts.set(roles, verdict);
    return verdict;
  }

  #verdictOf(
    policy: MaskingPolicyResource,
    { alone, withAgent, clear }: MaskAnswers,
    session: BodySession,
    database: string,
  ): PolicyVerdict {
    const isByRow = (answer: MaskAnswer) => {
      if (answer.clear !== 'sometimes') return false;
      const hasAgent = answer === withAgent;
      const ways = rowWays(this.#known.clearWhen(policy), { session, database, hasAgent });
      return answer.showings.every(({ when }) => ways.some((way) => isWithin(when, way)));
    };
    const isMaskedForAgents = alone.clear !== 'never' && withAgent.clear === 'never';
    const hidesBecause = alone.hidesBecause ?? withAgent.hidesBecause;
    if (clear === 'unknown') {
      return { clear, isByRow: false, isMaskedForAgents: false, hidesBecause };
    }
    // What only agents see is seen: whoever asks can ask through one.
    const worse = rank[withAgent.clear] > rank[alone.clear] ? withAgent : alone;
    return { clear: worse.clear, isByRow: isByRow(worse), isMaskedForAgents, hidesBecause };
  }
}

const rank: Readonly<Record<Clearness, number>> = { never: 0, sometimes: 1, always: 2, unknown: 3 };

function badness({ clear, isByRow }: PolicyVerdict): number {
  return 2 * rank[clear] - (isByRow ? 1 : 0);
}

/** What a cell is judged by, beside the role. */
export interface JudgedColumn {
  readonly table: ProtectedTable;
  readonly column: string;
  /** What its values mean. */
  readonly semantic: string | undefined;
  readonly effective: EffectivePolicy;
  readonly rows: RowJudge | undefined;
  /** The keys of the subjects that are cleared for the column. */
  readonly cleared: ReadonlySet<string>;
}

/** A role, or a person with several. */
export interface JudgedRole {
  readonly name: string;
  /** The keys of the roles that are given to it. */
  readonly keys: readonly string[];
  readonly active: ActiveRoles;
}

/** What running the policies has shown of a cell. */
export type SeenCell = 'clear' | 'masked';

/** What cells are judged with. */
export interface Judgement {
  readonly paths: AccessPaths;
  readonly hierarchy: RoleHierarchy;
  readonly verdicts: PolicyVerdicts;
  /** The key of the role that deploys: it owns what is given to nobody else. */
  readonly deployer: string | undefined;
  /** What running has shown, if it was run. */
  readonly seen: (table: string, column: string, role: string) => SeenCell | undefined;
}

/** What a role finds in a column. */
export function judgeCell(
  judgement: Judgement,
  { table, column, semantic, effective, rows, cleared }: JudgedColumn,
  role: JudgedRole,
): CoverageCell {
  const { paths, hierarchy, verdicts, deployer } = judgement;
  const { active } = role;
  const isDeployer = deployer !== undefined && role.keys.length === 1 && role.keys[0] === deployer;
  const mayUnprotect =
    !isDeployer &&
    (paths.mayUnprotect(table.name, active.keys) ||
      (deployer !== undefined && active.keys.has(deployer)));
  const access =
    paths.pathTo(table.name, active.keys) ??
    (isDeployer ? ({ by: 'ownership', holder: role.name } as const) : undefined);
  // Whoever may give itself the privilege to read has it as good as already.
  if (access === undefined && !mayUnprotect) return { role: role.name, state: 'none' };
  const found = {
    role: role.name,
    ...(access === undefined ? {} : { access }),
    rows: rows?.(active) ?? ({ see: 'all' } as const),
  };
  const exposed = (reason: ExposureReason): CoverageCell => ({
    ...found,
    state: 'exposed',
    reason,
  });
  if (effective.is === 'missing') return exposed(effective.reason);
  const held = role.keys.flatMap((key) => [...hierarchy.heldBy(key)]);
  const isCleared = held.some((key) => cleared.has(key));
  if (mayUnprotect && !isCleared) return exposed('mayUnprotect');
  const masked: MaskedColumn = { table, semantic, effective };
  const verdict = verdicts.of(masked, active);
  const seen = judgement.seen(fullName(table.name), column, role.name);
  const details = {
    shownBy: verdict.hidesBecause === undefined ? ('form' as const) : ('author' as const),
    ...(verdict.clear === 'never' || verdict.clear === 'always'
      ? {}
      : { isConditional: true as const }),
    ...(verdict.isMaskedForAgents ? { isMaskedForAgents: true as const } : {}),
  };
  if (verdict.clear !== 'never' && !verdict.isByRow) {
    if (isCleared) return { ...found, state: 'clear', ...details };
    // What was not shown to a few made-up values may be shown to others: a run makes nothing better.
    if (verdict.clear === 'unknown' && seen !== 'clear') return exposed('unknownBody');
    const everybody = hierarchy.activeWith([subjectKey({ type: 'role', name: publicRole })]);
    const toAll = verdicts.of(masked, everybody);
    const isPublic = toAll.clear !== 'never' && !toAll.isByRow;
    return exposed(isPublic ? 'public' : 'revealed');
  }
  if (seen === 'clear' && verdict.clear === 'never') return exposed('contradicted');
  if (access?.by === 'ownership' && !isDeployer && !isCleared) return exposed('owner');
  return { ...found, state: 'masked', ...details };
}
