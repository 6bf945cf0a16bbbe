import type { ResultSet, Row } from '@das/core';
import { sees } from '../../access/privileges.js';
import type { BudgetObject } from '../../catalogue/budget-object.js';
import type { CatalogueObject } from '../../catalogue/catalogue-object.js';
import type { StatementContext } from '../../engine/statement-context.js';
import { isOperator } from '../../lexing/token.js';
import { TokenReader } from '../../lexing/token-reader.js';
import { tokenize } from '../../lexing/tokenize.js';
import { rowsResult } from '../../shaping/status-result.js';
import { invalidStatement, notAuthorized, notFound, unsupported } from '../../warehouse/errors.js';
import { type Definition, define } from '../definition.js';
import { mayBudget } from './budget.js';

/** Whether a statement calls a method of an object: `CALL b!METHOD(…)`. */
export function callsMethod({ tokens, reader }: StatementContext): boolean {
  if (!reader.sees('CALL')) return false;
  const other = new TokenReader(tokens);
  other.next();
  while (
    other.peek().kind === 'word' ||
    other.peek().kind === 'quoted' ||
    other.seesOperator('.')
  ) {
    other.next();
  }
  return isOperator(other.peek(), '!');
}

type Method = (definition: Definition, budget: BudgetObject) => ResultSet;

const methods: Readonly<Record<string, Method>> = {
  SET_SPENDING_LIMIT: setSpendingLimit,
  GET_SPENDING_LIMIT: ({ reader }, { spendingLimit }) => {
    noArguments(reader);
    return answer('GET_SPENDING_LIMIT', spendingLimit ?? -1);
  },
  SET_EMAIL_NOTIFICATIONS: setEmails,
  GET_NOTIFICATION_EMAIL: ({ reader }, { emails }) => {
    noArguments(reader);
    return answer('GET_NOTIFICATION_EMAIL', emails.join(', '));
  },
  GET_CONFIG: getConfig,
  ADD_RESOURCE: addResource,
  REMOVE_RESOURCE: removeResource,
  GET_LINKED_RESOURCES: getLinkedResources,
};

/**
 * `CALL b!METHOD(…)` of a custom budget, for its owner: the engine has no instance roles. Whether it commits the
 * transaction around it, no documentation says.
 *
 * @see https://docs.snowflake.com/en/sql-reference/classes/budget
 */
export async function callMethod(context: StatementContext): Promise<ResultSet> {
  if (context.state.transaction.isOpen) throw unsupported('CALL inside a transaction');
  return await define(context, callBudget);
}

async function callBudget(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('CALL');
  const name = reader.name();
  reader.expectOperator('!');
  const word = reader.identifier();
  const budget = definition.find('BUDGET', name);
  definition.requireOwner(budget);
  const method = Object.hasOwn(methods, word) ? methods[word] : undefined;
  if (method === undefined) throw unsupported(`the method ${word} of a budget`, word);
  return method(definition, budget);
}

function noArguments(reader: TokenReader): void {
  reader.expectOperator('(');
  reader.expectOperator(')');
  reader.expectEnd();
}

function answer(method: string, value: string | number): ResultSet {
  return rowsResult([method], [{ [method]: value }]);
}

function setSpendingLimit({ reader, draft }: Definition, budget: BudgetObject): ResultSet {
  reader.expectOperator('(');
  const spendingLimit = reader.integer();
  reader.expectOperator(')');
  reader.expectEnd();
  if (spendingLimit < 1) throw invalidStatement('a spending limit is a whole number from 1 on');
  draft.put({ ...budget, spendingLimit });
  return answer(
    'SET_SPENDING_LIMIT',
    `The spending limit has been updated to ${spendingLimit} credits.`,
  );
}

/** The engine has no notification integrations, and takes every address for a verified one. */
function setEmails({ reader, draft }: Definition, budget: BudgetObject): ResultSet {
  const listed = reader.list(() => reader.string());
  reader.expectEnd();
  if (listed.length > 1) throw unsupported('a notification integration of a budget');
  const emails = (listed[0] ?? '').split(',').map((each) => each.trim());
  if (emails.some((each) => !/^[^\s@]+@[^\s@]+$/.test(each))) {
    throw invalidStatement('a notification goes to email addresses', 'SET_EMAIL_NOTIFICATIONS');
  }
  draft.put({ ...budget, emails });
  return answer('SET_EMAIL_NOTIFICATIONS', 'The email integration is updated.');
}

