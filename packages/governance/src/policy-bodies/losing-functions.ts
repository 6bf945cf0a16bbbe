import { type Disclosure, madeOf, nothing, partOf, unknown } from './disclosure.js';
import { carriesValue, type Expression, partsOf } from './expression.js';

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

/** A call of which the arguments are read. */
interface Called {
  readonly key: string;
  /** Whether the masked value is a date or a moment. */
  readonly isDated: boolean;
}

type Rule = (args: readonly Argument[], called: Called) => Disclosure | undefined;

/** Functions that lose information, with what is left. `undefined`: not in this form. */
const losing: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['LEFT', ([of, length], { key }) => cut(of, length, key)],
  ['RIGHT', ([of, length], { key }) => cut(of, length, key)],
  ['SUBSTR', substring],
  ['SUBSTRING', substring],
  ['LENGTH', ([of], { key }) => small(of, 1, key)],
  ['LEN', ([of], { key }) => small(of, 1, key)],
  ['ARRAY_SIZE', ([of], { key }) => small(of, 1, key)],
  ['TYPEOF', ([of], { key }) => small(of, 1, key)],
  ['SIGN', ([of], { key }) => small(of, 1, key)],
  [
    'DATE_TRUNC',
    ([part, of], called) => (truncations.has(wordOf(part)) ? dated(of, 4, called) : undefined),
  ],
  ['DATE_PART', ([part, of], called) => datePart(wordOf(part), of, called)],
  ['LAST_DAY', ([of, ...rest], called) => (rest.length === 0 ? dated(of, 4, called) : undefined)],
  ['DATEDIFF', yearsBetween],
  ['REGEXP_REPLACE', replacedWhole],
  ['SHA2', salted],
  ...[...dateParts.keys()].map((part): [string, Rule] => [
    part,
    ([of], called) => datePart(part, of, called),
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
export function callDisclosure(
  name: string,
  args: readonly Argument[],
  called: Called,
): Disclosure {
  const lost = losing.get(name)?.(args, called);
  if (lost !== undefined) return lost;
  if (rowless.has(name)) return args.every(isNothing) ? nothing : unknown;
  if (plain.has(name) || losing.has(name)) return madeOf(args.map(({ gives }) => gives));
  return unknown;
}

function isNothing({ gives }: Argument): boolean {
  return gives.is === 'nothing';
}

function isNumber(argument: Argument | undefined): boolean {
  const of = argument?.of;
  return of?.is === 'number' || (of?.is === 'sign' && of.of.is === 'number');
}

function substring(
  [of, start, length]: readonly Argument[],
  { key }: Called,
): Disclosure | undefined {
  return isNumber(start) ? cut(of, length, key) : undefined;
}

/** What is left of a text of which a few characters are taken. */
function cut(
  of: Argument | undefined,
  length: Argument | undefined,
  key: string,
): Disclosure | undefined {
  if (length?.of.is !== 'number' || !/^\d+$/.test(length.of.text)) return undefined;
  return small(of, Number(length.of.text), key);
}

/**
 * So much at most, and no more than was there. Of what is made from the value in another way, the little
 * that is left may be all of it.
 */
function small(of: Argument | undefined, kept: number, key: string): Disclosure | undefined {
  if (of === undefined) return undefined;
  // Of a part it says no more than the part does.
  if (of.gives.is === 'nothing' || of.gives.is === 'part') return of.gives;
  return of.gives.is === 'value' || carriesValue(of.of) ? partOf(key, kept) : undefined;
}

/** The same of a date. A number that is taken for a date may be a small one. */
function dated(
  of: Argument | undefined,
  kept: number,
  { key, isDated }: Called,
): Disclosure | undefined {
  const isValue = of?.gives.is === 'value' || of?.gives.is === 'unknown';
  return isValue && !isDated ? undefined : small(of, kept, key);
}

function wordOf(argument: Argument | undefined): string {
  const of = argument?.of;
  if (of?.is === 'text') return of.text.toUpperCase();
  return of?.is === 'name' ? of.name : '';
}

function datePart(part: string, of: Argument | undefined, called: Called): Disclosure | undefined {
  const kept = dateParts.get(part);
  return kept === undefined ? undefined : dated(of, kept, called);
}

/** Years between the value and a day: a year, too. */
function yearsBetween(
  [part, one, other]: readonly Argument[],
  called: Called,
): Disclosure | undefined {
  if (one === undefined || other === undefined || wordOf(part) !== 'YEAR') return undefined;
  if (isNothing(one)) return dated(other, 4, called);
  return isNothing(other) ? dated(one, 4, called) : undefined;
}

function replacedWhole(args: readonly Argument[], { key }: Called): Disclosure | undefined {
  const [of, pattern, replacement] = args;
  if (args.length !== 3 || pattern?.of.is !== 'text' || replacement?.of.is !== 'text') {
    return undefined;
  }
  const isWhole = everything.has(pattern.of.text) && !replacement.of.text.includes('\\');
  return isWhole ? small(of, 1, key) : undefined;
}

/**
 * Without salt a hash of what can be guessed is found by trying. With salt it says nothing of the value
 * as a whole; a part of it is found by trying still.
 */
function salted(args: readonly Argument[], { key }: Called): Disclosure | undefined {
  const [{ of } = {}] = args;
  const isJoined = of?.is === 'operation' && of.operator === '||';
  const isConcat = of?.is === 'call' && of.name === 'CONCAT';
  const texts = isJoined ? of.of : isConcat ? of.args : [];
  const hasSalt = texts.some((each) => each.is === 'text' && each.text.length >= shortestSalt);
  const others = texts.filter(({ is }) => is !== 'text');
  return hasSalt && others.length === 1 && others.every(carriesValue) ? partOf(key, 0) : undefined;
}

/** Functions that give the same for the same arguments, beside those above. */
const steady: ReadonlySet<string> = new Set(
  `COALESCE NVL IFNULL GET GET_PATH ARRAY_CONTAINS ARRAY_TO_STRING CURRENT_DATABASE CURRENT_SCHEMA
  CURRENT_SESSION CURRENT_REGION CURRENT_IP_ADDRESS CURRENT_AVAILABLE_ROLES CURRENT_SECONDARY_ROLES
  CURRENT_TIME LOCALTIME LOCALTIMESTAMP`.split(/\s+/),
);

/** Whether an expression is known to give the same wherever it stands in a body, in one row of one session. */
export function isSteady(expression: Expression): boolean {
  switch (expression.is) {
    case 'exists':
    case 'query':
      return false;
    case 'name':
      return !expression.name.endsWith('.NEXTVAL');
    case 'call': {
      const { name, args } = expression;
      const isKnown = [rowless, plain, steady].some((each) => each.has(name)) || losing.has(name);
      return isKnown && args.every(isSteady);
    }
    default:
      return partsOf(expression).every(isSteady);
  }
}
