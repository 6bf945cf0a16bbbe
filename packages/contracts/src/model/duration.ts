import { ContractError } from '../errors/contract-error.js';

/** A length of time: a whole number and a unit (`s`, `m`, `h`, `d`, `y` of 365 days), such as `15m`. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd' | 'y'}`;

const durationPattern = /^([1-9][0-9]{0,8})([smhdy])$/;

const secondsPerUnit = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 } as const;

/**
 * The length of a duration in seconds.
 *
 * @param place - what an error names as its place, such as `contract orders, retention.silver`
 * @throws {@link ContractError} `DAS_CONTRACT_INVALID_DURATION` for anything but a positive whole number and a unit
 */
export function durationInSeconds(duration: Duration, place?: string): number {
  // Callers without types may pass anything.
  const match = typeof duration === 'string' ? durationPattern.exec(duration) : null;
  if (match === null) {
    throw new ContractError(
      'DAS_CONTRACT_INVALID_DURATION',
      `${duration === undefined ? 'nothing' : JSON.stringify(duration)} is not a duration`,
      { place, next: "write a positive whole number and one of s, m, h, d, y, such as '15m'" },
    );
  }
  return Number(match[1]) * secondsPerUnit[match[2] as keyof typeof secondsPerUnit];
}
