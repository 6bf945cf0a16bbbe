import type { Canaries } from './canaries.js';
import type { HuntedRow, HuntedTable } from './hunted-table.js';
import { masked } from './masks.js';

/** Rows come out of these as a role with clearance sees them; the hunted role sees less. */
export function huntedTables(canaries: Canaries): readonly HuntedTable[] {
  return [people(canaries), orders(canaries), notes(canaries), open()];
}

/** Masks of all types, and row access by the role. */
function people(canaries: Canaries): HuntedTable {
  const row = (id: number): HuntedRow => {
    const isVisible = id <= 7;
    return {
      ID: String(id),
      NAME: canaries.text(),
      EMAIL: canaries.text(id % 2 === 0 ? '@example.com' : '@example.org'),
      PHONE: id % 3 === 0 && isVisible ? `call-${id}` : canaries.text(),
      LEVEL: id % 3 === 0 ? 'public' : 'private',
      SALARY: canaries.number(),
      WEIGHT: canaries.float(),
      BORN: canaries.date(),
      SEEN: canaries.timestamp(),
      ACTIVE: id % 2 === 0,
      PROFILE: canaries.variant(),
      FACE: canaries.binary(),
      REGION: isVisible ? 'open' : id === 8 ? null : `closed-${canaries.text()}`,
      // Where a row is visible its note is a number: a conversion fails only on a hidden one.
      NOTE: isVisible ? String(id % 4) : canaries.text(),
    };
  };
  return {
    name: 'PEOPLE',
    columns: [
      { name: 'ID', type: 'number' },
      masked('NAME', 'text', 'text'),
      masked('EMAIL', 'text', 'mail'),
      masked('PHONE', 'text', 'tail', ' USING (PHONE, LEVEL)'),
      { name: 'LEVEL', type: 'text' },
      masked('SALARY', 'number', 'number'),
      masked('WEIGHT', 'float', 'float'),
      masked('BORN', 'date', 'year'),
      masked('SEEN', 'timestamp', 'timestamp'),
      masked('ACTIVE', 'boolean', 'boolean'),
      masked('PROFILE', 'variant', 'variant'),
      masked('FACE', 'binary', 'binary'),
      { name: 'REGION', type: 'text' },
      { name: 'NOTE', type: 'text' },
    ],
    rowAccess: 'WITH ROW ACCESS POLICY D.S.R_REGION ON (REGION)',
    isVisible: (row) => row.REGION === 'open',
    hiddenBy: 'REGION',
    rows: Array.from({ length: 12 }, (_, index) => row(index + 1)),
  };
}

/** Row access by a mapping table, and masks that ask the session and another mapping table. */
function orders(canaries: Canaries): HuntedTable {
  const row = (id: number): HuntedRow => {
    const isVisible = id <= 6;
    return {
      ID: String(id),
      PERSON: String((id % 9) + 1),
      CARD: id % 2 === 0 ? canaries.text() : canaries.digits(),
      AMOUNT: canaries.number(),
      PLACED: canaries.date(),
      SITE: isVisible ? (id % 2 === 0 ? 'north' : 'south') : 'bunker',
      CODE: isVisible ? `2024-0${id}-11` : canaries.text(),
      PRICE: isVisible ? `${id}.5` : canaries.number(),
      SHIPPED: isVisible ? `2023-0${id}-05` : canaries.date(),
    };
  };
  return {
    name: 'ORDERS',
    columns: [
      { name: 'ID', type: 'number' },
      { name: 'PERSON', type: 'number' },
      masked('CARD', 'text', 'session'),
      masked('AMOUNT', 'number', 'mapped'),
      masked('PLACED', 'date', 'date'),
      { name: 'SITE', type: 'text' },
      { name: 'CODE', type: 'text' },
      { name: 'PRICE', type: 'number' },
      { name: 'SHIPPED', type: 'date' },
    ],
    rowAccess: 'WITH ROW ACCESS POLICY D.S.R_SITE ON (SITE)',
    isVisible: (row) => row.SITE !== 'bunker',
    hiddenBy: 'SITE',
    rows: Array.from({ length: 10 }, (_, index) => row(index + 1)),
  };
}

/** Masks without row access. */
function notes(canaries: Canaries): HuntedTable {
  return {
    name: 'NOTES',
    columns: [
      { name: 'ID', type: 'number' },
      masked('BODY', 'text', 'text'),
      masked('AUTHOR', 'text', 'invoker'),
      masked('SCORE', 'number', 'number'),
      masked('AT_TIME', 'timestamp', 'timestamp'),
    ],
    rows: Array.from({ length: 5 }, (_, index) => ({
      ID: String(index + 1),
      BODY: index % 2 === 0 ? canaries.digits() : canaries.text(),
      AUTHOR: canaries.text(),
      SCORE: canaries.number(),
      AT_TIME: canaries.timestamp(),
    })),
  };
}

/** No policy: what masked values meet in joins. */
function open(): HuntedTable {
  const names = ['***', '***@example.com', 'xxxx', 'ann', 'Bob', '12'];
  return {
    name: 'OPEN',
    columns: [
      { name: 'ID', type: 'number' },
      { name: 'NAME', type: 'text' },
      { name: 'AMOUNT', type: 'number' },
      { name: 'RATE', type: 'float' },
      { name: 'DAY', type: 'date' },
      { name: 'AT_TIME', type: 'timestamp' },
      { name: 'FLAG', type: 'boolean' },
      { name: 'DATA', type: 'variant' },
      { name: 'BYTES', type: 'binary' },
    ],
    rows: names.map((name, index) => ({
      ID: String(index + 1),
      NAME: name,
      AMOUNT: ['-1', '0', '2.5', '7', '-3.25', null][index] ?? null,
      RATE: [0.5, 1.25, null, -2, 3, 0][index] ?? null,
      DAY: index === 0 ? '1900-01-01' : `202${index}-02-2${index}`,
      AT_TIME: index === 1 ? null : `2024-05-0${index + 1} 1${index}:30:00.250`,
      FLAG: index % 3 === 0 ? null : index % 2 === 0,
      DATA: index === 2 ? null : { kind: name, n: index, tags: [name, 'b'] },
      BYTES: index === 0 ? '00FF' : `0${index}`,
    })),
  };
}
