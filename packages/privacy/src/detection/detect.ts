import { createDetector } from './create-detector.js';
import type { DetectOptions } from './detect-options.js';
import type { Finding } from './finding.js';

const plain = createDetector();

/**
 * Finds what is sensitive in a value: what, where, how sure and why, in order and without overlap.
 * A finding never holds the value. Takes linear time, whatever the text.
 *
 * @example
 * ```ts
 * import { detect } from '@das/privacy';
 *
 * const [email, card] = detect('from ada@example.com, card 4111 1111 1111 1111');
 * console.log(email?.kind, email?.start, email?.end);
 * // => email 5 20
 * console.log(card?.kind, card?.reasons.includes('checksum'));
 * // => payment_card true
 * ```
 */
export function detect(text: string, options?: DetectOptions): readonly Finding[] {
  return options === undefined ? plain.scan(text) : createDetector(options).scan(text);
}
