import { convert } from '../compile/convert.js';
import { duckString, type Typed, typed } from '../compile/typed.js';
import {
  type DataType,
  duckType,
  isSemiStructured,
  isTimestamp,
  numberType,
  simple,
  varchar,
} from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { dateFormat } from './date-format.js';
import { type DatePart, datePart, isTimePart } from './date-part.js';
import {
  at,
  count,
  date,
  type FunctionDefinition,
  integer,
  literal,
  scalar,
  word,
} from './function-definition.js';

const ntz: DataType = simple('TIMESTAMP_NTZ');

/** An argument that is a DATE or a TIMESTAMP; a string is read as a timestamp. */
export function moment(value: Typed): Typed {
  if (value.type.kind === 'DATE' || isTimestamp(value.type)) return value;
  if (value.type.kind === 'VARCHAR' || value.type.kind === 'NULL' || isSemiStructured(value.type)) {
    return convert(value, ntz);
  }
  throw unsupported(`a date function on ${value.type.kind}`);
}

export const intervals: Readonly<Record<DatePart, (amount: string) => string>> = {
  year: (n) => `to_years(CAST(${n} AS INTEGER))`,
  quarter: (n) => `to_months(CAST(${n} * 3 AS INTEGER))`,
  month: (n) => `to_months(CAST(${n} AS INTEGER))`,
  week: (n) => `to_days(CAST(${n} * 7 AS INTEGER))`,
  day: (n) => `to_days(CAST(${n} AS INTEGER))`,
  hour: (n) => `to_hours(${n})`,
  minute: (n) => `to_minutes(${n})`,
  second: (n) => `to_microseconds(${n} * 1000000)`,
  millisecond: (n) => `to_microseconds(${n} * 1000)`,
  microsecond: (n) => `to_microseconds(${n})`,
};

function add(part: DatePart, amount: string, value: Typed): Typed {
  const sum = `(${value.sql} + ${intervals[part](amount)})`;
  const keepsDate = value.type.kind === 'DATE' && !isTimePart(part);
  return keepsDate
    ? typed(`CAST(${sum} AS DATE)`, date)
    : typed(sum, isTimestamp(value.type) ? value.type : ntz);
}

const dateAdd: FunctionDefinition = scalar(3, 3, (args) =>
  add(datePart(word(args, 0, 'date part')), count(args, 1), moment(at(args, 2))),
);

const addMonths: FunctionDefinition = scalar(2, 2, (args) => {
  const value = moment(at(args, 0));
  const sum = add('month', count(args, 1), value);
  // The last day of a month stays the last day.
  const last = `CAST(${value.sql} AS DATE) = last_day(CAST(${value.sql} AS DATE))`;
  if (value.type.kind !== 'DATE') throw unsupported('ADD_MONTHS on a timestamp');
  return typed(`(CASE WHEN ${last} THEN last_day(${sum.sql}) ELSE ${sum.sql} END)`, date);
});

/** Counts the borders of the part between two moments. */
const dateDiff: FunctionDefinition = scalar(3, 3, (args) => {
  const part = datePart(word(args, 0, 'date part'));
  const from = convert(moment(at(args, 1)), ntz).sql;
  const to = convert(moment(at(args, 2)), ntz).sql;
  const monday = (value: string): string => `CAST(date_trunc('week', ${value}) AS DATE)`;
  if (part === 'week') return typed(`((${monday(to)} - ${monday(from)}) // 7)`, integer);
  return typed(`datediff('${part}', ${from}, ${to})`, integer);
});

export const dateTrunc: FunctionDefinition = scalar(2, 2, (args) => {
  const part = datePart(word(args, 0, 'date part'));
  const value = moment(at(args, 1));
  const sql = `date_trunc('${part}', ${value.sql})`;
  if (value.type.kind !== 'DATE') return typed(sql, value.type);
  return typed(`CAST(${sql} AS DATE)`, date);
});

function partOf(part: DatePart, value: Typed): Typed {
  // Snowflake's seconds are whole; DuckDB's millisecond and microsecond parts include them.
  if (part === 'millisecond' || part === 'microsecond') throw unsupported(`the part ${part}`);
  if (value.type.kind === 'TIME') {
    if (!isTimePart(part)) throw unsupported(`the part ${part} of a TIME`);
    return typed(`CAST(date_part('${part}', ${value.sql}) AS BIGINT)`, numberType(9, 0));
  }
  return typed(`CAST(date_part('${part}', ${moment(value).sql}) AS BIGINT)`, numberType(9, 0));
}

