import type { AccessPaths } from './access-paths.js';
import type { CoverageCell, ExposureReason } from './coverage-report.js';
import { type EffectivePolicy, fullName, type ProtectedTable } from './effective-policy.js';
import { followBody } from './follow-body.js';
import { type KnownSql, maskReading } from './known-masks.js';
import { type Outcome, readBody } from './read-body.js';
import type { RowJudge } from './row-coverage.js';
import { type ActiveRoles, publicRole, type RoleHierarchy, subjectKey } from './session-roles.js';

/** What a policy makes of a value for a session, by its SQL. */
export interface PolicyVerdict {
  readonly shows: 'clear' | 'masked' | 'unknown';
  readonly isConditional: boolean;
  readonly isMaskedForAgents: boolean;
}

/** Judges policies for sessions, each pair once. */
export class PolicyVerdicts {
  readonly #known: KnownSql;
  readonly #bodies = new Map<string, Outcome | undefined>();
  readonly #verdicts = new Map<string, Map<ActiveRoles, PolicyVerdict>>();

  constructor(known: KnownSql) {
    this.#known = known;
  }

  of(effective: EffectivePolicy & { readonly is: 'policy' }, roles: ActiveRoles): PolicyVerdict {
    const { name } = effective.covering;
    const verdicts = this.#verdicts.get(name) ?? new Map<ActiveRoles, PolicyVerdict>();
    this.#verdicts.set(name, verdicts);
    const known = verdicts.get(roles);
    if (known !== undefined) return known;
    const verdict = this.#judge(effective, roles);
    verdicts.set(roles, verdict);
    return verdict;
  }

  #judge(
    { covering, policy }: EffectivePolicy & { readonly is: 'policy' },
    roles: ActiveRoles,
  ): PolicyVerdict {
    if (!this.#bodies.has(covering.name)) this.#bodies.set(covering.name, readBody(policy.body));
    const body = this.#bodies.get(covering.name);
    if (body === undefined) return unknown;
    const alone = this.#follow(body, policy.name[0], roles, false);
    const withAgent = this.#follow(body, policy.name[0], roles, true);
    if (alone.shows === 'unknown' || withAgent.shows === 'unknown') return unknown;
    // What only agents see is seen: whoever asks can ask through one.
    if (alone.shows === 'masked' && withAgent.shows === 'clear') return withAgent;
    const isMaskedForAgents = alone.shows === 'clear' && withAgent.shows === 'masked';
    return { ...alone, isMaskedForAgents: isMaskedForAgents && !withAgent.isConditional };
  }

  #follow(body: Outcome, database: string, roles: ActiveRoles, hasAgent: boolean): PolicyVerdict {
    const { results, dependsOnUnknown } = followBody(
      body,
      { roles, database, hasAgent },
      maskReading(this.#known),
    );
    const shows = (what: 'clear' | 'masked', isConditional = false): PolicyVerdict => ({
      shows: what,
      isConditional,
      isMaskedForAgents: false,
    });
    if (results.has('unknown')) return unknown;
    if (!results.has('clear')) return shows('masked');
    if (!results.has('masked')) return shows('clear');
    return dependsOnUnknown ? unknown : shows('masked', true);
  }
}

const unknown: PolicyVerdict = {
  shows: 'unknown',
  isConditional: false,
  isMaskedForAgents: false,
};

/** What a cell is judged by, beside the role. */
export interface JudgedColumn {
  readonly table: ProtectedTable;
  readonly column: string;
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
  { table, column, effective, rows, cleared }: JudgedColumn,
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
  const verdict = verdicts.of(effective, active);
  const seen = judgement.seen(fullName(table.name), column, role.name);
  const shows = verdict.shows === 'unknown' ? seen : verdict.shows;
  if (shows === undefined) return exposed('unknownBody');
  const details = {
    shownBy: verdict.shows === 'unknown' ? ('run' as const) : ('form' as const),
    ...(verdict.isConditional ? { isConditional: true as const } : {}),
    ...(verdict.isMaskedForAgents ? { isMaskedForAgents: true as const } : {}),
  };
  if (shows === 'clear' && isCleared) return { ...found, state: 'clear', ...details };
  if (shows === 'clear') {
    const everybody = hierarchy.activeWith([subjectKey({ type: 'role', name: publicRole })]);
    const isPublic = verdicts.of(effective, everybody).shows === 'clear';
    return exposed(isPublic ? 'public' : 'revealed');
  }
  if (seen === 'clear' && !verdict.isConditional) return exposed('contradicted');
  if (access?.by === 'ownership' && !isDeployer && !isCleared) return exposed('owner');
  return { ...found, state: 'masked', ...details };
}
