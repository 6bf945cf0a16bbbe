import type { ResultSet } from '@das/core';
import { holds, holdsGlobal, sees } from '../../access/privileges.js';
import type { BudgetObject } from '../../catalogue/budget-object.js';
import { snowflakePrivilege } from '../../metadata/snowflake-access.js';
import { statusResult } from '../../shaping/status-result.js';
import {
  alreadyExists,
  executionFailed,
  notAuthorized,
  unsupported,
} from '../../warehouse/errors.js';
import { readClauses, readCreate, readIfNotExists, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { acceptBudgetClass } from './budget-class.js';

/** The database role that may make budgets, beside ACCOUNTADMIN. */
export const budgetCreator = 'BUDGET_CREATOR';

/** An account has at most as many custom budgets. */
const mostBudgets = 100;

/**
 * `CREATE [OR REPLACE] SNOWFLAKE.CORE.BUDGET [IF NOT EXISTS] b () [[WITH] COMMENT = '…']`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/commands/create-budget
 */
export async function createBudget(definition: Definition): Promise<ResultSet> {
  const { reader, draft, primaryRoles } = definition;
  const mode = readCreate(reader);
  if (mode.orAlter) throw unsupported('CREATE OR ALTER SNOWFLAKE.CORE.BUDGET');
  if (!acceptBudgetClass(reader)) throw reader.unexpected('SNOWFLAKE.CORE.BUDGET');
  const ifNotExists = readIfNotExists(reader, mode);
  const name = reader.name();
  reader.expectOperator('(');
  reader.expectOperator(')');
  reader.accept('WITH');
  let comment = '';
  readClauses(reader, {
    COMMENT: () => {
      comment = readOption(reader);
    },
  });
  const { schema, plain } = definition.schemaFor(name, 'SNOWFLAKE.CORE.BUDGET');
  if (!holdsGlobal(draft, primaryRoles, snowflakePrivilege(budgetCreator))) {
    throw notAuthorized('Database role', `SNOWFLAKE.${budgetCreator}`);
  }
  const existing = draft.find('BUDGET', schema.id, plain);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${plain} already exists, statement succeeded.`);
    if (!mode.orReplace) throw alreadyExists('Budget', draft.fullName(existing));
    definition.requireOwner(existing);
    draft.remove(existing.id);
  }
  if ([...draft.ofKind('BUDGET')].length >= mostBudgets) {
    throw executionFailed(`the account has ${mostBudgets} custom budgets already`, {
      place: plain,
      next: 'drop one of them, or let one budget watch several domains',
    });
  }
  const budget: BudgetObject = {
    ...definition.base(plain, comment),
    kind: 'BUDGET',
    parent: schema.id,
    emails: [],
    resources: [],
  };
  draft.put(budget);
  return statusResult(`Budget ${plain} successfully created.`);
}

/**
 * `ALTER SNOWFLAKE.CORE.BUDGET [IF EXISTS] b RENAME TO n | SET COMMENT = '…' | UNSET COMMENT`.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget/commands/alter-budget
 */
export async function alterBudget(definition: Definition): Promise<ResultSet> {
  const { reader, draft } = definition;
  const done = statusResult('Statement executed successfully.');
  reader.expect('ALTER');
  if (!acceptBudgetClass(reader)) throw reader.unexpected('SNOWFLAKE.CORE.BUDGET');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const known = definition.findOrUndefined('BUDGET', name);
  if (ifExists && (known === undefined || !sees(definition.roles, known))) return done;
  let budget = known ?? definition.find('BUDGET', name);
  definition.requireOwner(budget);
  if (reader.accept('RENAME', 'TO')) {
    const { schema, plain } = definition.schemaFor(reader.name(), 'SNOWFLAKE.CORE.BUDGET');
    definition.refuseExisting('BUDGET', schema.id, plain);
    budget = { ...budget, name: plain, parent: schema.id };
  } else if (reader.accept('UNSET', 'COMMENT')) {
    budget = { ...budget, comment: '' };
  } else if (reader.accept('SET', 'COMMENT')) {
    budget = { ...budget, comment: readOption(reader) };
  } else {
    throw unsupported(`ALTER SNOWFLAKE.CORE.BUDGET … ${reader.peek().value}`);
  }
  reader.expectEnd();
  draft.put(budget);
  return done;
}

/** Whether the roles may add an object to a budget, or take it out again. */
export function mayBudget(definition: Definition, object: Parameters<typeof holds>[1]): boolean {
  return holds(definition.roles, object, 'APPLYBUDGET');
}
