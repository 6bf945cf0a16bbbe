import * as z from 'zod';
import { type $ZodCheck, $ZodCheckStringFormat, regexes } from 'zod/v4/core';
import type { StringShape } from '../model/value-shape.js';

type TextCheck = $ZodCheck<string>;

/** The formats that are checked by code or by one expression. */
const plainFormats: Readonly<Record<string, () => TextCheck>> = {
  email: () => z.email(),
  uuid: () => z.uuid(),
  guid: () => z.guid(),
  url: () => z.url(),
  emoji: () => z.emoji(),
  nanoid: () => z.nanoid(),
  cuid: () => z.cuid(),
  cuid2: () => z.cuid2(),
  ulid: () => z.ulid(),
  xid: () => z.xid(),
  ksuid: () => z.ksuid(),
  ipv4: () => z.ipv4(),
  ipv6: () => z.ipv6(),
  mac: () => z.mac(),
  cidrv4: () => z.cidrv4(),
  cidrv6: () => z.cidrv6(),
  base64: () => z.base64(),
  base64url: () => z.base64url(),
  e164: () => z.e164(),
  jwt: () => z.jwt(),
  datetime: () => z.iso.datetime(),
  date: () => z.iso.date(),
  time: () => z.iso.time(),
  duration: () => z.iso.duration(),
};

/** The names of the formats of text that a schema can be rebuilt for. */
export const knownFormats: ReadonlySet<string> = new Set(Object.keys(plainFormats));

interface Variant {
  readonly pattern: string;
  readonly make: () => TextCheck;
}

const precisions = [undefined, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The forms of a format that zod's options give, each told by its expression. */
function variantsOf(format: string): readonly Variant[] {
  const withPrecision = (precision: number | undefined) =>
    precision === undefined ? {} : { precision };
  switch (format) {
    case 'datetime':
      return precisions.flatMap((precision) =>
        [{ local: true }, { offset: true }, { local: true, offset: true }, {}].map((zone) => {
          const options = { ...zone, ...withPrecision(precision) };
          return {
            pattern: String(regexes.datetime(options)),
            make: () => z.iso.datetime(options),
          };
        }),
      );
    case 'time':
      return precisions.map((precision) => ({
        pattern: String(regexes.time(withPrecision(precision))),
        make: () => z.iso.time(withPrecision(precision)),
      }));
    case 'uuid':
      return ([1, 2, 3, 4, 5, 6, 7, 8] as const).map((version) => ({
        pattern: String(regexes.uuid(version)),
        make: () => z.uuid({ version: `v${version}` }),
      }));
    default:
      return [];
  }
}

/** A format of which nothing is known but its name: it lets everything through or nothing. */
function unknownFormat(format: string, isAccepted: boolean): TextCheck {
  const pattern = isAccepted ? /^/ : /(?!)/;
  return new $ZodCheckStringFormat({
    check: 'string_format',
    format: format as 'regex',
    pattern,
  });
}

/** A regular expression from its literal, such as `/^a/i`. */
export function expressionOfLiteral(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

/** The schema of a text, without its checks in code. */
export function stringSchema(shape: StringShape, isUnknownAccepted: boolean): z.ZodType {
  const { format, minLength, maxLength, patterns = [] } = shape;
  const variant = variantsOf(format ?? '').find(({ pattern }) => patterns.includes(pattern));
  const checks: TextCheck[] = patterns
    .filter((literal) => literal !== variant?.pattern)
    .map((literal) => z.regex(expressionOfLiteral(literal)));
  if (minLength !== undefined) checks.push(z.minLength(minLength));
  if (maxLength !== undefined) checks.push(z.maxLength(maxLength));
  if (format !== undefined) {
    const make = variant?.make ?? (knownFormats.has(format) ? plainFormats[format] : undefined);
    // Last, since an address is handed on rewritten.
    checks.push(make?.() ?? unknownFormat(format, isUnknownAccepted));
  }
  const [first, ...rest] = checks;
  return first === undefined ? z.string() : z.string().check(first, ...rest);
}
