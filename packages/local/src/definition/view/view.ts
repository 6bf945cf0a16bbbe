import type { ResultSet } from '@das/core';
import { isRelation, type ViewObject } from '../../catalogue/catalogue-object.js';
import { compileInner } from '../../compile/compile-query.js';
import { Scope } from '../../compile/scope.js';
import { prepare } from '../../engine/run-query.js';
import { sourceText } from '../../engine/statement-context.js';
import { parseQuery } from '../../polyglot/parse-query.js';
import { lineageOf } from '../../propagation/lineage.js';
import { propagating } from '../../propagation/propagating.js';
import { statusResult } from '../../shaping/status-result.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { readCreate, readIfNotExists } from '../clauses.js';
import { changeMetrics, changesMetrics } from '../data-metric/change-metrics.js';
import type { Definition } from '../definition.js';
import { findTemporary } from '../find-temporary.js';
import { checkPolicies } from '../policy/attach-policy.js';
import { changeColumns } from '../table/alter-columns.js';
import {
  type DeclaredColumn,
  queriedColumn,
  readColumns,
  settleColumn,
} from '../table/read-columns.js';
import { readTableClauses } from '../table/table-clauses.js';
import { keepTagMasks } from '../tag/keep-tag-masks.js';

/** `CREATE [OR REPLACE] [SECURE] [TEMPORARY] VIEW v [(columns)] … AS query`. */
export async function createView(definition: Definition): Promise<ResultSet> {
  const { reader, context, draft } = definition;
  const mode = readCreate(reader);
  const isSecure = reader.accept('SECURE');
  const isTemporary = reader.accept('TEMPORARY') || reader.accept('TEMP');
  reader.expect('VIEW');
  const ifNotExists = readIfNotExists(reader, mode);
  const { schema, plain } = definition.schemaFor(reader.name(), 'VIEW');
  const replaced = isTemporary ? findTemporary(definition, 'VIEW', schema.id, plain) : undefined;
  if (isTemporary && findTemporary(definition, 'TABLE', schema.id, plain) !== undefined) {
    throw invalidStatement(`${plain} is a temporary table`, plain, 2002);
  }
  if (replaced !== undefined && ifNotExists) {
    return statusResult(`${plain} already exists, statement succeeded.`);
  }
  if (replaced !== undefined && !mode.orReplace) {
    throw invalidStatement(`the temporary view ${plain} exists already`, plain, 2002);
  }
  const existing = isTemporary ? undefined : draft.findRelation(schema.id, plain);
  if (existing !== undefined) {
    if (ifNotExists) return statusResult(`${plain} already exists, statement succeeded.`);
    if (!(mode.orReplace || mode.orAlter) || existing.kind !== 'VIEW') {
      definition.refuseExisting('VIEW', schema.id, plain);
    }
    definition.requireOwner(existing);
    definition.replaced = existing;
  }
  const declared = reader.seesOperator('(') ? readColumns(definition, 'optional').columns : [];
  if (declared.some((column) => column.type !== undefined)) {
    throw unsupported('a data type in the columns of a view');
  }
  const clauses = readTableClauses(definition);
  reader.expect('AS');
  const tokens = reader.rest();
  if (tokens.some((token) => token.kind === 'bind')) throw unsupported('a bind inside a view');
  if (tokens.some((token) => token.kind === 'variable')) {
    throw unsupported('a session variable in a view');
  }
  const database = draft.container(schema).database;
  const parsed = parseQuery(tokens);
  // A view shows nothing by itself: what policies ask of a query is asked of the one that reads it.
  const query = await prepare(context.engine, context.state.context(), [], (compilation) =>
    compileInner(parsed, {
      compilation,
      frame: {
        ...compilation.frame(),
        roles: definition.context.state.primaryRoles,
        database,
        schema: schema.name,
        seesTemporaries: false,
        ...(existing === undefined ? {} : { expanding: [existing.id] }),
      },
      scope: new Scope(),
    }),
  );
  const columns = viewColumns(declared, query.columns);
  const view: ViewObject = definition.withFutureGrants({
    ...definition.base(plain, clauses.comment),
    kind: 'VIEW',
    parent: schema.id,
    columns,
    rowAccess: clauses.rowAccess,
    ...clauses.constraint,
    tags: clauses.tags,
    text: sourceText(context, tokens),
    lineage: lineageOf(query),
    isSecure,
  });
  if (mode.orAlter && existing?.kind === 'VIEW') {
    draft.put(alteredView(existing, view));
    return statusResult(`View ${plain} successfully created.`);
  }
  if (mode.orAlter && isTemporary) throw unsupported('CREATE OR ALTER of a temporary view');
  checkPolicies(definition, view);
  if (isTemporary) {
    refusePropagation(definition, view);
    const { temporaries } = context.state;
    definition.afterCommit(() => {
      if (replaced !== undefined) temporaries.delete(replaced.id);
      temporaries.set(view.id, view);
    });
    return statusResult(`View ${plain} successfully created.`);
  }
  if (existing !== undefined) draft.remove(existing.id);
  draft.put(view);
  return statusResult(`View ${plain} successfully created.`);
}

