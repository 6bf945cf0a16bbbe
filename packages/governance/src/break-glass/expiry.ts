import { type Duration, durationInSeconds } from '@das/contracts';
import { GovernanceError } from '../errors/governance-error.js';

const minute = 60_000;
const leastSeconds = 120;
const mostSeconds = 7 * 86_400;

/**
 * When access ends: on the last whole minute within the duration, because a task runs on whole minutes
 * and access must never last longer than was said.
 *
 * @throws {@link GovernanceError} `DAS_ACCESS_INVALID_REQUEST` for less than two minutes or more than
 * seven days, {@link ContractError} `DAS_CONTRACT_INVALID_DURATION` for no duration at all
 */
export function expiryOf(now: Date, duration: string): Date {
  const seconds = durationInSeconds(duration as Duration, 'the duration of the access');
  if (seconds >= leastSeconds && seconds <= mostSeconds) {
    return new Date(Math.floor((now.getTime() + seconds * 1000) / minute) * minute);
  }
  throw new GovernanceError(
    'DAS_ACCESS_INVALID_REQUEST',
    'access is for at least two minutes and at most seven days',
    {
      place: 'the duration of the access',
      next: 'ask for a shorter or longer time, such as 4h; what is needed for good is an accessRole',
    },
  );
}

/**
 * The schedule that fires at a whole minute of UTC.
 *
 * @see https://docs.snowflake.com/en/sql-reference/sql/create-task
 */
export function scheduleAt(time: Date): string {
  const [minutes, hours, day, month] = [
    time.getUTCMinutes(),
    time.getUTCHours(),
    time.getUTCDate(),
    time.getUTCMonth() + 1,
  ];
  return `USING CRON ${minutes} ${hours} ${day} ${month} * UTC`;
}
