import { CoreError } from '../errors/core-error.js';
import { renameTable } from '../resources/alter-table.js';
import { createStatements } from '../resources/create-statement.js';
import { addressOf, type Resource, type TableResource } from '../resources/resource.js';
import { removeShareAccounts } from '../resources/share.js';
import { sql } from '../warehouse/statement.js';
import { type Change, leaving, neutral, stepOf } from './change.js';
import { hasFingerprint } from './current-state.js';
import { isDriftColumn } from './drift-columns.js';
import {
  isCommentOf,
  isOfAnother,
  isOurs,
  isSame,
  isUnderWay,
  makerIn,
  underWayComment,
  withoutRenames,
} from './fingerprint-comment.js';
import { listingSteps } from './listing-steps.js';
import { measurementSteps } from './measurement-steps.js';
import { movedGrants } from './moved-grants.js';
import { isInSamePlaces } from './network-places.js';
import type { PlanContext } from './plan-resources.js';
import type { Effect, PlanStep } from './plan-step.js';
import { budgetCreation } from './transitions/alter-budget.js';
import { alterResource, finishCreation } from './transitions/alter-resource.js';
import { alterTable, undeclaredColumns } from './transitions/alter-table.js';
import type { ObjectResource } from './transitions/drop-resource.js';
import { reachableTable } from './transitions/table/reachable-table.js';

/** The steps, one or none, after which an object is what is declared. Privileges have steps of their own. */
export function objectSteps(wanted: Resource, context: PlanContext): readonly PlanStep[] {
  if (wanted.kind === 'grant' || wanted.kind === 'roleGrant') return [];
  const declared = wanted.kind === 'table' ? reachable(wanted, context) : wanted;
  const address = addressOf(declared);
  const after = withoutRenames(declared);
  if (!hasFingerprint(after.kind)) return uncommentedSteps(after, context);
  const { scope, current, actual } = context;
  const comment = actual.objects.get(address);
  if (comment === undefined) {
    const renamed = declared.kind === 'table' ? renaming(declared, context) : undefined;
    return [renamed ?? stepOf('create', address, creation(after))];
  }
  const attempts = actual.attempts.get(address) ?? [];
  if (isOfAnother(comment, scope.database)) throw madeByAnother(address, makerIn(comment));
  if (isCommentOf(comment, after) && !isUnsure(after, attempts, current.get(address))) {
    // It may have been made by a statement that others were to follow.
    const left = attempts.length > 0 ? finishCreation(after, scope.deployRole) : [];
    return left.length === 0 ? [] : [stepOf('alter', address, left)];
  }
  const before = current.get(address);
  if (!isOurs(comment)) {
    throw unsupported(address, 'it was not made by DAS', 'rename or remove it by hand');
  }
  const isResumed = isUnderWay(comment);
  if (declared.kind === 'table') {
    if (before?.kind !== 'table') {
      throw unsupported(
        address,
        'nothing says what it is now, so a change could lose data or protection',
        'publish the change under another name, or alter the table by hand',
      );
    }
    checkDroppedColumns(before, declared, context);
    const mayDrop = context.options.destroy === true;
    const left = attempts.length > 0 && !isResumed ? finishCreation(before, scope.deployRole) : [];
    const changes = alterTable(before, declared, { mayDrop, isResumed });
    return [stepOf('alter', address, [...left, ...changes])];
  }
  const action = after.kind === 'dynamicTable' ? 'replace' : 'alter';
  const changes = transitionOf(before, after, isResumed, context);
  return [stepOf(action, address, [...closedShare(before, after), ...changes])];
}

function transitionOf(
  before: Resource | undefined,
  after: ObjectResource,
  isResumed: boolean,
  { scope, actual, current, desired }: PlanContext,
): readonly Change[] {
  const isPending = actual.pending.has(addressOf(after));
  const { deployRole } = scope;
  const transition = { before, after, deployRole, isResumed, isPending, current, desired };
  return alterResource(transition as Parameters<typeof alterResource>[0]);
}

/**
 * Whether an object may be otherwise than its comment says: an interrupted plan was changing it to
 * something else, and the comment is written last. What is changed in one statement is never unsure.
 */
function isUnsure(
  after: ObjectResource,
  attempts: readonly Resource[],
  before: Resource | undefined,
): boolean {
  switch (after.kind) {
    case 'aggregationPolicy':
    case 'projectionPolicy':
      return attempts.some((each) => !isSame(each, after));
    case 'table':
      // What drift has added no comment tells of.
      return before?.kind === 'table' && undeclaredColumns(before, after).some(isDriftColumn);
    case 'networkPolicy':
      return (
        attempts.some((each) => !isSame(each, after)) ||
        (before?.kind === 'networkPolicy' && !isInSamePlaces(before, after))
      );
    case 'budget':
    case 'tag':
      return attempts.length > 0 && (before === undefined || !isSame(before, after));
    default:
      return false;
  }
}

/** The first statement makes the resource as far as it goes; a share is opened at last. */
function creation(resource: ObjectResource): readonly Change[] {
  if (resource.kind === 'budget') return budgetCreation(resource);
  return createStatements(resource).map((statement, index) => {
    const isWhole =
      index > 0 || !('activeOn' in resource || 'accounts' in resource || resource.kind === 'tag');
    return leaving(isWhole ? resource : begun(resource), statement);
  });
}

