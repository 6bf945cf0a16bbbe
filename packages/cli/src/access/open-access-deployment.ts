import {
  type Deployment,
  type LocatedConfiguration,
  openDeployment,
  openSnowflakeDeployment,
} from '../deployment/open-deployment.js';
import type { Arguments } from '../program/arguments.js';

/** Opens the account that the command line names. */
export async function openAccessDeployment(
  configuration: LocatedConfiguration,
  given: Arguments,
): Promise<Deployment> {
  return given.flag('snowflake')
    ? await openSnowflakeDeployment(configuration)
    : await openDeployment(configuration);
}
