import { failure, type Typed, typed } from '../compile/typed.js';
import { varchar } from '../datatype/data-type.js';
import { unsupported } from '../warehouse/errors.js';
import { bindArguments } from './bind-arguments.js';
import {
  at,
  count,
  type FunctionDefinition,
  integer,
  scalar,
  text,
} from './function-definition.js';
import { flags } from './text-functions.js';
import { array } from './variant-functions.js';

/** Replaces some characters from a position on, which is in the text or directly behind it. */
const insert: FunctionDefinition = scalar(4, 4, (args, compilation) => {
  compilation.mayFail = true;
  const sql = bindArguments(
    [text(args, 0), count(args, 1), count(args, 2), text(args, 3)],
    compilation,
    (value = '', from = '', length = '', added = '') =>
      `(CASE WHEN ${value} IS NULL OR ${from} IS NULL OR ${length} IS NULL OR ${added} IS NULL THEN NULL WHEN ${from} < 1 OR ${from} > length(${value}) + 1 OR ${length} < 0 THEN ${failure('position')} ELSE left(${value}, ${from} - 1) || ${added} || substr(${value}, ${from} + ${length}) END)`,
  );
  return typed(sql, varchar);
});

/** DuckDB compares bytes, so only texts whose characters are bytes are compared. */
const similarity: FunctionDefinition = scalar(2, 2, (args, compilation) => {
  compilation.mayFail = true;
  const sql = bindArguments(
    [`lower(${text(args, 0)})`, `lower(${text(args, 1)})`],
    compilation,
    (left = '', right = '') =>
      `(CASE WHEN ${left} IS NULL OR ${right} IS NULL THEN NULL WHEN ${left} = '' OR ${right} = '' THEN 0 WHEN length(${left}) = strlen(${left}) AND length(${right}) = strlen(${right}) THEN CAST(floor(jaro_winkler_similarity(${left}, ${right}) * 100) AS BIGINT) ELSE ${failure('ascii')} END)`,
  );
  return typed(sql, integer);
});

/** The matches of a pattern from a position on, each as the whole or as one of its groups. */
function matches(args: readonly Typed[]): string {
  const written = args.length > 4 ? (at(args, 4).text ?? 'x') : '';
  const takesGroup = written.includes('e') || args.length > 5;
  const group = args.length > 5 ? at(args, 5).sql : takesGroup ? '1' : '0';
  if (!/^\d$/.test(group)) throw unsupported('a computed group of a regular expression');
  const start = args.length > 2 ? count(args, 2) : '1';
  const pattern = text(args, 1);
  const options = flags(written.replaceAll('e', ''));
  return `(CASE WHEN ${start} < 1 THEN ${failure('position')} WHEN ${pattern} = '' THEN [] ELSE regexp_extract_all(substr(${text(args, 0)}, ${start}), ${pattern}, ${group}, ${options}) END)`;
}

const isKnown = (args: readonly Typed[]): string =>
  args.map(({ sql }) => `${sql} IS NOT NULL`).join(' AND ');

const regexpSubstr: FunctionDefinition = scalar(2, 6, (args, compilation) => {
  compilation.mayFail = true;
  const occurrence = args.length > 3 ? count(args, 3) : '1';
  return typed(
    `(CASE WHEN ${isKnown(args)} THEN CASE WHEN ${occurrence} < 1 THEN ${failure('position')} ELSE (${matches(args)})[${occurrence}] END END)`,
    varchar,
  );
});

const regexpSubstrAll: FunctionDefinition = scalar(2, 6, (args, compilation) => {
  compilation.mayFail = true;
  const occurrence = args.length > 3 ? count(args, 3) : '1';
  return typed(
    `CAST((CASE WHEN ${isKnown(args)} THEN to_json((${matches(args)})[${occurrence}:]) END) AS JSON)`,
    array,
  );
});

/** Functions that compare texts, and take from them or add to them by position and pattern. */
export const textMeasures: Readonly<Record<string, FunctionDefinition>> = {
  INSERT: insert,
  JAROWINKLER_SIMILARITY: similarity,
  REGEXP_SUBSTR: regexpSubstr,
  REGEXP_SUBSTR_ALL: regexpSubstrAll,
  SPACE: scalar(1, 1, (args) => typed(`repeat(' ', greatest(${count(args, 0)}, 0))`, varchar)),
};