const weekDays: Readonly<Record<string, string>> = {
  dayofweek: 'dow',
  dow: 'dow',
  weekday: 'dow',
  dw: 'dow',
  dayofweekiso: 'isodow',
  dayofweek_iso: 'isodow',
  weekday_iso: 'isodow',
  dayofyear: 'doy',
  doy: 'doy',
  yearday: 'doy',
  dy: 'doy',
  weekiso: 'week',
  week_iso: 'week',
  // With the default WEEK_OF_YEAR_POLICY, weeks are those of ISO 8601.
  yearofweek: 'isoyear',
  yearofweekiso: 'isoyear',
};

/** Units since 1970, by how many microseconds one is. */
const epochs: Readonly<Record<string, number>> = {
  epoch_second: 1_000_000,
  epoch: 1_000_000,
  epoch_millisecond: 1000,
  epoch_microsecond: 1,
};

const nanoseconds = new Set('nanosecond ns nsec nanosec nsecond nanoseconds nanosecs'.split(' '));

const datePartFunction: FunctionDefinition = scalar(2, 2, (args) => {
  const name = word(args, 0, 'date part');
  const special = Object.hasOwn(weekDays, name) ? weekDays[name] : undefined;
  const epoch = Object.hasOwn(epochs, name) ? epochs[name] : undefined;
  if (special === undefined && epoch === undefined && !nanoseconds.has(name)) {
    return partOf(datePart(name), at(args, 1));
  }
  const { sql } = moment(at(args, 1));
  if (epoch !== undefined) {
    const micro = `epoch_us(CAST(${sql} AS TIMESTAMP))`;
    // Before 1970, a part of a unit counts as one more.
    return typed(`((${micro} - (${micro} % ${epoch} + ${epoch}) % ${epoch}) // ${epoch})`, integer);
  }
  if (nanoseconds.has(name)) {
    const whole = `CAST(${sql} AS TIMESTAMP)`;
    return typed(`(date_part('microsecond', ${whole}) % 1000000 * 1000)`, numberType(9, 0));
  }
  return typed(`CAST(date_part('${special}', ${sql}) AS BIGINT)`, numberType(9, 0));
});

const named = (part: DatePart): FunctionDefinition =>
  scalar(1, 1, (args) => partOf(part, at(args, 0)));

const namedSpecial = (part: string): FunctionDefinition =>
  scalar(1, 1, (args) =>
    typed(`CAST(date_part('${part}', ${moment(at(args, 0)).sql}) AS BIGINT)`, numberType(9, 0)),
  );

const dateFromParts: FunctionDefinition = scalar(3, 3, (args) => {
  const start = `make_date(${count(args, 0)}, 1, 1)`;
  // Months and days out of range roll over, as documented.
  const month = `to_months(CAST(${count(args, 1)} - 1 AS INTEGER))`;
  const day = `to_days(CAST(${count(args, 2)} - 1 AS INTEGER))`;
  return typed(`CAST(${start} + ${month} + ${day} AS DATE)`, date);
});

const lastDay: FunctionDefinition = scalar(1, 2, (args) => {
  const { sql } = moment(at(args, 0));
  const part = args.length > 1 ? datePart(word(args, 1, 'date part')) : 'month';
  if (part === 'month') return typed(`last_day(${sql})`, date);
  if (part !== 'week' && part !== 'quarter' && part !== 'year') {
    throw unsupported(`LAST_DAY of the part ${part}`);
  }
  // The first day of the next one, less a day.
  const next = `(date_trunc('${part}', CAST(${sql} AS TIMESTAMP)) + ${intervals[part]('1')})`;
  return typed(`(CAST(${next} AS DATE) - 1)`, date);
});

const dayName: FunctionDefinition = scalar(1, 1, (args) =>
  typed(`strftime(${moment(at(args, 0)).sql}, '%a')`, varchar),
);

const monthName: FunctionDefinition = scalar(1, 1, (args) =>
  typed(`strftime(${moment(at(args, 0)).sql}, '%b')`, varchar),
);

