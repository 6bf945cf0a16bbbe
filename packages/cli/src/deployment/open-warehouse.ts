import { type LocalWarehouse, type LocalWarehouseOptions, openLocalWarehouse } from '@das/local';
import { CliError } from '../errors/cli-error.js';
import { type DataFolder, isThere } from './data-folder.js';

/** Opens the warehouse of a data folder, or makes it. */
export async function openWarehouse(
  data: DataFolder,
  options: Pick<LocalWarehouseOptions, 'externalLocations' | 'idleTransaction'> = {},
): Promise<LocalWarehouse> {
  return await openLocalWarehouse({
    ...options,
    path: data.warehouse,
    stageDirectory: data.stages,
  });
}

/**
 * Refuses a data folder that `das apply` has not been run on.
 *
 * @throws {@link CliError} `DAS_DATA_NO_WAREHOUSE`
 */
export async function refuseWithoutWarehouse({ warehouse }: DataFolder): Promise<void> {
  if (await isThere(warehouse)) return;
  throw new CliError('DAS_DATA_NO_WAREHOUSE', 'there is no warehouse yet', {
    place: warehouse,
    next: 'run das apply, or name the data folder with --data',
  });
}

/** Opens the warehouse of a data folder; where there is none, an empty one that leaves no file. */
export async function openWarehouseToPlan(data: DataFolder): Promise<LocalWarehouse> {
  return (await isThere(data.warehouse)) ? await openWarehouse(data) : await openLocalWarehouse();
}