/** What is carried to a temporary view, no documentation says. */
function refusePropagation({ draft }: Definition, { lineage, name }: ViewObject): void {
  for (const id of lineage?.relations ?? []) {
    const source = draft.get(id);
    if (source === undefined || !isRelation(source) || source.shared !== undefined) continue;
    const isCarried = [source, ...source.columns].some(
      (each) => Object.keys(propagating(draft, each, 'DEPENDENCY')).length > 0,
    );
    if (isCarried) throw unsupported('propagation of a tag to a temporary view', name);
  }
}

/**
 * What CREATE OR ALTER makes of a view: it may become secure or not, and its comments may change.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-view
 */
function alteredView(before: ViewObject, wanted: ViewObject): ViewObject {
  const isSame =
    before.text === wanted.text &&
    before.columns.length === wanted.columns.length &&
    before.columns.every(({ name }, at) => name === wanted.columns[at]?.name);
  if (!isSame)
    throw unsupported('CREATE OR ALTER VIEW with another query or other columns', before.name);
  const governs =
    wanted.rowAccess !== undefined ||
    Object.keys(wanted.tags).length > 0 ||
    wanted.columns.some(({ mask, tags }) => mask !== undefined || Object.keys(tags).length > 0);
  if (governs) throw unsupported('a policy or a tag in CREATE OR ALTER of a view that is there');
  return {
    ...before,
    isSecure: wanted.isSecure,
    comment: wanted.comment,
    columns: before.columns.map((column, at) => ({
      ...column,
      comment: wanted.columns[at]?.comment ?? '',
    })),
  };
}

/** The columns of a view or dynamic table: as declared, with the types of the query. */
export function viewColumns(
  declared: readonly DeclaredColumn[],
  queried: readonly { name: string; type: ViewObject['columns'][number]['type'] }[],
): ViewObject['columns'] {
  if (declared.length > 0 && declared.length !== queried.length) {
    throw invalidStatement('the query and the column list have different numbers of columns');
  }
  const columns = queried.map(({ name, type }, at) => {
    const column = declared[at];
    const plain = queriedColumn(at + 1, name, type);
    return column === undefined ? plain : settleColumn({ ...column, id: at + 1 }, plain.type);
  });
  const names = columns.map((column) => column.name);
  if (new Set(names).size < names.length) {
    throw invalidStatement('two columns have the same name', undefined, 2025);
  }
  return columns;
}

/** `ALTER VIEW v MODIFY COLUMN … | SET … | ADD ROW ACCESS POLICY …`. */
export async function alterView(definition: Definition): Promise<ResultSet> {
  const { reader } = definition;
  reader.expect('ALTER', 'VIEW');
  const ifExists = reader.accept('IF', 'EXISTS');
  const name = reader.name();
  const view = definition.findOrUndefined('VIEW', name);
  if (view === undefined && ifExists) return statusResult('Statement executed successfully.');
  const found = view ?? definition.find('VIEW', name);
  if (changesMetrics(reader)) await changeMetrics(definition, found);
  else if (reader.accept('RENAME', 'TO')) renameView(definition, found);
  else if (reader.sees('SET', 'SECURE') || reader.sees('UNSET', 'SECURE')) {
    const isSecure = reader.next().value === 'SET';
    reader.next();
    reader.expectEnd();
    definition.requireOwner(found);
    definition.draft.put({ ...found, isSecure });
  } else await changeColumns(definition, found);
  return statusResult('Statement executed successfully.');
}

/** A view may be renamed and moved; what it reads is looked up where it is then. */
function renameView(definition: Definition, view: ViewObject): void {
  const { reader, draft } = definition;
  definition.requireOwner(view);
  const { schema, plain } = definition.schemaFor(reader.name(), 'VIEW');
  reader.expectEnd();
  definition.refuseExisting('VIEW', schema.id, plain);
  keepTagMasks(definition, view, { ...view, parent: schema.id });
  draft.put({ ...view, name: plain, parent: schema.id });
}
