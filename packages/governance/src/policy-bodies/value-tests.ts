import { type Disclosure, theValue, unknown } from './disclosure.js';
import { type Expression, maskedValue, partsOf, readsValue } from './expression.js';
import { isRowless } from './losing-functions.js';
import { type Outcome, type OutcomeReading, outcomesOf } from './outcomes.js';
import type { Assumption } from './path.js';

/**
 * What an answer to a question about the value says of it: nothing that it is not NULL, one bit, whether
 * it is above or below something, or all of it when the answer is yes.
 */
type Told = 'nothing' | 'bit' | 'order' | 'all' | 'unknown';

/** More questions than this tell one value from another. */
const mostQuestions = 8;

/** A pattern with more letters and digits than this is nearly the value. */
const longestPattern = 6;

/** Two bounds that are nearer to each other are nearly the value. */
const narrowest = 5;

/**
 * What outcomes show beside what they give: which one it is says how a question about the value was
 * answered.
 *
 * @param isSmall Whether the value is one of so few that a question tells it
 */
export function withQuestions(
  outcomes: readonly Outcome[],
  reading: OutcomeReading,
  isSmall: boolean,
): readonly Outcome[] {
  // Where all answers look the same, they tell nothing.
  if (new Set(outcomes.map(({ key }) => key)).size < 2) return outcomes;
  const told = new Map<string, Told>();
  const asking = new Set<string>();
  const questions = new Set<string>();
  let asksValue = false;
  for (const { when } of outcomes) {
    for (const { test } of when.values()) {
      const tells = told.get(test.key) ?? tellsOf(test, reading);
      told.set(test.key, tells);
      if (tells === 'nothing') continue;
      asking.add(test.key);
      const counted = countedAs(test, reading);
      for (const key of counted.keys) questions.add(key);
      asksValue ||= !counted.isOfMasks;
    }
  }
  const areTooMany = questions.size > mostQuestions || (isSmall && asksValue);
  return outcomes.map((outcome): Outcome => {
    if (outcome.gives.is === 'value') return outcome;
    const asked = [...outcome.when.values()].filter(({ test }) => asking.has(test.key));
    const gives = asked.length === 0 ? undefined : disclosedBy(asked, told, areTooMany);
    return gives === undefined ? outcome : { ...outcome, gives };
  });
}

function disclosedBy(
  asked: readonly Assumption[],
  told: ReadonlyMap<string, Told>,
  areTooMany: boolean,
): Disclosure | undefined {
  if (areTooMany || asked.some(({ test }) => told.get(test.key) === 'unknown')) return unknown;
  // What is not false is true, of a value that is not NULL.
  const isFound = asked.some(
    ({ mode, test }) => (mode === 'true' || mode === 'notFalse') && told.get(test.key) === 'all',
  );
  const bounds = asked.filter(({ test }) => told.get(test.key) === 'order');
  return isFound || isNarrow(bounds) ? theValue : undefined;
}

/**
 * Questions about what a mask gives are no more than one: together they tell what it gives, and how the
 * questions were answered that the mask itself asks.
 */
function countedAs(
  test: Expression,
  reading: OutcomeReading,
): { readonly keys: readonly string[]; readonly isOfMasks: boolean } {
  const outcomes = askedOutcomes(test, reading);
  const inner = innerTests(outcomes, reading).map((each) => countedAs(each, reading));
  const isOfMasks = outcomes.every(({ gives, by }) => gives.is === 'nothing' || by !== undefined);
  const own = isOfMasks ? outcomes.map(({ key }) => key) : [test.key];
  return {
    keys: [...own, ...inner.flatMap(({ keys }) => keys)],
    isOfMasks: isOfMasks && outcomes.length > 0 && inner.every((each) => each.isOfMasks),
  };
}

/** What is asked about, wherever that depends on the value. */
function askedOutcomes(test: Expression, reading: OutcomeReading): readonly Outcome[] {
  return partsOf(test)
    .filter(readsValue)
    .flatMap((each) => outcomesOf(each, reading));
}

/** The questions about the value on which it depends what is asked about. */
function innerTests(outcomes: readonly Outcome[], reading: OutcomeReading): readonly Expression[] {
  const tests = outcomes.flatMap(({ when }) => [...when.values()].map(({ test }) => test));
  const each = new Map(tests.filter(readsValue).map((test) => [test.key, test]));
  return [...each.values()].filter((test) => tellsOf(test, reading) !== 'nothing');
}

const known = new WeakMap<OutcomeReading, Map<string, Told>>();

function tellsOf(test: Expression, reading: OutcomeReading): Told {
  const before = known.get(reading) ?? new Map<string, Told>();
  known.set(reading, before);
  const told = before.get(test.key) ?? readTold(test, reading);
  before.set(test.key, told);
  return told;
}

