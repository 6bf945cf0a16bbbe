import { convert } from '../compile/convert.js';
import { failure, type Typed, typed } from '../compile/typed.js';
import { type DataType, simple } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { bindArguments } from './bind-arguments.js';
import { at, count, date, type FunctionDefinition, scalar } from './function-definition.js';

const ntz: DataType = simple('TIMESTAMP_NTZ');
const time: DataType = simple('TIME');

/** Hours, minutes, seconds and nanoseconds from an argument on, as microseconds; any may be negative. */
function microseconds(args: readonly Typed[], from: number): string {
  const units = [3_600_000_000, 60_000_000, 1_000_000];
  const sum = units.map((unit, index) => `${count(args, from + index)} * ${unit}`).join(' + ');
  // Digits behind the microsecond are lost here.
  return args.length > from + 3 ? `(${sum} + ${count(args, from + 3)} // 1000)` : `(${sum})`;
}

/** A time of a day; what does not lie within one day is refused. */
const timeFromParts: FunctionDefinition = scalar(3, 4, (args, compilation) => {
  compilation.mayFail = true;
  const sql = bindArguments(
    [microseconds(args, 0)],
    compilation,
    (micro = '') =>
      `(CASE WHEN ${micro} IS NULL THEN NULL WHEN ${micro} BETWEEN 0 AND 86399999999 THEN CAST(make_timestamp(${micro}) AS TIME) ELSE ${failure('time')} END)`,
  );
  return typed(sql, time);
});

/** A moment of its parts, which may overflow into the next; or a date and a time. */
const timestampFromParts: FunctionDefinition = scalar(2, 7, (args) => {
  if (args.length === 2) {
    const day = convert(at(args, 0), date).sql;
    return typed(`(${day} + ${convert(at(args, 1), time).sql})`, ntz);
  }
  if (args.length < 6) throw unsupported('a timestamp of these parts');
  const year = `make_date(${count(args, 0)}, 1, 1)`;
  const month = `to_months(CAST(${count(args, 1)} - 1 AS INTEGER))`;
  const day = `to_days(CAST(${count(args, 2)} - 1 AS INTEGER))`;
  return typed(
    `(CAST(${year} + ${month} + ${day} AS TIMESTAMP) + to_microseconds(${microseconds(args, 3)}))`,
    ntz,
  );
});

/** Functions that put a moment together. */
export const momentFromParts: Readonly<Record<string, FunctionDefinition>> = {
  TIME_FROM_PARTS: timeFromParts,
  TIMEFROMPARTS: timeFromParts,
  TIMESTAMP_FROM_PARTS: timestampFromParts,
  TIMESTAMPFROMPARTS: timestampFromParts,
  TIMESTAMP_NTZ_FROM_PARTS: timestampFromParts,
  TIMESTAMPNTZFROMPARTS: timestampFromParts,
};
