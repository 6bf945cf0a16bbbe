import { randomUUID } from 'node:crypto';
import type { DomainNames } from '../domain/domain-names.js';
import { type SqlFragment, sql } from '../warehouse/statement.js';
import type { Session } from '../warehouse/warehouse.js';
import { type CompiledPromotion, keepsAll } from './compile-promotion.js';
import type { Promotion } from './promotion.js';

/**
 * Copies the rows that break a row clause into quarantine, each once, with the first broken
 * clause's name. The payload column is under the strictest masking policy.
 *
 * @returns how many rows break a clause, whether or not they were in quarantine already
 */
export async function quarantineRejects(
  session: Session,
  names: DomainNames,
  promotion: Promotion,
  compiled: CompiledPromotion,
  rows: SqlFragment,
): Promise<number> {
  const { rowClauses } = compiled;
  if (rowClauses.length === 0) return 0;
  const { contract } = promotion.to;
  const keeps = sql.raw(keepsAll(rowClauses));
  const broken = await session.execute<{ N: number }>(
    sql`SELECT COUNT(*) AS N FROM ${rows} AS R WHERE NOT (${keeps})`,
  );
  const count = broken.rows[0]?.N ?? 0;
  if (count === 0) return 0;

  const source = `promotion:${promotion.name}`;
  const pairs = contract.columns.map(
    (column) => sql`${sql.literal(column.name)}, ${sql.id(column.name)}`,
  );
  const payload = sql`TO_JSON(OBJECT_CONSTRUCT_KEEP_NULL(${sql.join(pairs)}))`;
  const cases = rowClauses.map(
    (clause) => sql`WHEN NOT (${sql.raw(clause.condition)}) THEN ${sql.literal(clause.name)}`,
  );
  const quarantine = sql.id(...names.quarantine);
  await session.execute(sql`
    INSERT INTO ${quarantine} ("ID", "SOURCE", "PARTITION", "OFFSET", "CONTRACT", "CONTRACT_VERSION",
      "REASON", "FINDINGS", "PAYLOAD", "PAYLOAD_ENCODING", "RECORD_HASH", "BATCH_ID", "QUARANTINED_AT")
    SELECT UUID_STRING(), ${source}, ${names.table(promotion.from.contract, promotion.from.tier).join('.')},
      0, ${contract.name}, ${contract.version}, 'RULE_VIOLATION',
      ARRAY_CONSTRUCT(OBJECT_CONSTRUCT('code', CASE ${sql.join(cases, ' ')} END)),
      ${payload}, 'utf8', SHA2(${payload}, 256), ${randomUUID()}, SYSDATE()
    FROM ${rows} AS R
    WHERE NOT (${keeps}) AND SHA2(${payload}, 256) NOT IN (
      SELECT "RECORD_HASH" FROM ${quarantine} WHERE "SOURCE" = ${source})`);
  return count;
}
