import { ageSql, birthYearSql, capAgeSql, transforms, yearOnlySql, zip3Sql } from '@das/privacy';
import { quoteIdentifier } from '../warehouse/statement.js';
import type { DeidentifiedExpression } from './expression.js';

function through(transform: string, sql: string): DeidentifiedExpression {
  return Object.freeze({ kind: 'deidentified', transform, sql });
}

interface Deidentify {
  /** The first three digits of a ZIP code, `000` where too few people live (Safe Harbor B). */
  zip3(column: string): DeidentifiedExpression;
  /** The year of a date alone (Safe Harbor C). Not for a birth date: see `birthYear`. */
  yearOnly(column: string): DeidentifiedExpression;
  /** The year of birth, NULL for whoever is over 89 at a moment, an SQL expression (Safe Harbor C). */
  birthYear(birthDateColumn: string, at: string): DeidentifiedExpression;
  /** An age in years, 90 for all above 89 (Safe Harbor C). */
  capAge(column: string): DeidentifiedExpression;
  /** The age at a moment, an SQL expression, from a birth date; 90 for all above 89 (Safe Harbor C). */
  age(birthDateColumn: string, at: string): DeidentifiedExpression;
}

/** The Safe Harbor transforms of `@das/privacy` as expressions of a promotion. */
export const deidentify: Deidentify = {
  zip3: (column) => through(transforms.zip3.id, zip3Sql(quoteIdentifier(column))),
  yearOnly: (column) => through(transforms.yearOnly.id, yearOnlySql(quoteIdentifier(column))),
  birthYear: (column, at) =>
    through(transforms.birthYear.id, birthYearSql(quoteIdentifier(column), at)),
  capAge: (column) => through(transforms.capAge.id, capAgeSql(quoteIdentifier(column))),
  age: (column, at) =>
    through(transforms.capAge.id, capAgeSql(ageSql(quoteIdentifier(column), at))),
};
