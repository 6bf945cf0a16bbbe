import type { DetectorId } from '../detector-id.js';
import type { Reason } from '../finding.js';
import type { Reading } from '../reading/reading.js';

/** Fields of the segment of HL7 v2 that says who a patient is, by their number. */
const fields: ReadonlyMap<number, DetectorId> = new Map<number, DetectorId>([
  [2, 'mrn'],
  [3, 'mrn'],
  [4, 'mrn'],
  [5, 'person_name'],
  [6, 'person_name'],
  [7, 'birth_date'],
  [9, 'person_name'],
  [11, 'street_address'],
  [13, 'phone'],
  [14, 'phone'],
  [18, 'bank_account'],
  [19, 'us_ssn'],
]);
const reasons: readonly Reason[] = ['shape', 'context'];
const longest = 120;
const begin = 'PID|';

/** Finds what stands in the PID segment of an HL7 v2 message, field by field. */
export function findHl7Fields(reading: Reading): void {
  const { text } = reading;
  for (let at = text.indexOf(begin); at !== -1; at = text.indexOf(begin, at + begin.length)) {
    let start = at + begin.length;
    for (let field = 1; field <= 19; field += 1) {
      let end = start;
      while (end < text.length && !'|\r\n'.includes(text.charAt(end)) && end - start < longest)
        end += 1;
      const kind = fields.get(field);
      // Of a field of components, the first ones are the value.
      const value = text.slice(start, end);
      const first =
        kind === 'person_name' || kind === 'street_address' ? value : value.split('^')[0];
      if (kind !== undefined && first !== undefined && /[A-Za-z0-9]{2}/.test(first))
        reading.add(kind, start, start + first.length, 0.96, reasons);
      if (text.charAt(end) !== '|') break;
      start = end + 1;
    }
  }
}
