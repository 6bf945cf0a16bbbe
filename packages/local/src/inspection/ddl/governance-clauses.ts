import { holdsGlobal, reaches } from '../../access/privileges.js';
import type {
  ColumnObject,
  MaskAttachment,
  RelationObject,
} from '../../catalogue/catalogue-object.js';
import { type DdlRequest, fullName, identifier, quoted } from './ddl-text.js';

/**
 * A policy or tag by its full name, for a role that may apply it everywhere and reach it; for others
 * only that there is one.
 *
 * @see https://docs.snowflake.com/en/sql-reference/functions/get_ddl
 */
function nameOf(id: number, request: DdlRequest): string | undefined {
  const { catalogue, roles } = request;
  const object = catalogue.get(id);
  if (object === undefined) return undefined;
  const isKnown =
    holdsGlobal(catalogue, roles, `APPLY ${object.kind}`) && reaches(catalogue, roles, object);
  return isKnown ? fullName(object, catalogue) : undefined;
}

function policyName(id: number, request: DdlRequest): string {
  return nameOf(id, request) ?? '#UNKNOWN_POLICY';
}

function tagClause(tags: Readonly<Record<string, string>>, request: DdlRequest): string {
  const pairs = Object.entries(tags).map(([id, value]) => {
    const name = nameOf(Number(id), request);
    return name === undefined ? "#UNKNOWN_TAG='#UNKNOWN_VALUE'" : `${name}=${quoted(value)}`;
  });
  return pairs.length === 0 ? '' : ` WITH TAG (${pairs.sort().join(', ')})`;
}

function columnList(columns: readonly string[]): string {
  return columns.map(identifier).join(', ');
}

function maskClause(mask: MaskAttachment, request: DdlRequest): string {
  const using = mask.columns.length > 1 ? ` USING (${columnList(mask.columns)})` : '';
  return ` WITH MASKING POLICY ${policyName(mask.policy, request)}${using}`;
}

/** The policies and tags of a column. */
export function columnGovernance(column: ColumnObject, request: DdlRequest): string {
  const mask = column.mask === undefined ? '' : maskClause(column.mask, request);
  const projection =
    column.projection === undefined
      ? ''
      : ` WITH PROJECTION POLICY ${policyName(column.projection, request)}`;
  return mask + projection + tagClause(column.tags, request);
}

/** The policies and tags of a table or view. */
export function relationGovernance(relation: RelationObject, request: DdlRequest): string {
  const { rowAccess, aggregation } = relation;
  const filter =
    rowAccess === undefined
      ? ''
      : ` WITH ROW ACCESS POLICY ${policyName(rowAccess.policy, request)} ON (${columnList(rowAccess.columns)})`;
  const keys = (aggregation?.entityKeys ?? [])
    .map((columns) => ` ENTITY KEY (${columnList(columns)})`)
    .join('');
  const aggregate =
    aggregation === undefined
      ? ''
      : ` WITH AGGREGATION POLICY ${policyName(aggregation.policy, request)}${keys}`;
  return filter + aggregate + tagClause(relation.tags, request);
}