/** A whole number of seconds since 1970, or of the parts of a second that a scale says. */
function ofEpoch(args: readonly Typed[], type: DataType): Typed {
  const value = at(args, 0);
  const isWhole = value.type.kind === 'NUMBER' && value.type.scale === 0;
  if (!isWhole || !isTimestamp(type)) throw unsupported('this number as a date');
  const written = args.length > 1 ? at(args, 1).sql : '0';
  if (!/^\d$/.test(written)) throw unsupported('a computed scale of a timestamp');
  const number = count(args, 0);
  const digits = 6 - Number(written);
  if (digits >= 0) return typed(`make_timestamp(${number} * ${10 ** digits})`, type);
  const unit = 10 ** -digits;
  return typed(
    `make_timestamp((${number} - (${number} % ${unit} + ${unit}) % ${unit}) // ${unit})`,
    type,
  );
}

/** TO_DATE and the TO_TIMESTAMP family, with an optional format. */
function parser(type: DataType, mode: 'cast' | 'try'): FunctionDefinition {
  return scalar(1, 2, (args, compilation) => {
    compilation.mayFail ||= mode === 'cast';
    const value = at(args, 0);
    if (value.type.kind === 'NUMBER' && mode === 'cast') return ofEpoch(args, type);
    if (args.length === 2) {
      const written = literal(args, 1, 'format');
      // The century of two digits: 69 is 2069 on Snowflake, 1969 in DuckDB.
      if (/(?<!y)yy(?!y)/i.test(written)) throw unsupported('reading a year of two digits');
      const format = duckString(dateFormat(written));
      const parse = mode === 'try' ? 'try_strptime' : 'strptime';
      const source = convert(value, varchar).sql;
      return typed(`CAST(${parse}(${source}, ${format}) AS ${duckType(type)})`, type);
    }
    if (mode === 'try' && value.type.kind !== 'VARCHAR' && value.type.kind !== 'NULL') {
      throw unsupported('a TRY_ conversion of anything but a string');
    }
    return convert(value, type, mode);
  });
}

/** Functions on dates and timestamps. */
export const dateFunctions: Readonly<Record<string, FunctionDefinition>> = {
  DATEADD: dateAdd,
  TIMEADD: dateAdd,
  TIMESTAMPADD: dateAdd,
  ADD_MONTHS: addMonths,
  DATEDIFF: dateDiff,
  TIMEDIFF: dateDiff,
  TIMESTAMPDIFF: dateDiff,
  DATE_TRUNC: dateTrunc,
  DATE_PART: datePartFunction,
  DATE_FROM_PARTS: dateFromParts,
  DATEFROMPARTS: dateFromParts,
  LAST_DAY: lastDay,
  DAYNAME: dayName,
  MONTHNAME: monthName,
  YEAR: named('year'),
  QUARTER: named('quarter'),
  MONTH: named('month'),
  WEEK: named('week'),
  WEEKOFYEAR: named('week'),
  WEEKISO: named('week'),
  DAY: named('day'),
  DAYOFMONTH: named('day'),
  DAYOFWEEK: namedSpecial('dow'),
  DAYOFWEEKISO: namedSpecial('isodow'),
  DAYOFYEAR: namedSpecial('doy'),
  YEAROFWEEK: namedSpecial('isoyear'),
  YEAROFWEEKISO: namedSpecial('isoyear'),
  HOUR: named('hour'),
  MINUTE: named('minute'),
  SECOND: named('second'),
  DATE: parser(date, 'cast'),
  TO_DATE: parser(date, 'cast'),
  TRY_TO_DATE: parser(date, 'try'),
  TIME: parser(simple('TIME'), 'cast'),
  TO_TIME: parser(simple('TIME'), 'cast'),
  TRY_TO_TIME: parser(simple('TIME'), 'try'),
  TRY_TO_TIMESTAMP_LTZ: parser(simple('TIMESTAMP_LTZ'), 'try'),
  TRY_TO_TIMESTAMP_TZ: parser(simple('TIMESTAMP_TZ'), 'try'),
  TO_TIMESTAMP: parser(ntz, 'cast'),
  TO_TIMESTAMP_NTZ: parser(ntz, 'cast'),
  TO_TIMESTAMP_LTZ: parser(simple('TIMESTAMP_LTZ'), 'cast'),
  TO_TIMESTAMP_TZ: parser(simple('TIMESTAMP_TZ'), 'cast'),
  TRY_TO_TIMESTAMP: parser(ntz, 'try'),
  TRY_TO_TIMESTAMP_NTZ: parser(ntz, 'try'),
};
