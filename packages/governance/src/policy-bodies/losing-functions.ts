import { type Disclosure, madeOf, nothing, partOf, unknown } from './disclosure.js';
import { type Expression, partsOf, readsValue } from './expression.js';

/** An argument of a function, with what it gives of the value. */
export interface Argument {
  readonly of: Expression;
  readonly gives: Disclosure;
}

/** The parts of dates that may be shown, with about how many characters each says. */
const dateParts: ReadonlyMap<string, number> = new Map([
  ['YEAR', 4],
  ['QUARTER', 1],
  ['MONTH', 2],
  ['WEEK', 2],
  ['DAY', 2],
  ['DAYOFMONTH', 2],
  ['DAYOFWEEK', 1],
  ['HOUR', 3],
  ['MINUTE', 3],
]);

/** A date that is cut off so far down says as much as its year. */
const truncations: ReadonlySet<string> = new Set(['YEAR', 'QUARTER', 'MONTH']);

/** A pattern that matches each character: what is replaced by it keeps nothing but the length. */
const everything: ReadonlySet<string> = new Set(['.', '.*', '.+']);

/** Salt that is shorter than this is found by trying. */
const shortestSalt = 8;

type Rule = (args: readonly Argument[], key: string) => Disclosure | undefined;

/** Functions that lose information, with what is left. `undefined`: not in this form. */
const losing: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['LEFT', ([of, length], key) => cut(of, length, key)],
  ['RIGHT', ([of, length], key) => cut(of, length, key)],
  ['SUBSTR', ([of, start, length], key) => (isNumber(start) ? cut(of, length, key) : undefined)],
  ['SUBSTRING', ([of, start, length], key) => (isNumber(start) ? cut(of, length, key) : undefined)],
  ['LENGTH', ([of], key) => small(of, 1, key)],
  ['LEN', ([of], key) => small(of, 1, key)],
  ['ARRAY_SIZE', ([of], key) => small(of, 1, key)],
  ['TYPEOF', ([of], key) => small(of, 1, key)],
  ['SIGN', ([of], key) => small(of, 1, key)],
  [
    'DATE_TRUNC',
    ([part, of], key) => (truncations.has(wordOf(part)) ? small(of, 4, key) : undefined),
  ],
  ['DATE_PART', ([part, of], key) => datePart(wordOf(part), of, key)],
  ['LAST_DAY', ([of, ...rest], key) => (rest.length === 0 ? small(of, 4, key) : undefined)],
  ['DATEDIFF', yearsBetween],
  ['REGEXP_REPLACE', replacedWhole],
  ['SHA2', salted],
  ...[...dateParts.keys()].map((part): [string, Rule] => [
    part,
    ([of], key) => datePart(part, of, key),
  ]),
]);

/** Functions that say something of the session or of the time, and nothing of the row. */
const rowless: ReadonlySet<string> = new Set(
  `CURRENT_ROLE CURRENT_USER CURRENT_ACCOUNT CURRENT_ACCOUNT_NAME CURRENT_ORGANIZATION_NAME CURRENT_DATE
  CURRENT_TIMESTAMP INVOKER_ROLE INVOKER_SHARE IS_ROLE_IN_SESSION IS_DATABASE_ROLE_IN_SESSION
  IS_GRANTED_TO_INVOKER_ROLE SYS_CONTEXT`.split(/\s+/),
);

/** Functions of time alone, which is the same for everybody. */
const timely: ReadonlySet<string> = new Set(['CURRENT_DATE', 'CURRENT_TIMESTAMP']);

/** Functions whose result says no more than their arguments do. */
const plain: ReadonlySet<string> = new Set(
  `ABS CEIL FLOOR GREATEST LEAST MOD ROUND TRUNC TRUNCATE NULLIFZERO ZEROIFNULL CAST TRY_CAST TO_BOOLEAN
  TO_CHAR TO_DATE TO_DECIMAL TO_NUMBER TO_TIMESTAMP TO_TIMESTAMP_NTZ TO_TIMESTAMP_TZ TO_VARCHAR TO_VARIANT
  TRY_TO_BOOLEAN TRY_TO_DATE TRY_TO_NUMBER TRY_TO_TIMESTAMP CONCAT CONCAT_WS INITCAP LOWER LPAD LTRIM
  REPEAT REPLACE REVERSE RPAD RTRIM SPLIT SPLIT_PART TRANSLATE TRIM UPPER REGEXP_SUBSTR BASE64_ENCODE
  HEX_ENCODE MD5 SHA1 ADD_MONTHS DATEADD DATE_FROM_PARTS TIMESTAMP_FROM_PARTS TIMESTAMP_NTZ_FROM_PARTS
  ARRAY_CONSTRUCT OBJECT_CONSTRUCT PARSE_JSON TRY_PARSE_JSON`.split(/\s+/),
);

