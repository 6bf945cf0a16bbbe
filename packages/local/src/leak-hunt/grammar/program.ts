import type { BindValue, Statement } from '@das/core';
import type { Actor } from '../world/world.js';

/** One statement of a program. */
export interface Step {
  readonly text: string;
  readonly binds: readonly BindValue[];
  readonly actor: Actor;
  /**
   * `set`: the same rows in any order; `list`: in the same order; `outcome`: only whether it fails;
   * `none`: only canaries count.
   */
  readonly compare: 'set' | 'list' | 'outcome' | 'none';
  /** Read row by row instead of at once. */
  readonly isStreamed?: boolean;
  /** Runs whether or not what came before it failed, and tells nothing. */
  readonly isCleanUp?: boolean;
  /** It asks nothing itself, and is not counted. */
  readonly isPreparation?: boolean;
  /** The program goes on when it fails. */
  readonly isProbe?: boolean;
  /**
   * Queries that reach the same expressions on all that the role sees: where one of them fails too,
   * it is the plan that decides whether the step fails.
   */
  readonly explanations?: readonly Statement[];
  /** It may show the texts of queries that were run before. */
  readonly showsHistory?: boolean;
  /** Run by a role that may see clear values. */
  readonly isClear?: boolean;
  /** Its files are looked into after it. */
  readonly looksAtStage?: boolean;
}

/** A few statements that belong together. */
export interface Program {
  /** What it tries, for the counts. */
  readonly kind: string;
  readonly steps: readonly Step[];
  /** It holds expressions that fail on what the role sees, so that the plan decides whether it fails. */
  readonly mayFailByPlan: boolean;
}
