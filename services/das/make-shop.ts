import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { apply } from '@das/core';
import { createSigner, memoryStore, openEvidenceLog } from '@das/evidence';
import { openLocalWarehouse } from '@das/local';
import domain from '../../examples/commerce/das.config.js';
import { collectAll } from '../../examples/commerce/demonstration/collect-all.js';
import { promoteAll } from '../../examples/commerce/demonstration/promote-all.js';
import { recordingTerminal } from '../../examples/commerce/demonstration/terminal.js';
import { generateData } from '../../examples/commerce/generator/generate-data.js';

/**
 * Deploys the commerce example with little data, as of now.
 *
 * @param data - the data folder to make, as `das local serve --data` reads it
 */
export async function makeShop(baseDirectory: string, data: string): Promise<void> {
  await mkdir(data, { mode: 0o700 });
  await generateData({
    directory: join(baseDirectory, '.das', 'data'),
    seed: 11,
    now: new Date(),
    volume: { orders: 300, sessions: 120, customers: 80 },
  });
  const signer = createSigner({ origin: 'example.com/das/services' });
  await using evidence = await openEvidenceLog({
    store: memoryStore(),
    origin: signer.origin,
    signer,
  });
  const warehouse = await openLocalWarehouse({
    path: join(data, 'warehouse.duckdb'),
    stageDirectory: join(data, 'stages'),
  });
  try {
    const common = { domain, warehouse, evidence, terminal: recordingTerminal() };
    await apply(common);
    await collectAll({ ...common, baseDirectory });
    await promoteAll(common);
  } finally {
    await warehouse.close();
  }
}