/** Whether a function, or a name without brackets, says nothing of the row. */
export function isRowless(name: string): boolean {
  return rowless.has(name);
}

/** Whether an expression asks who asks: for roles, users, accounts, agents. */
export function asksSession(expression: Expression): boolean {
  const asks = (name: string) => rowless.has(name) && !timely.has(name);
  switch (expression.is) {
    case 'name':
      return asks(expression.name);
    case 'exists':
    case 'query':
      return [...expression.words].some(asks);
    case 'call':
      // What is not known may ask for anything.
      return (
        !(
          timely.has(expression.name) ||
          plain.has(expression.name) ||
          losing.has(expression.name)
        ) || expression.args.some(asksSession)
      );
    default:
      return partsOf(expression).some(asksSession);
  }
}

/** What a call gives of the value: an allow-list, so that whatever is not known gives all of it. */
export function callDisclosure(name: string, args: readonly Argument[], key: string): Disclosure {
  const lost = losing.get(name)?.(args, key);
  if (lost !== undefined) return lost;
  if (rowless.has(name)) return args.every(isNothing) ? nothing : unknown;
  if (plain.has(name) || losing.has(name)) return madeOf(args.map(({ gives }) => gives));
  return unknown;
}

function isNothing({ gives }: Argument): boolean {
  return gives.is === 'nothing';
}

/** Whether all that is not known of an argument is how much of the value it gives. */
function isOfValue({ of, gives }: Argument): boolean {
  return gives.is !== 'unknown' || isMadeOfValue(of);
}

function isMadeOfValue(of: Expression): boolean {
  switch (of.is) {
    case 'name':
      return readsValue(of);
    case 'text':
    case 'number':
    case 'constant':
      return true;
    case 'call':
      return (plain.has(of.name) || losing.has(of.name)) && of.args.every(isMadeOfValue);
    case 'operation':
      return of.of.every(isMadeOfValue);
    case 'cast':
    case 'sign':
      return isMadeOfValue(of.of);
    default:
      return false;
  }
}

function isNumber(argument: Argument | undefined): boolean {
  const of = argument?.of;
  return of?.is === 'number' || (of?.is === 'sign' && of.of.is === 'number');
}

/** What is left of a text of which a few characters are taken. */
function cut(
  of: Argument | undefined,
  length: Argument | undefined,
  key: string,
): Disclosure | undefined {
  if (of === undefined || length?.of.is !== 'number' || !isOfValue(of)) return undefined;
  return small(of, Number(length.of.text), key);
}

/** So much at most, and no more than was there. */
function small(of: Argument | undefined, kept: number, key: string): Disclosure | undefined {
  if (of === undefined || !isOfValue(of)) return undefined;
  if (of.gives.is === 'nothing') return nothing;
  // Of a part it says no more than the part does.
  return of.gives.is === 'part' ? of.gives : partOf(key, kept);
}

function wordOf(argument: Argument | undefined): string {
  const of = argument?.of;
  if (of?.is === 'text') return of.text.toUpperCase();
  return of?.is === 'name' ? of.name : '';
}

function datePart(part: string, of: Argument | undefined, key: string): Disclosure | undefined {
  const kept = dateParts.get(part);
  return kept === undefined ? undefined : small(of, kept, key);
}

/** Years between the value and a day: a year, too. */
function yearsBetween(
  [part, one, other]: readonly Argument[],
  key: string,
): Disclosure | undefined {
  if (one === undefined || other === undefined || wordOf(part) !== 'YEAR') return undefined;
  if (isNothing(one)) return small(other, 4, key);
  return isNothing(other) ? small(one, 4, key) : undefined;
}

function replacedWhole(args: readonly Argument[], key: string): Disclosure | undefined {
  const [of, pattern, replacement] = args;
  if (args.length !== 3 || pattern?.of.is !== 'text' || replacement?.of.is !== 'text') {
    return undefined;
  }
  const isWhole = everything.has(pattern.of.text) && !replacement.of.text.includes('\\');
  return isWhole ? small(of, 1, key) : undefined;
}

/** Without salt a hash of what can be guessed is found by trying. */
function salted(args: readonly Argument[], key: string): Disclosure | undefined {
  const [{ of } = {}] = args;
  if (of === undefined || !isMadeOfValue(of)) return undefined;
  const texts =
    of.is === 'operation' && of.operator === '||'
      ? of.of
      : of.is === 'call' && of.name === 'CONCAT'
        ? of.args
        : [];
  const hasSalt = texts.some((each) => each.is === 'text' && each.text.length >= shortestSalt);
  return hasSalt ? partOf(key, 0) : undefined;
}
