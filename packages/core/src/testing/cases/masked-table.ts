import type { CaseWorld } from '../case-world.js';

/** A table whose NAME is clear for `DAS_CLEARED` alone. */
export async function masked(world: CaseWorld): Promise<void> {
  await world.showToRoles();
  await world.all(
    `CREATE MASKING POLICY M AS (VAL VARCHAR) RETURNS VARCHAR ->
       CASE WHEN CURRENT_ROLE() = 'DAS_CLEARED' THEN VAL ELSE 'masked' END`,
    'CREATE TABLE T (ID NUMBER, NAME VARCHAR WITH MASKING POLICY M)',
    "INSERT INTO T VALUES (1, 'one'), (2, 'two')",
  );
}
