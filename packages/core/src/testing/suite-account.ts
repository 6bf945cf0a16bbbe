import type { Warehouse } from '../warehouse/warehouse.js';
import { conformanceDatabase, conformanceRoles, conformanceWarehouse } from './case-world.js';

/** Makes the database, the virtual warehouse and the roles of the suite. */
export async function setUpAccount(warehouse: Warehouse, admin: string): Promise<void> {
  await runAll(warehouse, admin, [
    ...dropStatements(),
    `CREATE DATABASE ${conformanceDatabase}`,
    `CREATE WAREHOUSE ${conformanceWarehouse} WAREHOUSE_SIZE = XSMALL AUTO_SUSPEND = 60 INITIALLY_SUSPENDED = TRUE`,
    ...conformanceRoles.flatMap((role) => [
      `CREATE ROLE ${role}`,
      // So that the user who runs the suite may take the role.
      `GRANT ROLE ${role} TO ROLE ${admin}`,
      `GRANT USAGE ON DATABASE ${conformanceDatabase} TO ROLE ${role}`,
      `GRANT USAGE ON SCHEMA ${conformanceDatabase}.PUBLIC TO ROLE ${role}`,
      `GRANT USAGE ON WAREHOUSE ${conformanceWarehouse} TO ROLE ${role}`,
    ]),
    'GRANT ROLE DAS_READER TO ROLE DAS_CHIEF',
  ]);
}

/** Drops what the suite made. */
export async function tearDownAccount(warehouse: Warehouse, admin: string): Promise<void> {
  await runAll(warehouse, admin, dropStatements());
}

function dropStatements(): readonly string[] {
  return [
    `DROP DATABASE IF EXISTS ${conformanceDatabase}`,
    `DROP WAREHOUSE IF EXISTS ${conformanceWarehouse}`,
    ...conformanceRoles.map((role) => `DROP ROLE IF EXISTS ${role}`),
  ];
}

async function runAll(
  warehouse: Warehouse,
  admin: string,
  texts: readonly string[],
): Promise<void> {
  await using session = await warehouse.openSession({ role: admin });
  for (const text of texts) await session.execute({ text, binds: [] });
}
