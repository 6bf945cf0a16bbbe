import { unsupported } from '../warehouse/errors.js';

const elements: readonly (readonly [RegExp, string])[] = [
  [/^yyyy/i, '%Y'],
  [/^yy/i, '%y'],
  [/^mon/i, '%b'],
  [/^mm/i, '%m'],
  [/^dd/i, '%d'],
  [/^dy/i, '%a'],
  [/^hh24/i, '%H'],
  [/^hh12/i, '%I'],
  [/^mi/i, '%M'],
  [/^ss/i, '%S'],
  [/^ff3/i, '%g'],
  [/^ff6/i, '%f'],
  [/^(?:am|pm)/i, '%p'],
];

/** Translates a Snowflake date format into DuckDB's; an element that is not known is refused. */
export function dateFormat(format: string): string {
  if (/m{3}/i.test(format)) throw unsupported('the date format element MMMM');
  let rest = format;
  let result = '';
  while (rest !== '') {
    const element = elements.find(([pattern]) => pattern.test(rest));
    if (element !== undefined) {
      result += element[1];
      rest = rest.replace(element[0], '');
      continue;
    }
    const quoted = /^"([^"]*)"/.exec(rest);
    if (quoted !== null) {
      result += (quoted[1] ?? '').replaceAll('%', '%%');
      rest = rest.slice(quoted[0].length);
      continue;
    }
    // A bare T, as between date and time, and UTC, which dbt writes, stand for themselves.
    const plain = /^(?:T|UTC)(?![a-z])/.exec(rest) ?? /^T(?=hh)/i.exec(rest);
    if (plain !== null) {
      result += plain[0];
      rest = rest.slice(plain[0].length);
      continue;
    }
    const character = rest.charAt(0);
    if (/[a-z"]/i.test(character)) throw unsupported('this date format');
    result += character === '%' ? '%%' : character;
    rest = rest.slice(1);
  }
  return result;
}
