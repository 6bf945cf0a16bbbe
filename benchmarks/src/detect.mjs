import { createDetector } from '@das/privacy';
import { OpenRedaction } from 'openredaction';
import { SyncRedactor } from 'redact-pii';
import { labelledCells } from '../measure/labelled-cells.mjs';
import { median } from '../measure/median.mjs';
import { round } from '../measure/round.mjs';

const rounds = 5;
const rows = 5000;
/** The others are slower by far, and fewer rows say how many they read in a second. */
const rowsOfOthers = { 'redact-pii': 200, openredaction: 20 };

export const description =
  'rows per second of 15 columns through detection, beside redact-pii and openredaction, with the recall of each on the same labelled cells';

/**
 * A record of a clinic's intake as it is collected: 15 columns, most of them harmless.
 *
 * @param {number} index
 * @returns {Readonly<Record<string, string>>}
 */
function record(index) {
  const digits = String(index).padStart(4, '0');
  return {
    intake_id: `6f1d2c3b-4a59-4e68-8b77-00000000${digits}`,
    status: index % 3 === 0 ? 'open' : 'closed',
    channel: 'web',
    clinic_code: `CL-${digits}`,
    created_at: `2026-01-${String((index % 28) + 1).padStart(2, '0')}T08:30:00Z`,
    reference: `ORD-2026-${digits}77`,
    quantity: String(index % 90),
    total_usd: `${index % 700}.50`,
    currency: 'USD',
    sku: `AB-${digits}-10`,
    version: '4.12.0',
    region: 'New England',
    contact: index % 10 === 0 ? `person${digits}@example.com` : 'by the portal',
    callback: index % 10 === 5 ? `415-555-${digits}` : 'none',
    note:
      index % 20 === 0
        ? `Spoke with Maria Alvarez, SSN 219-09-${digits}, about the invoice.`
        : 'leave it at the door, please, and ring twice',
  };
}

/**
 * Ours, with a detector for each column as at ingest.
 *
 * @returns {(text: string, column: string | undefined) => string}
 */
function ours() {
  /** @type {Map<string | undefined, import('@das/privacy').ValueDetector>} */
  const detectors = new Map();
  return (text, columnName) => {
    let detector = detectors.get(columnName);
    if (detector === undefined) {
      detector = createDetector({ context: { columnName } });
      detectors.set(columnName, detector);
    }
    const findings = detector.scan(text);
    if (findings.length === 0) return text;
    let redacted = '';
    let from = 0;
    for (const { start, end } of findings) {
      redacted += `${text.slice(from, start)}*`;
      from = end;
    }
    return redacted + text.slice(from);
  };
}

/** @typedef {(text: string, column: string | undefined) => string | Promise<string>} Redact */

/** @returns {Readonly<Record<'redact-pii' | 'openredaction', Redact>>} */
function others() {
  const first = new SyncRedactor();
  const second = new OpenRedaction();
  return {
    'redact-pii': (text) => first.redact(text),
    openredaction: async (text) => (await second.detect(text)).redacted,
  };
}

/**
 * @param {readonly Readonly<Record<string, string>>[]} records
 * @param {Redact} redact
 */
async function rowsPerSecond(records, redact) {
  let changed = 0;
  const started = performance.now();
  for (const each of records) {
    for (const column in each) {
      const text = each[column] ?? '';
      const redacted = redact(text, column);
      if ((typeof redacted === 'string' ? redacted : await redacted) !== text) changed += 1;
    }
  }
  if (changed === 0) throw new Error('nothing was found in records that hold something');
  return records.length / ((performance.now() - started) / 1000);
}

/**
 * How many of the sensitive values are gone, whatever they were taken for, and how many harmless
 * cells were changed.
 *
 * @param {readonly import('../measure/labelled-cells.mjs').LabelledCell[]} cells
 * @param {Redact} redact
 */
async function quality(cells, redact) {
  let there = 0;
  let gone = 0;
  let harmless = 0;
  let changed = 0;
  for (const { text, columnName, labels } of cells) {
    const redacted = await redact(text, columnName);
    for (const { start, end } of labels) {
      there += 1;
      if (!redacted.includes(text.slice(start, end))) gone += 1;
    }
    if (labels.length > 0) continue;
    harmless += 1;
    if (redacted !== text) changed += 1;
  }
  return { recall: round(gone / there, 3), falseAlarms: round(changed / harmless, 3) };
}

/**
 * Scans the same kind of records with each library in turn. Ours is told the columns' names, as it is
 * at ingest; the others have no such parameter.
 *
 * @returns {Promise<import('../registry.mjs').Measurement>}
 */
export async function run() {
  const records = Array.from({ length: rows }, (_, index) => record(index));
  const redactors = others();
  const mine = ours();
  /** @type {{ ours: number[], 'redact-pii': number[], openredaction: number[] }} */
  const rates = { ours: [], 'redact-pii': [], openredaction: [] };
  for (let index = 0; index < rounds; index += 1) {
    rates.ours.push(await rowsPerSecond(records, mine));
    for (const name of /** @type {const} */ (['redact-pii', 'openredaction'])) {
      const some = records.slice(0, rowsOfOthers[name]);
      rates[name].push(await rowsPerSecond(some, redactors[name]));
    }
  }
  const cells = await labelledCells();
  const own = await quality(cells, mine);
  const first = await quality(cells, redactors['redact-pii']);
  const second = await quality(cells, redactors.openredaction);
  const fastest = Math.max(median(rates['redact-pii']), median(rates.openredaction));
  return {
    ratio: round(median(rates.ours) / fastest, 2),
    against: 'rows per second of the faster of redact-pii and openredaction, in the same run',
    columns: 15,
    rowsPerSecond: round(median(rates.ours), 0),
    redactPiiRowsPerSecond: round(median(rates['redact-pii']), 0),
    openredactionRowsPerSecond: round(median(rates.openredaction), 1),
    cells: cells.length,
    recall: own.recall,
    redactPiiRecall: first.recall,
    openredactionRecall: second.recall,
    falseAlarms: own.falseAlarms,
    redactPiiFalseAlarms: first.falseAlarms,
    openredactionFalseAlarms: second.falseAlarms,
    rounds,
  };
}
