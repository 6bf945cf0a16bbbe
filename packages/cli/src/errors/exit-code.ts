/**
 * How the process ends, for scripts.
 *
 * 0 done; 1 the operation failed; 2 the command line was not understood; 3 the evidence does not
 * verify; 130 interrupted.
 */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  notVerified: 3,
  interrupted: 130,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
