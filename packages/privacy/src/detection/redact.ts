import { detect } from './detect.js';

/**
 * Replaces everything that {@link detect} finds by a mark with the name of its kind, such as
 * `[EMAIL]`. The text around stays as it is.
 *
 * @example
 * ```ts
 * import { redact } from '@das/privacy';
 *
 * console.log(redact('call (415) 555-2671 or write to ada@example.com'));
 * // => call [PHONE] or write to [EMAIL]
 * ```
 */
export function redact(text: string): string {
  const findings = detect(text);
  if (findings.length === 0) return text;
  let redacted = '';
  let from = 0;
  for (const { kind, start, end } of findings) {
    redacted += `${text.slice(from, start)}[${kind.toUpperCase()}]`;
    from = end;
  }
  return redacted + text.slice(from);
}
