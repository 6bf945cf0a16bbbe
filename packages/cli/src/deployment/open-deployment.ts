import type { Warehouse } from '@das/core';
import type { EvidenceLog } from '@das/evidence';
import { type Configuration, loadConfiguration } from '../configuration/load-configuration.js';
import type { Invocation } from '../program/command-definition.js';
import { formatQuantity } from '../terminal/quantities.js';
import { type DataFolder, dataFolderOf, makeDataFolder } from './data-folder.js';
import { openEvidence } from './open-evidence.js';
import { openWarehouse, refuseWithoutWarehouse } from './open-warehouse.js';

/** A configuration, and where its data is. */
export interface LocatedConfiguration extends Configuration {
  readonly data: DataFolder;
}

/** A domain with the warehouse and the evidence log that it is deployed to. */
export interface Deployment extends LocatedConfiguration, AsyncDisposable {
  readonly warehouse: Warehouse;
  readonly evidence: EvidenceLog;
  /** Whether it is Snowflake, and not the embedded warehouse of the data folder. */
  readonly isSnowflake?: true;
}

/** The state of the log after a command, as `--json` prints it. */
export interface EvidenceState {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** Loads the configuration that the command line names, and says where its data is. */
export async function configurationOf({
  arguments: given,
  io,
}: Invocation): Promise<LocatedConfiguration> {
  const configuration = await loadConfiguration(given.path('config'), io.cwd);
  return { ...configuration, data: dataFolderOf(given.path('data'), configuration.file) };
}

/** Opens what `das apply` needs, and makes what is not there yet. */
export async function makeDeployment(configuration: LocatedConfiguration): Promise<Deployment> {
  await makeDataFolder(configuration.data);
  return await openBoth(configuration);
}

/**
 * Opens what a command needs that changes data. Before the first apply it refuses, and makes nothing.
 *
 * @throws {@link CliError} `DAS_DATA_NO_WAREHOUSE`
 */
export async function openDeployment(configuration: LocatedConfiguration): Promise<Deployment> {
  await refuseWithoutWarehouse(configuration.data);
  return await openBoth(configuration);
}

/**
 * Opens the evidence log of the data folder, and Snowflake in place of the embedded warehouse: the
 * account that `connections.toml` and the `SNOWFLAKE_*` variables name.
 */
export async function openSnowflakeDeployment(
  configuration: LocatedConfiguration,
): Promise<Deployment> {
  const { openSnowflakeWarehouse } = await import('@das/core/snowflake');
  const warehouse = openSnowflakeWarehouse();
  await makeDataFolder(configuration.data);
  return { ...(await openBoth(configuration, async () => warehouse)), isSnowflake: true };
}

/** The evidence log comes first: if it cannot be opened, the warehouse is not touched. */
async function openBoth(
  configuration: LocatedConfiguration,
  open: () => Promise<Warehouse> = () => openWarehouse(configuration.data),
): Promise<Deployment> {
  const evidence = await openEvidence(configuration.domain, configuration.data);
  try {
    const warehouse = await open();
    return {
      ...configuration,
      warehouse,
      evidence,
      [Symbol.asyncDispose]: async () => {
        await warehouse.close();
        await evidence[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await evidence[Symbol.asyncDispose]();
    throw error;
  }
}

/** The state of the log, for reports. */
export function evidenceState({ origin, size, root }: EvidenceLog): EvidenceState {
  return { origin, size, root };
}

/** The same for people. */
export function evidenceLine({ evidence }: Deployment): string {
  return `evidence: ${formatQuantity(evidence.size, 'leaf', 'leaves')}, root ${evidence.root}`;
}
