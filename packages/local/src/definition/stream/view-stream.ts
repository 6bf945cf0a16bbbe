import { randomBytes } from 'node:crypto';
import type { ResultSet } from '@das/core';
import { requirePrivilege } from '../../access/privileges.js';
import type {
  SchemaObject,
  StreamObject,
  TableObject,
  ViewObject,
} from '../../catalogue/catalogue-object.js';
import { Compilation } from '../../compile/compilation.js';
import { findRelation } from '../../enforcement/resolve-name.js';
import { statusResult } from '../../shaping/status-result.js';
import { identifiedView } from '../../streams/view-changes.js';
import { positionAt } from '../../time-travel/moments.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { insertOffset } from '../clone/clone-stream.js';
import type { Definition } from '../definition.js';
import { trackChanges } from '../table/track-changes.js';
import type { StreamOptions } from './stream.js';

export function findView(definition: Definition, name: readonly string[]): ViewObject {
  const { draft, context, roles } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const view = findRelation(name, compilation, compilation.frame());
  requirePrivilege(draft, roles, view, 'SELECT');
  const full = draft.fullName(view);
  if (view.kind !== 'VIEW') {
    throw invalidStatement(`${full} is a ${view.kind.toLowerCase()}, not a view`, full);
  }
  if (context.state.temporaries.has(view.id) || view.shared !== undefined) {
    throw unsupported('a stream on a temporary or shared view', full);
  }
  return view;
}

/** The tables that a view reads, if it is of a form whose changes can be told. */
export function viewTables(definition: Definition, view: ViewObject): readonly TableObject[] {
  const { draft, context } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const found = new Map<number, TableObject>();
  identifiedView(view, compilation, compilation.frame(), (table) => {
    found.set(table.id, table);
    return '0';
  });
  return [...found.values()].sort((a, b) => a.id - b.id);
}

/**
 * `CREATE STREAM s ON VIEW v`: it stands where each table of the view stands. Who makes the first one
 * turns tracking on, which takes the owner of the view and of its tables.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-stream
 */
export async function createViewStream(
  definition: Definition,
  {
    view,
    tables,
    offsets,
    schema,
    plain,
    options,
  }: {
    readonly view: ViewObject;
    readonly tables: readonly TableObject[];
    readonly offsets: readonly (number | undefined)[];
    readonly schema: SchemaObject;
    readonly plain: string;
    readonly options: StreamOptions;
  },
): Promise<ResultSet> {
  const { draft } = definition;
  const isTracked =
    view.changeKey !== undefined && tables.every(({ changeTracking }) => changeTracking);
  if (!isTracked) for (const source of [view, ...tables]) definition.requireOwner(source);
  for (const table of tables) {
    await definition.lock(table.id);
    draft.put(await trackChanges(definition, table));
  }
  draft.put({ ...view, changeKey: view.changeKey ?? randomBytes(16).toString('hex') });
  const stream: StreamObject = definition.withFutureGrants({
    ...definition.base(plain, options.comment),
    kind: 'STREAM',
    parent: schema.id,
    table: view.id,
    tableName: draft.fullName(view),
    tables: tables.map(({ id }) => id),
    mode: 'DEFAULT',
  });
  draft.put(stream);
  for (const [at, { id }] of tables.entries()) {
    const offset = offsets[at];
    const position = offset === undefined ? positionAt(id) : String(offset);
    await insertOffset(definition, stream.id, id, position, options.showInitialRows);
  }
  return statusResult(`Stream ${plain} successfully created.`);
}
