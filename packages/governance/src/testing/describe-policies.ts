import type { AnyContract } from '@das/contracts';
import { type Domain, domainNames, type Warehouse } from '@das/core';
import { GovernanceError } from '../errors/governance-error.js';
import type { Answers } from './answers.js';
import { checkMatrix } from './check-matrix.js';
import { compareAnswers } from './compare-answers.js';
import { describeExpectation, judgeAnswers, type PolicyMismatch } from './judge-answers.js';
import { differenceTable, mismatchTable } from './mismatch-table.js';
import { observeContexts } from './observe-contexts.js';
import { observeSessions } from './observe-sessions.js';
import { openEngine } from './open-engine.js';
import type { CheckedMatrix, Personas, PolicyMatrix, PolicyTestRunner } from './policy-matrix.js';

/** A few seconds on a quiet machine: what a runner allows by default is too little for a busy one. */
const observationTimeoutMs = 120_000;

/** Set to `1`, it has the suites asked on a Snowflake account as well. */
const accountVariable = 'DAS_POLICY_ACCOUNT';

/**
 * Tests who sees what of a contract's table: a matrix of personas, columns and rows, with what is
 * expected. The tables and policies are those that the domain deploys, on the embedded engine, made
 * once for the suite; each row is written as the pipeline and read in a session of each persona.
 *
 * Each protected column must be named for each persona that sees a row, so that a column which is
 * added later cannot go untested. A name that is misspelt does not compile.
 *
 * With `DAS_POLICY_ACCOUNT=1`, the same matrix is asked with `EXECUTE USING POLICY_CONTEXT` on the
 * account of `connections.toml` or `SNOWFLAKE_*`, in a database that the suite makes and drops, and
 * the two answers must be the same. What a role may not read at all is not compared: the statement
 * simulates policies, not privileges.
 *
 * @throws {@link GovernanceError} `DAS_POLICY_TEST_INVALID` for a matrix that leaves something out or
 * names what is not there; a test fails with `DAS_POLICY_TEST_FAILED` and a table, without values
 * @see https://docs.snowflake.com/en/sql-reference/functions/policy_context
 */
export function describePolicies<C extends AnyContract, const P extends Personas>(
  domain: Domain,
  matrix: PolicyMatrix<C, P>,
): void {
  const { runner } = matrix;
  const checked = checkMatrix(domain, matrix);
  const asksAccount = wantsAccount();
  const table = domainNames(domain.database).table(checked.contract, checked.tier).join('.');
  runner.describe(`who sees what of ${table}`, () => {
    let observed: Answers | undefined;
    runner.beforeAll(async () => {
      await using warehouse = await openEngine();
      observed = await observeSessions(warehouse, domain, checked);
    }, observationTimeoutMs);
    const answers = (): Answers => {
      if (observed === undefined) throw failed(table, 'nothing was observed', '');
      return observed;
    };
    for (const { title, isAbout } of testsOf(checked)) {
      runner.test(title, async () => holdsAll(table, checked, answers(), isAbout));
    }
    if (asksAccount) describeAccount(runner, domain, checked, answers);
  });
}

interface PolicyTest {
  readonly title: string;
  readonly isAbout: (mismatch: PolicyMismatch) => boolean;
}

function testsOf(matrix: CheckedMatrix): readonly PolicyTest[] {
  return [...matrix.expectations].flatMap(([persona, expectation]) => {
    const isRow = (each: PolicyMismatch): boolean =>
      each.persona === persona && each.column === undefined;
    if (expectation.is === 'denied') {
      return [{ title: `${persona} may not read the table`, isAbout: isRow }];
    }
    const rows = `${expectation.rows.length} of ${matrix.rows.length} rows`;
    const columns = [...expectation.columns].map(([column, cell]) => ({
      title: `${persona} finds in ${column}: ${describeExpectation(cell)}`,
      isAbout: (each: PolicyMismatch) => each.persona === persona && each.column === column,
    }));
    return [{ title: `${persona} sees ${rows}`, isAbout: isRow }, ...columns];
  });
}

function holdsAll(
  table: string,
  matrix: CheckedMatrix,
  answers: Answers,
  isAbout: (mismatch: PolicyMismatch) => boolean,
): void {
  const mismatches = judgeAnswers(matrix, answers).filter(isAbout);
  if (mismatches.length === 0) return;
  throw failed(table, 'the policies show something else', mismatchTable(mismatches));
}

function describeAccount(
  runner: PolicyTestRunner,
  domain: Domain,
  matrix: CheckedMatrix,
  answers: () => Answers,
): void {
  runner.test('a Snowflake account answers as the embedded engine does', async () => {
    const { openSnowflakeWarehouse } = await import('@das/core/snowflake');
    await using account = openSnowflakeWarehouse();
    await holdsEqual(domain, matrix, answers(), account);
  });
}

/**
 * Asks the matrix with policy contexts on another warehouse, which must answer the same.
 *
 * @throws {@link GovernanceError} `DAS_POLICY_TEST_FAILED` with a table of what is different
 */
export async function holdsEqual(
  domain: Domain,
  matrix: CheckedMatrix,
  answers: Answers,
  account: Warehouse,
): Promise<void> {
  const others = await observeContexts(account, domain, matrix);
  const differences = compareAnswers(answers, others);
  if (differences.length === 0) return;
  throw failed(
    account.description,
    'the account answers otherwise than the embedded engine',
    differenceTable(differences, ['engine', 'account']),
  );
}

function wantsAccount(): boolean {
  const value = process.env[accountVariable];
  if (value === undefined || value === '') return false;
  if (value === '1') return true;
  throw new GovernanceError('DAS_POLICY_TEST_INVALID', `${accountVariable} is not understood`, {
    place: 'environment',
    next: `set ${accountVariable} to 1, or unset it`,
  });
}

function failed(place: string, what: string, table: string): GovernanceError {
  const message = table === '' ? what : `${what}\n\n${table}\n`;
  return new GovernanceError('DAS_POLICY_TEST_FAILED', message, {
    place,
    next: 'correct the policy, or the expectation if the policy is right',
  });
}
