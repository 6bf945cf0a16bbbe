import { gs1Digit } from './check-digits.js';
import { day } from './entity-values.js';
import { digits, letters, padded, pick, type Random, whole } from './random.js';

function ean(random: Random): string {
  const body = `${pick(random, ['978', '400', '501', '305', '871'])}${digits(random, 9)}`;
  return body + gs1Digit(body);
}

/** Values that look like something sensitive and are not, by what they are. */
export const harmlessValues = {
  order: (random: Random): string =>
    pick(random, [
      `ORD-${whole(random, 2019, 2026)}-${digits(random, 6)}`,
      `SO${digits(random, 8)}`,
      `${digits(random, 3)}-${digits(random, 7)}-${digits(random, 7)}`,
      `4${digits(random, 9)}`,
    ]),
  invoice: (random: Random): string =>
    pick(random, [`INV-${digits(random, 6)}`, `2024/${digits(random, 5)}`, digits(random, 9)]),
  epoch_seconds: (random: Random): string => String(whole(random, 1_400_000_000, 1_790_000_000)),
  epoch_milliseconds: (random: Random): string =>
    String(whole(random, 1_400_000_000_000, 1_790_000_000_000)),
  timestamp: (random: Random): string =>
    random.date.between({ from: '2018-01-01', to: '2026-01-01' }).toISOString(),
  business_date: (random: Random): string => day(random, 2018, 2026),
  version: (random: Random): string =>
    pick(random, [
      `${whole(random, 0, 20)}.${whole(random, 0, 30)}.${whole(random, 0, 99)}`,
      `v${whole(random, 1, 9)}.${whole(random, 0, 9)}.${whole(random, 0, 9)}.${whole(random, 0, 9)}`,
      `${whole(random, 1, 9)}.${whole(random, 0, 9)}.${whole(random, 0, 9)}-rc${whole(random, 1, 5)}`,
    ]),
  uuid: (random: Random): string => random.string.uuid(),
  price: (random: Random): string =>
    pick(random, [
      `$${whole(random, 1, 9999)}.${digits(random, 2)}`,
      `${whole(random, 1, 99999)}.${digits(random, 2)}`,
      `EUR ${whole(random, 1, 99)}.${digits(random, 3)},${digits(random, 2)}`,
    ]),
  phone_like: (random: Random): string =>
    pick(random, [
      `${digits(random, 3)}-${digits(random, 2)}-${digits(random, 3)}`,
      `PO-415-555-${digits(random, 4)}`,
      `${digits(random, 4)}-${digits(random, 3)}-${digits(random, 3)}`,
      `12${digits(random, 8)}`,
    ]),
  digest: (random: Random): string =>
    random.string.hexadecimal({
      length: pick(random, [8, 16, 32, 40, 64]),
      prefix: '',
      casing: 'lower',
    }),
  pixels: (random: Random): string =>
    pick(random, [
      `${whole(random, 0, 999)}.${digits(random, 1)}, ${whole(random, 0, 999)}.${digits(random, 1)}`,
      `${whole(random, 100, 3000)}x${whole(random, 100, 3000)}`,
    ]),
  part: (random: Random): string =>
    pick(random, [
      `${letters(random, 2)}-${digits(random, 4)}-${digits(random, 2)}`,
      `P/N ${digits(random, 5)}-${digits(random, 3)}`,
      `${letters(random, 3)}${digits(random, 5)}${letters(random, 1)}`,
    ]),
  tracking: (random: Random): string =>
    pick(random, [
      `1Z${letters(random, 6, 'ABCDEFGH0123456789')}${digits(random, 10)}`,
      `9400${digits(random, 18)}`,
      digits(random, 12),
    ]),
  ean,
  isbn: (random: Random): string => {
    const number = ean(random);
    return `978-${number.slice(3, 4)}-${number.slice(4, 6)}-${number.slice(6, 12)}-${number.slice(12)}`;
  },
  ticket: (random: Random): string =>
    pick(random, [
      `OPS-${whole(random, 1, 99999)}`,
      `INC00${digits(random, 5)}`,
      `#${digits(random, 6)}`,
      `CASE-${digits(random, 8)}`,
    ]),
  number: (random: Random): string =>
    String(whole(random, 1, 9)) + digits(random, whole(random, 2, 19)),
  product: (random: Random): string =>
    pick(random, [
      'Jack Daniels Old No. 7',
      'Ralph Lauren Polo',
      'Ben & Jerrys Vanilla',
      'Dr Pepper 12 oz',
      'Stanley Hammer',
      'Calvin Klein Jeans',
      'Boston Cream Pie',
      'Paris Baguette',
      random.commerce.productName(),
      random.commerce.productName(),
    ]),
  company: (random: Random): string =>
    pick(random, [
      'Johnson & Johnson',
      'Wells Fargo Bank',
      'Morgan Stanley',
      'Abbott Laboratories',
      `${random.person.lastName()} Logistics LLC`,
      `${random.person.lastName()} Inc`,
    ]),
  measure: (random: Random): string =>
    pick(random, [
      `${whole(random, 90, 180)}/${whole(random, 50, 110)}`,
      `${whole(random, 95, 104)}.${digits(random, 1)} F`,
      `${whole(random, 1, 500)} mg`,
      `${whole(random, 1, 99)}.${digits(random, 1)} %`,
    ]),
  medical_code: (random: Random): string =>
    pick(random, [
      `${digits(random, 4)}-${digits(random, 1)}`,
      `99${digits(random, 3)}`,
      `1${digits(random, 8)}`,
    ]),
  age: (random: Random): string => String(whole(random, 1, 89)),
  state: (random: Random): string =>
    pick(random, ['MA', 'CA', 'TX', 'New York', 'Ohio', 'WA', 'Florida']),
  country: (random: Random): string =>
    pick(random, ['US', 'Germany', 'FRA', 'Brazil', 'United Kingdom', 'IN']),
  status: (random: Random): string =>
    pick(random, ['active', 'CLOSED', 'pending_review', 'Shipped', 'N/A', 'true', 'backordered']),
  category: (random: Random): string =>
    pick(random, [
      random.commerce.department(),
      'General Practice',
      'Home & Garden',
      'Urgent Care',
      'Primary',
      'Sunset Orange',
    ]),
  flight: (random: Random): string => `${letters(random, 2)}${whole(random, 10, 9999)}`,
  path: (random: Random): string =>
    pick(random, [
      `/var/log/app/${random.system.fileName()}`,
      `src/components/${random.lorem.word()}.tsx`,
      `s3-export-${digits(random, 8)}.csv`,
    ]),
  clock: (random: Random): string =>
    `${padded(random, 0, 23)}:${padded(random, 0, 59)}:${padded(random, 0, 59)}`,
  prose: (random: Random): string =>
    pick(random, [
      'left at the front desk',
      'Customer prefers morning delivery',
      'No issues found during inspection',
      'See the attached report for details',
      'May require a second coat',
      'Will call back next week',
      'Rose petals and grace notes in the finish',
    ]),
} as const satisfies Readonly<Record<string, (random: Random) => string>>;