function getConfig({ reader }: Definition, budget: BudgetObject): ResultSet {
  noArguments(reader);
  const row: Row = {
    NOTIFICATION_EMAIL: budget.emails.join(', '),
    LAST_NOTIFICATION_TIME: null,
    SPEND_LIMIT: budget.spendingLimit ?? -1,
    NOTIFICATION_MUTE_FLAG: false,
    BUDGET_TYPE: 'CUSTOM',
  };
  return rowsResult(Object.keys(row), [row]);
}

/** The kinds that a budget watches, as SYSTEM$REFERENCE names them. */
const kinds = ['DATABASE', 'SCHEMA', 'TABLE', 'TASK', 'WAREHOUSE'] as const;

/** An object that was added to a second budget is taken out of the first, without a word. */
function addResource(definition: Definition, budget: BudgetObject): ResultSet {
  const { draft } = definition;
  const { id } = readReference(definition);
  if (budget.resources.includes(id)) {
    throw unsupported('ADD_RESOURCE of what the budget has already: that is not documented');
  }
  for (const other of [...draft.ofKind('BUDGET')]) {
    if (!other.resources.includes(id)) continue;
    draft.put({ ...other, resources: other.resources.filter((each) => each !== id) });
  }
  draft.put({ ...budget, resources: [...budget.resources, id] });
  return answer('ADD_RESOURCE', 'Successfully added resource to resource group');
}

function removeResource(definition: Definition, budget: BudgetObject): ResultSet {
  const { id } = readReference(definition);
  if (!budget.resources.includes(id)) {
    throw unsupported('REMOVE_RESOURCE of what the budget has not: that is not documented');
  }
  definition.draft.put({
    ...budget,
    resources: budget.resources.filter((each) => each !== id),
  });
  return answer('REMOVE_RESOURCE', 'Successfully removed resource from resource group');
}

/** `(SELECT SYSTEM$REFERENCE('<kind>', '<name>', 'SESSION', 'APPLYBUDGET'))`. */
function readReference(definition: Definition): CatalogueObject {
  const { reader } = definition;
  reader.expectOperator('(');
  const isInner = reader.acceptOperator('(');
  reader.accept('SELECT');
  reader.expect('SYSTEM$REFERENCE');
  const [type = '', identifier = '', scope = 'CALL', ...privileges] = reader.list(() =>
    reader.string(),
  );
  if (isInner) reader.expectOperator(')');
  reader.expectOperator(')');
  reader.expectEnd();
  const kind = kinds.find((each) => each === type.toUpperCase());
  if (kind === undefined) throw unsupported(`a budget of the object type ${type}`, type);
  if (!['CALL', 'SESSION'].includes(scope.toUpperCase())) {
    throw unsupported(`a reference of the scope ${scope}`, scope);
  }
  const parsed = new TokenReader(tokenize(identifier));
  const name = parsed.name();
  parsed.expectEnd();
  const object = find(definition, kind, name);
  if (object === undefined || !sees(definition.roles, object)) throw notFound(kind, name.join('.'));
  const isReferred = privileges.some((each) => each.toUpperCase() === 'APPLYBUDGET');
  if (!isReferred || !mayBudget(definition, object)) {
    throw notAuthorized(kind, definition.draft.fullName(object));
  }
  return object;
}

function find(
  definition: Definition,
  kind: (typeof kinds)[number],
  name: readonly string[],
): CatalogueObject | undefined {
  const { draft, context } = definition;
  if (kind === 'DATABASE' || kind === 'WAREHOUSE') {
    return name.length === 1 ? draft.find(kind, 0, name[0] ?? '') : undefined;
  }
  if (kind === 'SCHEMA') {
    const database = name.length > 1 ? name[0] : context.state.database;
    return draft.schemaAt(database ?? '', name.at(-1) ?? '');
  }
  return definition.findOrUndefined(kind, name);
}

function getLinkedResources({ reader, draft }: Definition, budget: BudgetObject): ResultSet {
  noArguments(reader);
  const rows = budget.resources.flatMap((id): readonly Row[] => {
    const object = draft.get(id);
    if (object === undefined) return [];
    const { database, schema } = draft.container(object);
    return [
      {
        RESOURCE_ID: id,
        NAME: object.name,
        DOMAIN: object.kind,
        SCHEMA_NAME: object.kind === 'TABLE' || object.kind === 'TASK' ? schema : null,
        DATABASE_NAME: object.kind === 'DATABASE' || object.kind === 'WAREHOUSE' ? null : database,
      },
    ];
  });
  return rowsResult(['RESOURCE_ID', 'NAME', 'DOMAIN', 'SCHEMA_NAME', 'DATABASE_NAME'], rows);
}