function readTold(test: Expression, reading: OutcomeReading): Told {
  if (!readsValue(test)) return 'nothing';
  // A bound within a question is not compared with others.
  const inner = innerTests(askedOutcomes(test, reading), reading);
  if (inner.some((each) => ['order', 'unknown'].includes(tellsOf(each, reading)))) return 'unknown';
  const gives = (of: Expression) => worst(withQuestions(outcomesOf(of, reading), reading, false));
  switch (test.is) {
    case 'isNull':
      return isPart(gives(test.of)) ? 'bit' : tellsOfNull(test.of);
    case 'comparison': {
      const [left, right] = test.of;
      const isEquality = test.operator === '=' || test.operator === 'same';
      const [asked, against] = readsValue(left) ? [left, right] : [right, left];
      if (isPart(gives(asked))) {
        return isPart(gives(against)) || !readsRow(against) ? 'bit' : 'unknown';
      }
      if (readsValue(against) || readsRow(against)) return 'unknown';
      // Bounds of something else than the value say little of how near they are.
      if (!isEquality) return outcomesOf(asked, reading).some(isUnknown) ? 'unknown' : 'order';
      return against.is === 'text' && against.text === '' ? 'bit' : 'all';
    }
    case 'membership':
      if (test.among.some(readsRow) || test.among.some(readsValue)) return 'unknown';
      return isPart(gives(test.of)) ? 'bit' : 'all';
    case 'pattern':
      if (isPart(gives(test.of)) && !test.patterns.some(readsRow)) return 'bit';
      return test.patterns.every(({ is }) => is === 'text') ? tellsOfPattern(test) : 'unknown';
    default:
      return 'unknown';
  }
}

/** Whether a value is there, or can be read as something. */
function tellsOfNull(of: Expression): Told {
  if (of.is === 'name' && of.name === maskedValue) return 'nothing';
  const isTried =
    (of.is === 'cast' && of.isTrying && of.of.is === 'name') ||
    (of.is === 'call' && of.name.startsWith('TRY_') && of.args[0]?.is === 'name');
  return isTried ? 'bit' : 'unknown';
}

function tellsOfPattern({ operator, patterns }: Extract<Expression, { is: 'pattern' }>): Told {
  const isLike = operator === 'LIKE' || operator === 'ILIKE';
  const isRegular = operator.startsWith('R');
  const isLong = patterns.some((pattern) => {
    const text = pattern.is === 'text' ? pattern.text : '';
    // A class of characters, an escape or a number of times stands for other characters.
    const letters = isRegular ? text.replaceAll(/\[[^\]]*\]|\\.|\{[^}]*\}/g, '') : text;
    const isWhole = isLike ? !/[%_]/.test(text) : isRegular && !/[.*+?[\\{]/.test(text);
    return isWhole || letters.replaceAll(/[^\p{L}\p{N}]/gu, '').length > longestPattern;
  });
  return isLong ? 'all' : 'bit';
}

function isUnknown({ gives }: Outcome): boolean {
  return gives.is === 'unknown';
}

function isPart({ is }: Disclosure): boolean {
  return is === 'part' || is === 'nothing';
}

/** Whether something else than the masked value decides that differs from row to row. */
function readsRow(expression: Expression): boolean {
  switch (expression.is) {
    case 'text':
    case 'number':
    case 'constant':
      return false;
    case 'name':
      return expression.name !== maskedValue && !isRowless(expression.name);
    case 'cast':
    case 'sign':
      return readsRow(expression.of);
    case 'operation':
      return expression.of.some(readsRow);
    case 'call':
      return (
        !(isRowless(expression.name) || isPlainCall(expression.name)) ||
        expression.args.some(readsRow)
      );
    default:
      return true;
  }
}

/** Functions of time, which bounds are made with. */
function isPlainCall(name: string): boolean {
  return ['YEAR', 'DATEADD', 'ADD_MONTHS', 'TO_DATE', 'LENGTH', 'LEFT', 'RIGHT'].includes(name);
}

function worst(outcomes: readonly Outcome[]): Disclosure {
  return (
    outcomes.find(({ gives }) => gives.is === 'unknown' || gives.is === 'value')?.gives ??
    outcomes[0]?.gives ??
    unknown
  );
}

/** Whether a value is between two bounds that are close together, or of which that is not known. */
function isNarrow(bounds: readonly Assumption[]): boolean {
  const lows: number[] = [];
  const highs: number[] = [];
  for (const { mode, test } of bounds) {
    if (test.is !== 'comparison') continue;
    const [left, right] = test.of;
    const isValueLeft = readsValue(left);
    const bound = boundOf(isValueLeft ? right : left);
    const isHeld = mode === 'true' || mode === 'notFalse';
    const isAbove = test.operator.startsWith('>') === isValueLeft;
    (isAbove === isHeld ? lows : highs).push(bound);
  }
  if (lows.length === 0 || highs.length === 0) return false;
  // NaN, where a bound is no number, is not wide enough either.
  return !(Math.min(...highs) - Math.max(...lows) >= narrowest);
}

function boundOf(expression: Expression): number {
  if (expression.is === 'number') return Number(expression.text);
  if (expression.is === 'sign') {
    return expression.key.startsWith('[["symbol","-"]')
      ? -boundOf(expression.of)
      : boundOf(expression.of);
  }
  if (expression.is === 'cast') return boundOf(expression.of);
  if (expression.is !== 'text') return Number.NaN;
  // In days, so that a few of them are narrow.
  return Date.parse(expression.text) / 86_400_000;
}
