/**
 * Whether it is written as an ICD-10-CM code with its point: a letter, a digit, a digit or letter, and
 * one to four more, of which only the seventh and the placeholder may be letters.
 */
export function isDiagnosisCode(code: string): boolean {
  if (!/^[A-TV-Z][0-9][0-9AB](?:\.[0-9A-Z]{1,4})?$/.test(code)) return false;
  if (code.length < 5) return true;
  // Chapters keep letters after the point for obstetrics, injuries and a few more.
  const tail = code.slice(4);
  return /^(?:[0-9]{1,4}|[0-9X]{1,3}[A-Z]|[0-9]{1,2}X[0-9A-Z]|A[0-9]{0,2}[A-Z0-9]?)$/.test(tail);
}
