import { DasError } from '@das/core';
import { keyedHash } from '@das/privacy';

/** The environment variable that holds the key, in hexadecimal. */
export const pseudonymKeyVariable = 'DAS_PSEUDONYM_KEY';

/** Gives the pseudonym of a patient's id; for what is no id, a text that no contract takes. */
export type Pseudonymise = (id: unknown) => string;

/**
 * Pseudonyms under the key of the environment: HMAC-SHA-256, made before a record lands.
 *
 * @throws DasError `HEALTH_PSEUDONYM_KEY` when there is no key of 32 bytes
 */
export function pseudonymiser(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Pseudonymise {
  const text = environment[pseudonymKeyVariable] ?? '';
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new DasError('HEALTH_PSEUDONYM_KEY', 'there is no key to make pseudonyms with', {
      place: `environment variable ${pseudonymKeyVariable}`,
      next: 'set it to 64 hexadecimal digits from a secret store',
    });
  }
  const key = Buffer.from(text, 'hex');
  return (id) => (typeof id === 'string' ? keyedHash(id, key) : '');
}
