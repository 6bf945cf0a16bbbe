import { convert } from '../compile/convert.js';
import { type Typed, typed } from '../compile/typed.js';
import { type DataType, simple } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { moment } from './date-functions.js';
import { at, type FunctionDefinition, literal, scalar } from './function-definition.js';

const ntz: DataType = simple('TIMESTAMP_NTZ');

/** Names of regions alone: Snowflake knows few abbreviations. */
function zone(args: readonly Typed[], index: number): string {
  const name = literal(args, index, 'time zone');
  if (['UTC', 'ETC/UTC'].includes(name.toUpperCase())) return "'UTC'";
  if (!/^[A-Z][A-Za-z_]+(?:\/[A-Z][A-Za-z_]+){1,2}$/.test(name)) {
    throw unsupported('a time zone that is not the name of a region');
  }
  return `'${name}'`;
}

/** The wall clock of one zone as that of another. */
const wallClock: FunctionDefinition = scalar(3, 3, (args, compilation) => {
  compilation.mayFail = true;
  const value = convert(moment(at(args, 2)), ntz).sql;
  if (zone(args, 0) === zone(args, 1)) return typed(value, ntz);
  return typed(`timezone(${zone(args, 1)}, timezone(${zone(args, 0)}, ${value}))`, ntz);
});

/** Two arguments give a TIMESTAMP_TZ, which keeps no offset here but that of UTC. */
const instant: FunctionDefinition = scalar(2, 2, (args) => {
  if (zone(args, 0) !== "'UTC'") throw unsupported('a time zone other than UTC here');
  return convert(at(args, 1), simple('TIMESTAMP_TZ'));
});

/** Functions on time zones. */
export const timeZoneFunctions: Readonly<Record<string, FunctionDefinition>> = {
  CONVERT_TIMEZONE: scalar(2, 3, (args, compilation) =>
    (args.length === 2 ? instant : wallClock).render(args, compilation),
  ),
};
