import type { ResultSet } from '@das/core';
import { requirePrivilege } from '../../access/privileges.js';
import {
  type CatalogueObject,
  isRelation,
  type SchemaObject,
  type TableObject,
} from '../../catalogue/catalogue-object.js';
import { Compilation } from '../../compile/compilation.js';
import { findRelation } from '../../enforcement/resolve-name.js';
import { statusResult } from '../../shaping/status-result.js';
import { acceptTimePoint } from '../../time-travel/resolve-position.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { readClauses, readNumberOption, readOption } from '../clauses.js';
import type { Definition } from '../definition.js';
import { checkPolicies } from '../policy/attach-policy.js';
import { clonePosition, storeClone } from '../table/copy-rows.js';
import { checkRetention } from '../table/table-history.js';
import { keepTagMasks } from '../tag/keep-tag-masks.js';

/**
 * `CREATE TABLE … CLONE source [AT | BEFORE (…)] [COPY GRANTS]`: the columns, rows and policies of
 * another table. Its owner sees the rows as the policies show them, like everybody else.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-clone
 */
export async function cloneTable(
  definition: Definition,
  schema: SchemaObject,
  name: string,
  persistence: TableObject['persistence'],
): Promise<ResultSet> {
  const { reader, draft, roles } = definition;
  const source = findSource(definition, reader.name());
  requirePrivilege(draft, roles, source, 'SELECT');
  refuseMeasured(source);
  checkPersistence(source, persistence);
  const point = acceptTimePoint(reader);
  const clauses: { comment?: string; retentionDays?: number; extensionDays?: number } = {};
  readClauses(reader, {
    COPY: () => {
      reader.expect('GRANTS');
      definition.copiesGrants = true;
      definition.replaced ??= source;
    },
    COMMENT: () => {
      clauses.comment = readOption(reader);
    },
    DATA_RETENTION_TIME_IN_DAYS: () => {
      clauses.retentionDays = readNumberOption(reader);
      checkRetention(clauses.retentionDays, persistence);
    },
    MAX_DATA_EXTENSION_TIME_IN_DAYS: () => {
      clauses.extensionDays = readNumberOption(reader);
    },
  });
  const { changeKey, trackedSince: _, reshapedAt: __, reshapes: ___, ...kept } = source;
  const clone: TableObject = definition.withFutureGrants({
    ...kept,
    ...definition.base(name, source.comment),
    parent: schema.id,
    persistence,
    ...(clauses.retentionDays === undefined ? {} : { inheritsRetention: false }),
    ...clauses,
    ...trackingOfClone(definition, changeKey, persistence),
  });
  checkPolicies(definition, clone);
  keepTagMasks(definition, source, clone);
  const at = await clonePosition(definition, source, point);
  await storeClone(definition, clone, source, at);
  return statusResult(`Table ${name} successfully created.`);
}

/** Whether a clone is measured like its source is not documented. */
export function refuseMeasured(source: CatalogueObject): void {
  const isMeasured = isRelation(source) && (source.metrics ?? []).length > 0;
  if (isMeasured) throw unsupported('a clone of a table with data metric functions', source.name);
}

/** A clone is tracked like its source, from now on; its rows are known by the same key. */
export function trackingOfClone(
  definition: Definition,
  changeKey: string | undefined,
  persistence: TableObject['persistence'],
): Pick<TableObject, 'changeTracking' | 'changeKey' | 'trackedSince'> {
  if (changeKey === undefined || persistence === 'TEMPORARY') return { changeTracking: false };
  const trackedSince = definition.context.engine.moments.next();
  return { changeTracking: true, changeKey, trackedSince };
}

function findSource(definition: Definition, name: readonly string[]): TableObject {
  const { draft, context } = definition;
  const compilation = new Compilation(draft, context.state.context(), []);
  const source = findRelation(name, compilation, compilation.frame());
  if (source.kind === 'TABLE') return source;
  const full = draft.fullName(source);
  throw invalidStatement(`${full} is a ${source.kind.toLowerCase()}, not a table`, full);
}

/** What is kept for less long cannot become a table that is kept for longer. */
function checkPersistence(source: TableObject, persistence: TableObject['persistence']): void {
  const order = ['TEMPORARY', 'TRANSIENT', 'PERMANENT'];
  if (order.indexOf(persistence) <= order.indexOf(source.persistence)) return;
  throw invalidStatement(
    `a ${source.persistence.toLowerCase()} table cannot be cloned to a ${persistence.toLowerCase()} one`,
    source.name,
  );
}
