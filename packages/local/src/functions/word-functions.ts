import { duckString, failure, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { bindArguments } from './bind-arguments.js';
import {
  at,
  count,
  type FunctionDefinition,
  integer,
  literal,
  scalar,
  text,
} from './function-definition.js';
import { flags } from './text-functions.js';
import { array } from './variant-functions.js';

const split: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  const sql = bindArguments([text(args, 0), text(args, 1)], compilation, (value = '', by = '') => {
    // An empty separator splits nothing; DuckDB would split into characters.
    const parts = `(CASE WHEN ${by} = '' THEN [${value}] ELSE string_split(${value}, ${by}) END)`;
    return `(CASE WHEN ${value} IS NULL OR ${by} IS NULL THEN NULL ELSE to_json(${parts}) END)`;
  });
  return typed(`CAST(${sql} AS JSON)`, array);
});

/** Each character of the delimiter splits, and no token is empty. */
const strtok: FunctionDefinition = scalar(1, 3, (args, compilation) => {
  const delimiters = args.length > 1 ? text(args, 1) : "' '";
  const number = args.length > 2 ? count(args, 2) : '1';
  const token = compilation.alias('r');
  const sql = bindArguments(
    [text(args, 0), delimiters, number],
    compilation,
    (value = '', by = '', index = '') => {
      const one = `translate(${value}, ${by}, repeat(left(${by}, 1), length(${by})))`;
      const parts = `(CASE WHEN ${by} = '' THEN [${value}] ELSE string_split(${one}, left(${by}, 1)) END)`;
      const tokens = `list_filter(${parts}, lambda ${token}: ${token} <> '')`;
      return `(CASE WHEN ${by} IS NOT NULL AND ${index} >= 1 THEN (${tokens})[${index}] END)`;
    },
  );
  return typed(sql, varchar);
});

const separators = duckString(String.raw`[\s!?@"^#$&~_,.:;+\-*%/|\\\[\](){}<>]`);

const initcap: FunctionDefinition = scalar(1, 2, (args, compilation) => {
  const delimiters = args.length > 1 ? literal(args, 1, 'set of delimiters') : undefined;
  const character = compilation.alias('r');
  const place = compilation.alias('r');
  const sql = bindArguments([text(args, 0)], compilation, (value = '') => {
    const characters = `string_split(${value}, '')`;
    const before = `${characters}[${place} - 1]`;
    const isSeparator = (each: string): string => {
      if (delimiters === undefined) return `regexp_full_match(${each}, ${separators})`;
      return delimiters === '' ? 'FALSE' : `contains(${duckString(delimiters)}, ${each})`;
    };
    const written = `CASE WHEN ${isSeparator(character)} THEN ${character} WHEN ${place} = 1 OR ${isSeparator(before)} THEN upper(${character}) ELSE lower(${character}) END`;
    return `(CASE WHEN ${value} IS NULL THEN NULL ELSE array_to_string(list_transform(${characters}, lambda ${character}, ${place}: ${written}), '') END)`;
  });
  return typed(sql, varchar);
});

const translate: FunctionDefinition = scalar(3, 3, (args) => {
  const [value, from, to] = [text(args, 0), text(args, 1), text(args, 2)];
  return typed(
    `(CASE WHEN length(${to}) > length(${from}) THEN ${failure('length')} ELSE translate(${value}, ${from}, ${to}) END)`,
    varchar,
  );
});

/** DuckDB counts bytes, so only texts whose characters are bytes are compared. */
const editDistance: FunctionDefinition = scalar(2, 3, (args) => {
  const [left, right] = [text(args, 0), text(args, 1)];
  const isPlain = `(length(${left}) = strlen(${left}) AND length(${right}) = strlen(${right}))`;
  const distance = `levenshtein(${left}, ${right})`;
  const most = args.length > 2 ? `least(${distance}, greatest(${count(args, 2)}, 0))` : distance;
  const limit = args.length > 2 ? ` OR ${count(args, 2)} IS NULL` : '';
  return typed(
    `(CASE WHEN ${left} IS NULL OR ${right} IS NULL${limit} THEN NULL WHEN ${isPlain} THEN ${most} ELSE ${failure('ascii')} END)`,
    integer,
  );
});

const regexpCount: FunctionDefinition = scalar(2, 4, (args) => {
  const options = flags(args.length > 3 ? (at(args, 3).text ?? 'x') : undefined);
  const [value, pattern] = [text(args, 0), text(args, 1)];
  const start = args.length > 2 ? count(args, 2) : '1';
  const found = `len(regexp_extract_all(substr(${value}, ${start}), ${pattern}, 0, ${options}))`;
  return typed(
    `(CASE WHEN ${start} < 1 THEN ${failure('position')} WHEN ${pattern} = '' AND ${value} IS NOT NULL THEN 0 ELSE ${found} END)`,
    integer,
  );
});

/** Where the first match begins; what stands before it is matched as little as can be. */
const regexpInstr: FunctionDefinition = scalar(2, 2, (args) => {
  const [value, pattern] = [text(args, 0), text(args, 1)];
  if (at(args, 1).text === undefined) throw unsupported('REGEXP_INSTR of a computed pattern');
  const before = `regexp_extract(${value}, '^((?s:.)*?)(?:' || ${pattern} || ')', 1)`;
  return typed(
    `(CASE WHEN ${value} IS NULL THEN NULL WHEN ${pattern} <> '' AND regexp_matches(${value}, ${pattern}) THEN length(${before}) + 1 ELSE 0 END)`,
    integer,
  );
});

/** Functions that look at the words, characters and matches of a text. */
export const wordFunctions: Readonly<Record<string, FunctionDefinition>> = {
  SPLIT: split,
  STRTOK: strtok,
  INITCAP: initcap,
  TRANSLATE: translate,
  EDITDISTANCE: editDistance,
  REGEXP_COUNT: regexpCount,
  REGEXP_INSTR: regexpInstr,
};
