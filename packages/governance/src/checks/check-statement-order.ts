import type { Finding } from '../findings/finding.js';
import { findingOf } from '../findings/rule.js';
import { checkDefinitions } from './check-definitions.js';
import { checkFaithfulEffects } from './check-faithful-effects.js';
import { type PlanStatement, statementsOf } from './followed-plan.js';
import type { CheckedPlan, PlanCheckContext } from './plan-context.js';
import { type PlanRuleName, planRules } from './plan-rules.js';
import {
  indexOfWords,
  nameAt,
  type StatementToken,
  startsWithWords,
  statementTokens,
} from './statement-tokens.js';

/**
 * A second look at a plan, by the text of its statements alone: it shares nothing with the checks that
 * follow the effects, so that what a plan says of itself and what it does cannot part unseen.
 */
export function checkStatementOrder(
  plan: CheckedPlan,
  context: PlanCheckContext = {},
): readonly Finding[] {
  const findings: Finding[] = [];
  const report: TextReport = (rule, { step, place }, message, column) => {
    const address = step.address;
    findings.push(
      findingOf(planRules[rule], {
        message: `${place} ${message}`,
        place: column === undefined ? { address } : { address, column },
      }),
    );
  };
  const statements = statementsOf(plan).map((statement) => ({
    ...statement,
    tokens: statementTokens(statement.text),
  }));
  for (const step of plan.steps) {
    if (step.statements.length === step.effects.length) continue;
    const message = `the step has ${step.statements.length} statements and ${step.effects.length} effects`;
    findings.push(
      findingOf(planRules.unfaithfulEffects, { message, place: { address: step.address } }),
    );
  }
  checkDetached(statements, report);
  checkGrantsLast(statements, report);
  for (const statement of statements) {
    checkReplaced(statement, report);
  }
  checkDefinitions(plan.startsWith, statements, report);
  checkFaithfulEffects(plan, statements, context.deployRole, report);
  return findings;
}

/** A statement with its tokens. */
export interface ReadStatement extends PlanStatement {
  readonly tokens: readonly StatementToken[];
}

/** Reports what a statement does. */
export type TextReport = (
  rule: PlanRuleName,
  statement: PlanStatement,
  message: string,
  column?: string,
) => void;

const policyKinds = ['MASKING', 'ROW ACCESS', 'AGGREGATION', 'PROJECTION', 'JOIN'] as const;

/** What a statement takes off without putting something else in its place. */
function detached(tokens: readonly StatementToken[]): string | undefined {
  if (!tokens[0]?.isWord('ALTER')) return undefined;
  for (const kind of policyKinds) {
    if (indexOfWords(tokens, `UNSET ${kind} POLICY`) >= 0) return `${kind} POLICY`;
  }
  const isDropped =
    indexOfWords(tokens, 'DROP ROW ACCESS POLICY') >= 0 ||
    indexOfWords(tokens, 'DROP ALL ROW ACCESS POLICIES') >= 0;
  if (isDropped && indexOfWords(tokens, 'ADD ROW ACCESS POLICY') < 0) return 'ROW ACCESS POLICY';
  return indexOfWords(tokens, 'UNSET TAG') >= 0 ? 'TAG' : undefined;
}

function checkDetached(statements: readonly ReadStatement[], report: TextReport): void {
  for (const [index, statement] of statements.entries()) {
    const what = detached(statement.tokens);
    if (what === undefined) continue;
    const object = alteredObject(statement.tokens);
    const later = statements
      .slice(index + 1)
      .find(
        ({ tokens }) =>
          alteredObject(tokens) === object &&
          (indexOfWords(tokens, `SET ${what}`) >= 0 || indexOfWords(tokens, `ADD ${what}`) >= 0),
      );
    if (later !== undefined) {
      report(
        'detached',
        statement,
        `takes off a ${what.toLowerCase()}, and ${later.place} puts one on`,
      );
    }
  }
}

/** What an ALTER is about, with its kind: `TABLE A.B.C`. */
function alteredObject(tokens: readonly StatementToken[]): string | undefined {
  if (!tokens[0]?.isWord('ALTER')) return undefined;
  let index = 1;
  const kind: string[] = [];
  while (
    ['DYNAMIC', 'ICEBERG', 'TABLE', 'VIEW', 'TAG'].some((word) => tokens[index]?.isWord(word))
  ) {
    kind.push(tokens[index]?.text.toUpperCase() ?? '');
    index += 1;
  }
  if (kind.length === 0) return undefined;
  if (tokens[index]?.isWord('IF')) index += 2;
  return `${kind.at(-1)} ${nameAt(tokens, index)}`;
}

