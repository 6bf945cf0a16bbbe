import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EvidenceLog, folderStore, loadOrCreateSigner, openEvidenceLog } from '@das/evidence';
import { type LocalWarehouse, openLocalWarehouse } from '@das/local';

/** A fresh warehouse and a fresh evidence log, where the `das` command looks for them as well. */
export interface Deployment extends AsyncDisposable {
  readonly warehouse: LocalWarehouse;
  readonly evidence: EvidenceLog;
  /** The data folder. */
  readonly folder: string;
  /** The folder of the evidence log. */
  readonly log: string;
}

/** Empties the data folder, and opens what a domain is deployed to. */
export async function openFreshDeployment(options: {
  readonly folder: string;
  readonly origin: string;
  /** Default: a file in the folder. */
  readonly inMemory?: boolean | undefined;
}): Promise<Deployment> {
  const { folder, origin, inMemory = false } = options;
  await rm(folder, { recursive: true, force: true });
  const log = join(folder, 'evidence');
  const signer = await loadOrCreateSigner(join(folder, 'keys', 'evidence.pem'), { origin });
  await writeFile(join(folder, 'keys', 'evidence.pub'), `${signer.verifier}\n`);
  const evidence = await openEvidenceLog({ store: folderStore(log), origin, signer });
  const warehouse = await openLocalWarehouse(
    inMemory ? {} : { path: join(folder, 'warehouse.duckdb') },
  );
  return {
    warehouse,
    evidence,
    folder,
    log,
    [Symbol.asyncDispose]: async () => {
      await warehouse.close();
      await evidence[Symbol.asyncDispose]();
    },
  };
}
