import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, type Warehouse } from '@das/core';
import { createSigner, memoryStore, openEvidenceLog } from '@das/evidence';
import { openLocalWarehouse } from '@das/local';
import domain from '../das.config.js';
import { collectAll } from '../demonstration/collect-all.js';
import { promoteAll } from '../demonstration/promote-all.js';
import { recordingTerminal } from '../demonstration/terminal.js';
import { generateData } from '../generator/generate-data.js';

/** The whole domain in memory, with little data in all of its tables. */
export interface SmallShop extends AsyncDisposable {
  readonly warehouse: Warehouse;
}

/** Applies the domain, collects generated data and promotes it. */
export async function openSmallShop(): Promise<SmallShop> {
  const baseDirectory = await mkdtemp(join(tmpdir(), 'das-commerce-'));
  const signer = createSigner({ origin: 'example.com/das/small-shop' });
  const evidence = await openEvidenceLog({
    store: memoryStore(),
    origin: signer.origin,
    signer,
  });
  const warehouse = await openLocalWarehouse();
  await generateData({
    directory: join(baseDirectory, '.das', 'data'),
    seed: 11,
    now: new Date('2026-01-31T12:00:00Z'),
    volume: { orders: 300, sessions: 120, customers: 80 },
  });
  const common = { domain, warehouse, evidence, terminal: recordingTerminal() };
  await apply(common);
  await collectAll({ ...common, baseDirectory });
  await promoteAll(common);
  return {
    warehouse,
    [Symbol.asyncDispose]: async () => {
      await warehouse.close();
      await evidence[Symbol.asyncDispose]();
      await rm(baseDirectory, { recursive: true });
    },
  };
}