function begun(resource: ObjectResource): ObjectResource {
  switch (resource.kind) {
    case 'networkPolicy':
      return { ...resource, activeOn: [] };
    case 'share':
      return { ...resource, accounts: [] };
    case 'tag': {
      const { maskingPolicies: _, ...bare } = resource;
      return bare;
    }
    default:
      return resource;
  }
}

/** Accounts that are not to read any more are shut out before anything else changes. */
function closedShare(before: Resource | undefined, after: Resource): readonly Change[] {
  if (before?.kind !== 'share' || after.kind !== 'share') return [];
  const gone = before.accounts.filter((account) => !after.accounts.includes(account));
  if (gone.length === 0) return [];
  const accounts = before.accounts.filter((account) => !gone.includes(account));
  return [leaving({ ...before, accounts }, removeShareAccounts(after, gone))];
}

/** What carries no fingerprint is known by the record alone; where that is unsure, it is said again. */
function uncommentedSteps(after: ObjectResource, context: PlanContext): readonly PlanStep[] {
  const { current, actual } = context;
  const address = addressOf(after);
  const before = current.get(address);
  const isSure = !actual.pending.has(address);
  if (before !== undefined && isSure && isSame(before, after)) return [];
  if (after.kind === 'dataMetric') return measurementSteps(after, context);
  if (after.kind === 'listing') return listingSteps(after, context);
  const exists = before !== undefined || (actual.objects.has(address) && !isSure);
  if (actual.objects.has(address) && !exists) {
    throw unsupported(address, 'it was not made by DAS', 'rename or remove it by hand');
  }
  if (!actual.objects.has(address) && before === undefined) {
    return [stepOf('create', address, creation(after))];
  }
  return [stepOf('alter', address, transitionOf(before, after, false, context))];
}

/** What a table can become while it has the rows that it has. */
function reachable(
  declared: TableResource,
  { current, actual, options }: PlanContext,
): TableResource {
  const address = addressOf(declared);
  const former = declared.renamedFrom && `table ${declared.renamedFrom.join('.')}`;
  const place = actual.objects.has(address) ? address : (former ?? address);
  const before = current.get(place);
  if (before?.kind !== 'table') return declared;
  const attempts = [place, address].flatMap((each) => actual.attempts.get(each) ?? []);
  const lacking = attempts.flatMap((each) =>
    each.kind === 'table' ? each.columns.filter(({ lacksValues }) => lacksValues) : [],
  );
  return reachableTable(before, declared, {
    mayHaveRows: actual.rows.get(place) !== 0,
    areComplete: options.targets?.includes(address) === true,
    lacking: new Set(lacking.map(({ name }) => name)),
  });
}

/** A table that has had another name: its policies, tags, rows and privileges go with it. */
function renaming(declared: TableResource, context: PlanContext): PlanStep | undefined {
  const { current, actual, options } = context;
  if (declared.renamedFrom === undefined) return undefined;
  const oldAddress = `table ${declared.renamedFrom.join('.')}`;
  const before = current.get(oldAddress);
  if (before?.kind !== 'table') return undefined;
  checkDroppedColumns(before, declared, context);
  const address = addressOf(declared);
  const moved = movedGrants(current, new Map([[address, declared]]));
  const renamed: TableResource = { ...before, name: declared.name };
  const isResumed = isUnderWay(actual.objects.get(oldAddress) ?? '');
  const begin = neutral(
    sql`COMMENT ON TABLE ${sql.id(...before.name)} IS ${sql.literal(underWayComment(before, withoutRenames(declared)))}`,
  );
  const effects: Effect[] = [
    { is: 'absent', address: oldAddress },
    { is: 'present', resource: renamed },
    ...[...current.values()].flatMap((each): readonly Effect[] => {
      if (each.kind !== 'grant' || moved(addressOf(each)) === addressOf(each)) return [];
      const grant = { ...each, on: { type: 'TABLE' as const, name: declared.name } };
      return [
        { is: 'absent', address: addressOf(each) },
        { is: 'present', resource: grant },
      ];
    }),
  ];
  const rename: Change = {
    statement: renameTable(before, declared.name),
    effect: { is: 'several', effects },
  };
  const mayDrop = options.destroy === true;
  return stepOf('alter', address, [
    ...(isResumed ? [] : [begin]),
    rename,
    ...alterTable(renamed, declared, { mayDrop, isResumed: true }),
  ]);
}

/** A column goes with its values: where there are rows, the table has to be named. */
function checkDroppedColumns(
  before: TableResource,
  declared: TableResource,
  { actual, options }: PlanContext,
): void {
  const gone = undeclaredColumns(before, declared);
  const address = addressOf(before);
  if (gone.length === 0 || options.destroy !== true) return;
  if (actual.rows.get(address) === 0 || options.destroyData?.includes(address)) return;
  throw new CoreError(
    'DAS_PLAN_DESTROYS_DATA',
    `${address} would lose column ${gone.map(({ name }) => name).join(', ')}, and may have rows`,
    { place: address, next: `confirm it with --destroy-data '${address}'` },
  );
}

function madeByAnother(address: string, maker: string | undefined): CoreError {
  return new CoreError(
    'DAS_PLAN_MADE_BY_ANOTHER',
    `${address} was made by the domain of database ${maker ?? 'unknown'}`,
    {
      place: address,
      next: 'give it a name of its own in this domain, or take it out of the other one first',
    },
  );
}

function unsupported(address: string, message: string, next: string): CoreError {
  return new CoreError('DAS_PLAN_UNSUPPORTED_CHANGE', `${address} cannot be changed: ${message}`, {
    place: address,
    next,
  });
}
