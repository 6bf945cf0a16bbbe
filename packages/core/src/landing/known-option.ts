import type { Collector } from '../collector/collector.js';
import { CoreError } from '../errors/core-error.js';

/** Who wrote an option, and where. */
export interface OptionPlace {
  readonly collector: Collector;
  /** Such as `sensitive.phi`. */
  readonly option: string;
}

/**
 * Refuses an option's value that is none of those there are: the compiler does not see what
 * JavaScript passes, and a policy that is not understood must not count as the laxest.
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION`
 */
export function checkKnown(
  { collector, option }: OptionPlace,
  value: unknown,
  known: readonly string[],
): void {
  if (value === undefined || known.some((each) => each === value)) return;
  throw new CoreError(
    'DAS_COLLECT_INVALID_OPTION',
    `${option} is none of the values that it can have`,
    {
      place: `collector ${collector.name}`,
      next: `use one of ${known.map((each) => `'${each}'`).join(', ')}`,
    },
  );
}

/**
 * Refuses a limit that is no number: what is compared with it would never reach it.
 *
 * @throws {@link CoreError} `DAS_COLLECT_INVALID_OPTION`
 */
export function checkNumber(
  { collector, option }: OptionPlace,
  value: unknown,
  { least, most = Number.POSITIVE_INFINITY }: { readonly least: number; readonly most?: number },
): void {
  if (value === undefined) return;
  if (typeof value === 'number' && value >= least && value <= most) return;
  throw new CoreError('DAS_COLLECT_INVALID_OPTION', `${option} is no number that it can be`, {
    place: `collector ${collector.name}`,
    next:
      most === Number.POSITIVE_INFINITY
        ? `use a number of at least ${least}`
        : `use a number from ${least} to ${most}`,
  });
}
