import { failure, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import {
  at,
  boolean,
  count,
  type FunctionDefinition,
  integer,
  scalar,
  text,
} from './function-definition.js';

const plain = (name: string): FunctionDefinition =>
  scalar(1, 1, (args) => typed(`${name}(${text(args, 0)})`, varchar));

const test = (name: string): FunctionDefinition =>
  scalar(2, 2, (args) => typed(`${name}(${text(args, 0)}, ${text(args, 1)})`, boolean));

const trim = (name: string): FunctionDefinition =>
  scalar(1, 2, (args) => {
    const characters = args.length > 1 ? text(args, 1) : "' '";
    return typed(`${name}(${text(args, 0)}, ${characters})`, varchar);
  });

const pad = (name: string): FunctionDefinition =>
  scalar(2, 3, (args) => {
    const filler = args.length > 2 ? text(args, 2) : "' '";
    return typed(
      `${name}(${text(args, 0)}, CAST(greatest(${count(args, 1)}, 0) AS INTEGER), ${filler})`,
      varchar,
    );
  });

/** A start of 0 is read as 1 by Snowflake; DuckDB would lose a character. */
const substring: FunctionDefinition = scalar(2, 3, (args) => {
  const start = count(args, 1);
  // Further back than the text is long there is nothing; DuckDB would begin at its start.
  const beyond = `length(${text(args, 0)}) + 1`;
  const from = `(CASE WHEN ${start} = 0 THEN 1 WHEN -${start} > length(${text(args, 0)}) THEN ${beyond} ELSE ${start} END)`;
  if (args.length === 2) return typed(`substr(${text(args, 0)}, ${from})`, varchar);
  return typed(`substr(${text(args, 0)}, ${from}, greatest(${count(args, 2)}, 0))`, varchar);
});

const side = (name: 'left' | 'right'): FunctionDefinition =>
  scalar(2, 2, (args) =>
    typed(`${name}(${text(args, 0)}, greatest(${count(args, 1)}, 0))`, varchar),
  );

const concat: FunctionDefinition = scalar(1, 255, (args) =>
  typed(`(${args.map((_, index) => text(args, index)).join(' || ')})`, varchar),
);

const concatWithSeparator: FunctionDefinition = scalar(2, 255, (args) => {
  const separator = text(args, 0);
  const parts = args.slice(1).map((_, index) => text(args, index + 1));
  return typed(`(${parts.join(` || ${separator} || `)})`, varchar);
});

const position: FunctionDefinition = scalar(2, 3, (args) => {
  const [needle, haystack] = [text(args, 0), text(args, 1)];
  if (args.length === 2) return typed(`instr(${haystack}, ${needle})`, integer);
  const start = count(args, 2);
  const found = `instr(substr(${haystack}, ${start}), ${needle})`;
  return typed(
    `(CASE WHEN ${start} < 1 THEN ${failure('position')} WHEN ${needle} = '' AND ${found} IS NOT NULL THEN 1 WHEN ${found} = 0 THEN 0 ELSE ${found} + ${start} - 1 END)`,
    integer,
  );
});

const splitPart: FunctionDefinition = scalar(3, 3, (args) => {
  const index = count(args, 2);
  const [value, delimiter] = [text(args, 0), text(args, 1)];
  const part = `split_part(${value}, ${delimiter}, CASE WHEN ${index} = 0 THEN 1 ELSE ${index} END)`;
  // An empty delimiter splits nothing; DuckDB would split into characters.
  return typed(
    `(CASE WHEN ${delimiter} = '' THEN CASE WHEN ${index} BETWEEN -1 AND 1 THEN ${value} WHEN ${index} IS NOT NULL AND ${value} IS NOT NULL THEN '' END ELSE ${part} END)`,
    varchar,
  );
});

const sha2: FunctionDefinition = scalar(1, 2, (args) => {
  if (args.length > 1 && at(args, 1).sql !== '256') {
    throw unsupported('SHA2 with a digest size other than 256');
  }
  return typed(`sha256(${text(args, 0)})`, { kind: 'VARCHAR', length: 64 });
});

/** Regular expression flags that mean the same in both engines. */
export function flags(value: string | undefined): string {
  const known = value ?? '';
  if (/[^cis]/.test(known)) throw unsupported('this regular expression flag');
  // The last of `c` and `i` counts.
  const isInsensitive = known.lastIndexOf('i') > known.lastIndexOf('c');
  return `'${isInsensitive ? 'i' : 'c'}${known.includes('s') ? 's' : ''}'`;
}

const regexpLike: FunctionDefinition = scalar(2, 3, (args) => {
  const options = flags(args.length > 2 ? (at(args, 2).text ?? 'x') : undefined);
  return typed(`regexp_full_match(${text(args, 0)}, ${text(args, 1)}, ${options})`, boolean);
});

const regexpReplace: FunctionDefinition = scalar(2, 3, (args) => {
  const replacement = args.length > 2 ? text(args, 2) : "''";
  const [value, pattern] = [text(args, 0), text(args, 1)];
  const replaced = `regexp_replace(${value}, ${pattern}, ${replacement}, 'g')`;
  // An empty pattern matches nothing.
  return typed(
    `(CASE WHEN ${pattern} = '' AND ${replacement} IS NOT NULL THEN ${value} ELSE ${replaced} END)`,
    varchar,
  );
});

const repeat: FunctionDefinition = scalar(2, 2, (args) =>
  typed(`repeat(${text(args, 0)}, greatest(${count(args, 1)}, 0))`, varchar),
);

const length: FunctionDefinition = scalar(1, 1, (args) =>
  typed(`length(${text(args, 0)})`, integer),
);

const replace: FunctionDefinition = scalar(2, 3, (args) => {
  const replacement = args.length > 2 ? text(args, 2) : "''";
  const [value, pattern] = [text(args, 0), text(args, 1)];
  return typed(`replace(${value}, ${pattern}, ${replacement})`, varchar);
});

/** Functions on text. */
export const textFunctions: Readonly<Record<string, FunctionDefinition>> = {
  UPPER: plain('upper'),
  LOWER: plain('lower'),
  REVERSE: plain('reverse'),
  TRIM: trim('trim'),
  LTRIM: trim('ltrim'),
  RTRIM: trim('rtrim'),
  LENGTH: length,
  LEN: length,
  SUBSTR: substring,
  SUBSTRING: substring,
  LEFT: side('left'),
  RIGHT: side('right'),
  REPLACE: replace,
  REPEAT: repeat,
  CONCAT: concat,
  CONCAT_WS: concatWithSeparator,
  STARTSWITH: test('starts_with'),
  ENDSWITH: test('ends_with'),
  CONTAINS: test('contains'),
  POSITION: position,
  CHARINDEX: position,
  LPAD: pad('lpad'),
  RPAD: pad('rpad'),
  SPLIT_PART: splitPart,
  REGEXP_LIKE: regexpLike,
  RLIKE: regexpLike,
  REGEXP_REPLACE: regexpReplace,
  MD5: plain('md5'),
  MD5_HEX: plain('md5'),
  SHA2: sha2,
  SHA2_HEX: sha2,
};