/** Whether a statement lets somebody read who could not before. */
function grantsReading(tokens: readonly StatementToken[]): boolean {
  if (!tokens[0]?.isWord('GRANT')) return false;
  if (startsWithWords(tokens, 'GRANT ROLE') || startsWithWords(tokens, 'GRANT DATABASE ROLE')) {
    return true;
  }
  const on = tokens.findIndex((token) => token.isWord('ON'));
  return tokens.slice(1, on).some((token) => token.isWord('SELECT') || token.isWord('ALL'));
}

/** Statements that neither make nor protect anything that holds data. */
const afterGrants = [
  'GRANT',
  'REVOKE',
  'COMMENT',
  'DROP',
  'INSERT',
  'MERGE',
  'UPDATE',
  'DELETE',
  'ALTER SHARE',
  'ALTER LISTING',
  'ALTER TASK',
  'ALTER WAREHOUSE',
  'ALTER RESOURCE MONITOR',
  'ALTER ACCOUNT',
  'ALTER USER',
];

/** The dynamic table that a statement gives to a role, and the role. */
function givenAway(
  tokens: readonly StatementToken[],
): { readonly table: string; readonly role: string } | undefined {
  const words = 'GRANT OWNERSHIP ON DYNAMIC TABLE';
  const to = indexOfWords(tokens, 'TO ROLE');
  if (!startsWithWords(tokens, words) || to < 0) return undefined;
  return { table: nameAt(tokens, words.split(' ').length), role: nameAt(tokens, to + 2) };
}

/**
 * Whether a grant is what a dynamic table is filled with: its owner reads what it is made of before it is made,
 * and whoever has made it goes on reading it when it is given away, by the next statement of the step.
 */
function isForFilling(
  { tokens }: ReadStatement,
  next: ReadStatement | undefined,
  owners: ReadonlySet<string>,
): boolean {
  const to = indexOfWords(tokens, 'TO ROLE');
  if (to < 0 || indexOfWords(tokens, 'ON') < 0) return false;
  if (owners.has(nameAt(tokens, to + 2))) return true;
  const words = 'GRANT SELECT ON DYNAMIC TABLE';
  if (next === undefined || !startsWithWords(tokens, words)) return false;
  return givenAway(next.tokens)?.table === nameAt(tokens, words.split(' ').length);
}

function checkGrantsLast(statements: readonly ReadStatement[], report: TextReport): void {
  const owners = new Set(statements.flatMap(({ tokens }) => givenAway(tokens)?.role ?? []));
  const nextOf = ({ step }: ReadStatement, at: number) =>
    statements.slice(at + 1).find((each) => each.step.address === step.address);
  const first = statements.findIndex(
    (each, at) => grantsReading(each.tokens) && !isForFilling(each, nextOf(each, at), owners),
  );
  if (first < 0) return;
  for (const statement of statements.slice(first + 1)) {
    const { tokens } = statement;
    if (afterGrants.some((words) => startsWithWords(tokens, words))) continue;
    if (indexOfWords(tokens, 'SET COMMENT') >= 0 && tokens[0]?.isWord('ALTER')) continue;
    report(
      'grantNotLast',
      statement,
      `comes after ${statements[first]?.place}, which grants reading`,
    );
  }
}

function checkReplaced(statement: ReadStatement, report: TextReport): void {
  const { tokens } = statement;
  if (startsWithWords(tokens, 'CREATE OR ALTER TAG')) {
    report('propagationReset', statement, 'is a CREATE OR ALTER TAG');
  }
  if (!startsWithWords(tokens, 'CREATE OR REPLACE')) return;
  const kind = tokens.slice(3, 7);
  const isPolicy = kind.some((token) => token.isWord('POLICY'));
  const isReplacedAndEmptied = ['TABLE', 'TAG', 'TRANSIENT', 'SCHEMA', 'DATABASE'].some((word) =>
    kind[0]?.isWord(word),
  );
  if (isPolicy || isReplacedAndEmptied) report('replaced', statement, 'replaces what it names');
}
