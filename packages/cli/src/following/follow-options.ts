import { type Duration, durationInSeconds } from '@das/contracts';
import { CliError } from '../errors/cli-error.js';
import type { Arguments } from '../program/arguments.js';

/** How `das run --follow` was asked to follow. */
export interface FollowOptions {
  /** Where to serve the health, if anywhere. */
  readonly health: { readonly port: number; readonly host: string } | undefined;
  readonly drain: Duration;
  readonly stopOnFailure: boolean;
}

/**
 * Reads the options that only make sense with `--follow`.
 *
 * @throws {@link CliError} `DAS_USAGE`
 */
export function readFollowOptions(given: Arguments): FollowOptions {
  const port = given.text('healthPort');
  if (port === undefined && given.text('healthHost') !== undefined) {
    throw new CliError('DAS_USAGE', '--health-host has no effect without --health-port', {
      place: 'das run',
      next: 'add --health-port, or leave --health-host out',
    });
  }
  return {
    health:
      port === undefined
        ? undefined
        : { port: portOf(port), host: given.text('healthHost') ?? '127.0.0.1' },
    drain: durationOf(given.text('drain') ?? '30s'),
    stopOnFailure: given.flag('stopOnFailure'),
  };
}

/** Refuses options that would have no effect. */
export function refuseFollowOptions(given: Arguments): void {
  const [name] = [
    ['healthPort', '--health-port'] as const,
    ['healthHost', '--health-host'] as const,
    ['drain', '--drain'] as const,
    ['stopOnFailure', '--stop-on-failure'] as const,
  ].flatMap(([key, flag]) => (given.text(key) !== undefined || given.flag(key) ? [flag] : []));
  if (name === undefined) return;
  throw new CliError('DAS_USAGE', `${name} has no effect without --follow`, {
    place: 'das run',
    next: `add --follow, or leave ${name} out`,
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new CliError('DAS_USAGE', 'the port is not a number from 0 to 65535', {
    place: 'das run --health-port',
    next: 'pass a port, or 0 for a free one',
  });
}

function durationOf(text: string): Duration {
  try {
    durationInSeconds(text as Duration);
    return text as Duration;
  } catch {
    throw new CliError('DAS_USAGE', 'this is not a duration', {
      place: 'das run --drain',
      next: "write a positive whole number and one of s, m, h, such as '30s'",
    });
  }
}