/** What a harmless value is. */
export type HarmlessKind = keyof typeof harmlessValues;

/** The names under which systems keep them. */
export const harmlessColumnNames: Readonly<Record<HarmlessKind, readonly string[]>> = {
  order: ['order_id', 'order_number', 'OrderNo', 'sales_order'],
  invoice: ['invoice_id', 'invoice_no'],
  epoch_seconds: ['event_ts', 'created', 'updated_at', 'epoch'],
  epoch_milliseconds: ['event_time_ms', 'ts', 'received_at'],
  timestamp: ['created_at', 'updated_at', 'loaded_at', 'event_timestamp'],
  business_date: ['order_date', 'invoice_date', 'ship_date', 'report_date', 'fiscal_period_end'],
  version: ['app_version', 'firmware_version', 'schema_version', 'release'],
  uuid: ['id', 'event_id', 'order_uuid', 'trace_id', 'correlation_id'],
  price: ['price', 'total_usd', 'unit_price', 'amount_due'],
  phone_like: ['phone_order_no', 'reference', 'po_number', 'lot_code'],
  digest: ['checksum', 'sha256', 'etag', 'content_hash', 'git_commit'],
  pixels: ['position_px', 'screen_size', 'xy'],
  part: ['part_number', 'sku', 'item_code', 'model'],
  tracking: ['tracking_number', 'carrier_tracking'],
  ean: ['ean', 'barcode', 'gtin', 'upc'],
  isbn: ['isbn', 'book_isbn'],
  ticket: ['ticket', 'case_number', 'issue_key', 'incident'],
  number: ['quantity', 'sequence', 'row_num', 'record_count', 'bytes_sent'],
  product: ['product_name', 'item_name', 'product'],
  company: ['company_name', 'supplier_name', 'employer', 'vendor'],
  measure: ['blood_pressure', 'result_value', 'dose', 'humidity'],
  medical_code: ['loinc_code', 'snomed_code', 'result_code'],
  age: ['age', 'patient_age', 'age_years'],
  state: ['state', 'state_code', 'ship_state'],
  country: ['country', 'country_code', 'nationality_code'],
  status: ['status', 'state_flag', 'order_status'],
  category: ['category', 'department', 'specialty', 'color'],
  flight: ['flight_number', 'route'],
  path: ['file_path', 'log_file', 'module'],
  clock: ['start_time', 'opening_time'],
  prose: ['comment', 'remarks', 'delivery_note'],
};

/** Kinds whose values could be somebody's, if nothing said what they are. */
export const ambiguousKinds: ReadonlySet<HarmlessKind> = new Set([
  'age',
  'state',
  'country',
  'company',
]);
