import type { FileRow, InputTables } from './read-tables.js';

const namesOfPatients = ['first', 'last', 'maiden'];
const placesOfPatients = ['birthplace', 'address', 'city', 'county', 'zip', 'lat', 'lon'];
const numbersOfPatients = ['id', 'ssn', 'drivers', 'passport'];

/** The values of the input that identify somebody directly, by what they are. */
export interface Identifiers {
  readonly names: ReadonlySet<string>;
  readonly places: ReadonlySet<string>;
  /** Ids, social security numbers, licences, passports. */
  readonly numbers: ReadonlySet<string>;
  /** Whole days, `YYYY-MM-DD`. */
  readonly dates: ReadonlySet<string>;
}

/** Collects the direct identifiers of the input. */
export function identifiersOf(tables: InputTables): Identifiers {
  const { patients, encounters, conditions, observations } = tables;
  return {
    names: valuesOf(patients, namesOfPatients),
    places: valuesOf(patients, placesOfPatients),
    numbers: new Set([
      ...valuesOf(patients, numbersOfPatients),
      ...valuesOf(encounters, ['id', 'patient']),
    ]),
    dates: new Set(
      [
        ...valuesOf(patients, ['birthdate', 'deathdate']),
        ...valuesOf(encounters, ['start', 'stop']),
        ...valuesOf(conditions, ['start', 'stop']),
        ...valuesOf(observations, ['date']),
      ]
        .map((time) => time.slice(0, 10))
        .filter((date) => /^\d{4}-\d{2}-\d{2}$/.test(date)),
    ),
  };
}

function valuesOf(rows: readonly FileRow[], columns: readonly string[]): ReadonlySet<string> {
  const values = rows.flatMap((row) => columns.map((column) => row[column] ?? ''));
  return new Set(values.filter((value) => value.length > 1));
}
