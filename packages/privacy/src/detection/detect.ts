import { detectEmails } from './detectors/email.js';
import { detectIpv6Addresses } from './detectors/ipv6-address.js';
import { detectNumbers } from './detectors/number.js';
import type { Finding } from './finding.js';
import { presenceOf } from './presence.js';

const nothing: readonly Finding[] = Object.freeze([]);

/**
 * Finds email addresses, telephone numbers, US social security numbers, payment cards and IP
 * addresses in a text: what, where, how sure and why, in order and without overlap.
 *
 * Made to run on every cell that is ingested: a text without the marks of any of them is left after
 * one look at its characters, and no text takes more than linear time, since nothing backtracks.
 * A finding never holds the value.
 *
 * @example
 * ```ts
 * import { detect } from '@das/privacy';
 *
 * const [email, card] = detect('from ada@example.com, card 4111 1111 1111 1111');
 * console.log(email?.kind, email?.start, email?.end, email?.safeHarbor);
 * // => email 5 20 F
 * console.log(card?.kind, card?.why.includes('checksum'));
 * // => payment_card true
 * ```
 */
export function detect(text: string): readonly Finding[] {
  const presence = presenceOf(text);
  if (presence === undefined) return nothing;
  const emails = presence.mayHoldEmail ? detectEmails(text) : nothing;
  const addresses = presence.mayHoldIpv6 ? detectIpv6Addresses(text) : nothing;
  const numbers = presence.mayHoldNumber ? detectNumbers(text) : nothing;
  return merge(merge(emails, addresses), numbers);
}

/** Merges two ordered lists; where findings of the two overlap, the one of the first list stays. */
function merge(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  const merged: Finding[] = [];
  let next = 0;
  for (const candidate of second) {
    for (
      let kept = first[next];
      kept !== undefined && kept.end <= candidate.start;
      kept = first[next]
    ) {
      merged.push(kept);
      next += 1;
    }
    const following = first[next];
    if (following === undefined || candidate.end <= following.start) merged.push(candidate);
  }
  return merged.concat(first.slice(next));
}
