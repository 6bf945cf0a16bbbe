import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { ColumnResource, RowAccessAttachment } from './resource.js';
import { tagList } from './tag-list.js';

/** One column definition, with its masking and projection policies and its tags. */
export function columnDefinition(column: ColumnResource): SqlFragment {
  const parts = [sql`${sql.id(column.name)} ${sql.raw(column.type)}`];
  if (!column.isNullable) parts.push(sql`NOT NULL`);
  parts.push(...columnProtection(column));
  return sql.join(parts, ' ');
}

/** `p [USING (c, …)]` of a column with a masking policy. */
export function maskingClause(column: ColumnResource): SqlFragment | undefined {
  if (column.maskingPolicy === undefined) return undefined;
  const { maskingArguments = [] } = column;
  const policy = sql.id(...column.maskingPolicy);
  if (maskingArguments.length === 0) return policy;
  const read = [column.name, ...maskingArguments].map((each) => sql.id(each));
  return sql`${policy} USING (${sql.join(read)})`;
}

/** `p ON (c, …)` of a row access policy. */
export function rowAccessClause({ policy, columns }: RowAccessAttachment): SqlFragment {
  return sql`${sql.id(...policy)} ON (${sql.join(columns.map((column) => sql.id(column)))})`;
}

/** The clauses of a column that protect it and say what it is. */
export function columnProtection(column: ColumnResource): readonly SqlFragment[] {
  const parts: SqlFragment[] = [];
  const mask = maskingClause(column);
  if (mask !== undefined) parts.push(sql`WITH MASKING POLICY ${mask}`);
  if (column.projectionPolicy !== undefined) {
    parts.push(sql`WITH PROJECTION POLICY ${sql.id(...column.projectionPolicy)}`);
  }
  if (column.tags.length > 0) parts.push(sql`WITH TAG (${tagList(column.tags)})`);
  return parts;
}
