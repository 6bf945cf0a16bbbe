import { Choices } from './choices/choices.js';
import { randomNumbers } from './choices/random-numbers.js';
import { shrinkChoices } from './choices/shrink-choices.js';
import { Grammar } from './grammar/grammar.js';
import type { Program } from './grammar/program.js';
import { writeProgram } from './grammar/write-program.js';
import { checkProgram, type Finding, type Verdict } from './oracle/check-program.js';
import type { HuntingGround } from './world/hunting-ground.js';

/** How many programs of a kind there were, and how they went. */
export interface KindCount {
  accepted: number;
  failed: number;
  refused: number;
  byPlan: number;
}

export interface ReportedFinding {
  readonly oracle: Finding['oracle'];
  readonly kind: string;
  /** The smallest program that still shows it, and what it showed. */
  readonly text: string;
}

export interface HuntResult {
  /** How many statements asked something. */
  readonly queries: number;
  readonly kinds: Readonly<Record<string, KindCount>>;
  readonly findings: readonly ReportedFinding[];
}

export interface HuntOptions {
  readonly ground: HuntingGround;
  readonly seed: number;
  readonly queries: number;
  /** After how many findings the hunt stops. */
  readonly findings: number;
  /** How many smaller programs are tried for a finding. */
  readonly attempts?: number;
  /** Told of each program, for whoever wants to look closer. */
  readonly onVerdict?: (program: Program, verdict: Verdict) => void;
}

/** Composes programs, runs each, and looks for what the role may not see. */
export async function hunt(options: HuntOptions): Promise<HuntResult> {
  const { ground, seed, queries, attempts = 600, onVerdict } = options;
  const numbers = randomNumbers(seed);
  const kinds: Record<string, KindCount> = {};
  const findings: ReportedFinding[] = [];
  let asked = 0;
  while (asked < queries && findings.length < options.findings) {
    const choices = Choices.random(numbers);
    const program = compose(ground, choices);
    const verdict = await checkProgram(ground, program);
    asked += verdict.queries;
    onVerdict?.(program, verdict);
    kinds[program.kind] ??= { accepted: 0, failed: 0, refused: 0, byPlan: 0 };
    const tally = kinds[program.kind];
    if (tally !== undefined) {
      tally[verdict.status] += 1;
      if (verdict.isByPlan) tally.byPlan += 1;
    }
    if (verdict.finding !== undefined) {
      findings.push(await report(ground, choices.taken, verdict.finding.oracle, attempts));
    }
  }
  return { queries: asked, kinds, findings };
}

function compose(ground: HuntingGround, choices: Choices): Program {
  return writeProgram(
    new Grammar({
      choices,
      relations: ground.relations,
      shared: ground.shared,
      guesses: (type) => ground.guesses(type),
    }),
  );
}

/** Shrinks a finding and writes it down. */
async function report(
  ground: HuntingGround,
  taken: readonly number[],
  oracle: Finding['oracle'],
  attempts: number,
): Promise<ReportedFinding> {
  const check = async (candidate: readonly number[]): Promise<Finding | undefined> => {
    const verdict = await checkProgram(ground, compose(ground, Choices.replay(candidate)));
    return verdict.finding?.oracle === oracle ? verdict.finding : undefined;
  };
  const smallest = await shrinkChoices(
    taken,
    async (candidate) => (await check(candidate)) !== undefined,
    { attempts },
  );
  const program = compose(ground, Choices.replay(smallest));
  const finding = await check(smallest);
  return { oracle, kind: program.kind, text: describeFinding(program, finding, oracle) };
}

function describeFinding(
  program: Program,
  finding: Finding | undefined,
  oracle: Finding['oracle'],
): string {
  const steps = program.steps.map(({ actor, text, binds }) => {
    const who =
      `${actor.account ?? ''} ${actor.role}${actor.hasSecondaryRoles ? ' with secondary roles' : ''}`.trim();
    return `  [${who}] ${text}${binds.length > 0 ? ` <- ${JSON.stringify(binds)}` : ''}`;
  });
  const lines = [`found by: ${oracle} (${program.kind})`, ...steps];
  if (finding === undefined)
    return [...lines, '  it does not come back when it is run again'].join('\n');
  const cut = (text: string): string => (text.length > 600 ? `${text.slice(0, 600)}…` : text);
  return [
    ...lines,
    `  in: ${finding.step.text}`,
    `  ${finding.what}`,
    `  guarded: ${cut(`${finding.guarded.error ?? ''} ${finding.guarded.columns.join()} ${finding.guarded.rows.join(' ')}`)}`,
    `  plain:   ${cut(`${finding.plain.error ?? ''} ${finding.plain.columns.join()} ${finding.plain.rows.join(' ')}`)}`,
  ].join('\n');
}
