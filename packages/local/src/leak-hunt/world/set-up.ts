import type { Canaries } from './canaries.js';
import {
  createStatement,
  type HuntedTable,
  harmlessRows,
  insertStatements,
  shownRows,
} from './hunted-table.js';
import { masks } from './masks.js';

/**
 * The warehouses that are compared. `guarded` holds the canaries under policies, `plain` only what the
 * hunted role may see and no policy; `twin` has the policies and as many rows as `guarded`, but no secret.
 */
export type WorldKind = 'guarded' | 'plain' | 'twin';

export const roles: readonly string[] = ['READER', 'HELPER', 'UNCLEARED', 'CLEARED'];

/** Everything before the tables: roles, the mapping tables that nobody else may read, policies. */
export function foundation(canaries: Canaries, kind: WorldKind): readonly string[] {
  const secret = (): string => (kind === 'guarded' ? canaries.text() : 'nobody');
  const statements = [
    'CREATE DATABASE D',
    'CREATE SCHEMA D.SEC',
    'CREATE SCHEMA D.S',
    'CREATE WAREHOUSE W',
    ...roles.map((role) => `CREATE ROLE ${role}`),
    ...roles.flatMap((role) => [
      `GRANT USAGE ON DATABASE D TO ROLE ${role}`,
      `GRANT USAGE ON SCHEMA D.S TO ROLE ${role}`,
      `GRANT USAGE ON WAREHOUSE W TO ROLE ${role}`,
      `GRANT CREATE TABLE, CREATE VIEW, CREATE DYNAMIC TABLE ON SCHEMA D.S TO ROLE ${role}`,
    ]),
  ];
  if (kind === 'plain') return statements;
  return [
    ...statements,
    'CREATE TABLE D.SEC.SITES (SITE VARCHAR, ROLE_NAME VARCHAR, WHY VARCHAR)',
    ...['READER', 'UNCLEARED', 'HELPER', 'CLEARED', 'ACCOUNTADMIN'].flatMap((role) =>
      ['north', 'south', ...(role === 'CLEARED' || role === 'ACCOUNTADMIN' ? ['bunker'] : [])].map(
        (site) => `INSERT INTO D.SEC.SITES VALUES ('${site}', '${role}', '${secret()}')`,
      ),
    ),
    'CREATE TABLE D.SEC.READERS (ROLE_NAME VARCHAR, WHY VARCHAR)',
    `INSERT INTO D.SEC.READERS VALUES ('CLEARED', '${secret()}')`,
    ...Object.values(masks).map((mask) => mask.definition),
    `CREATE ROW ACCESS POLICY D.S.R_REGION AS (REGION VARCHAR) RETURNS BOOLEAN ->
       CURRENT_ROLE() IN ('ACCOUNTADMIN', 'CLEARED') OR REGION = 'open'`,
    `CREATE ROW ACCESS POLICY D.S.R_SITE AS (X VARCHAR) RETURNS BOOLEAN ->
       EXISTS (SELECT 1 FROM D.SEC.SITES M WHERE M.ROLE_NAME = CURRENT_ROLE() AND M.SITE = X)`,
  ];
}

/** A table with its rows, and the grants on it. */
export function tableStatements(table: HuntedTable, kind: WorldKind): readonly string[] {
  const rows = { guarded: table.rows, plain: shownRows(table), twin: harmlessRows(table) }[kind];
  return [
    createStatement(table, kind !== 'plain'),
    ...insertStatements(table, rows),
    ...roles.map(
      (role) => `GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE D.S.${table.name} TO ROLE ${role}`,
    ),
  ];
}
