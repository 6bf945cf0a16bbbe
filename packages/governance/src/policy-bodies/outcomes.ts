import type { SemanticType } from '@das/contracts';
import type { BodyContext } from './body-session.js';
import { conditionPaths, isCondition, isFallback, reachedBranches } from './condition-paths.js';
import {
  type Disclosure,
  madeOf,
  mostKept,
  nothing,
  partOf,
  theValue,
  unknown,
} from './disclosure.js';
import { type Expression, maskedValue, readsValue } from './expression.js';
import { callDisclosure, isRowless } from './losing-functions.js';
import { always, joined, mostPaths, type Path, pathOf } from './path.js';

/** Something that a body gives, with what has to be so. */
export interface Outcome {
  readonly when: Path;
  readonly gives: Disclosure;
  /** A text of what is given. */
  readonly key: string;
  /** Who says that it hides, where that is not read in its SQL: the library, or an author with a reason. */
  readonly by?: 'library' | { readonly reason: string };
}

/** SQL of which it is known that it hides: by the text of its tokens. */
export interface KnownMasks {
  /** The masks of the library that hide values of every meaning. */
  readonly library: ReadonlySet<string>;
  /** Those that hide values of one meaning alone, with the meaning. */
  readonly byMeaning: ReadonlyMap<string, SemanticType>;
  /** SQL for which an author gives a reason, with the reason. */
  readonly vouched: ReadonlyMap<string, string>;
}

/** A reader of expressions for one session. */
export interface OutcomeReading {
  readonly context: BodyContext;
  readonly masks: KnownMasks;
  /** Whether the masked value is a date or a moment. */
  readonly isDated: boolean;
}

/** All that an expression can give in a session. */
export function outcomesOf(expression: Expression, reading: OutcomeReading): readonly Outcome[] {
  const found = readOutcomes(expression, reading);
  return found === undefined || found.length > mostPaths
    ? [{ when: always, gives: unknown, key: expression.key }]
    : found;
}

function readOutcomes(
  expression: Expression,
  reading: OutcomeReading,
): readonly Outcome[] | undefined {
  const { key } = expression;
  const one = (gives: Disclosure): readonly Outcome[] => [{ when: always, gives, key }];
  if (reading.masks.library.has(key)) {
    return [{ when: always, gives: partOf(key, mostKept), key, by: 'library' }];
  }
  if (reading.masks.vouched.has(key)) return vouchedOutcomes(expression, reading);
  if (isCondition(expression)) return conditionOutcomes(expression, reading);
  switch (expression.is) {
    case 'text':
    case 'escaped':
    case 'number':
    case 'constant':
      return one(nothing);
    case 'name':
      if (expression.name === maskedValue) return one(theValue);
      return one(isRowless(expression.name) ? nothing : unknown);
    case 'case': {
      const reached = reachedBranches(expression, reading.context);
      return reached?.flatMap(({ path, gives }) => under(path, outcomesOf(gives, reading)));
    }
    case 'cast':
      return outcomesOf(expression.of, reading);
    case 'sign':
      return combined([expression.of], reading, key, madeOf);
    case 'operation':
      return combined(expression.of, reading, key, madeOf);
    case 'call': {
      const { name, args } = expression;
      if (isFallback(name)) return fallbackOutcomes(args, reading);
      return combined(args, reading, key, (gives) =>
        callDisclosure(
          name,
          args.map((of, at) => ({ of, gives: gives[at] ?? unknown })),
          { key, isDated: reading.isDated },
        ),
      );
    }
    default:
      return one(unknown);
  }
}

function under(path: Path, outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.flatMap((each) => {
    const when = joined(path, each.when);
    return when === undefined ? [] : [{ ...each, when }];
  });
}

/** No word of an author makes a mask of the value itself. */
function vouchedOutcomes(
  expression: Expression,
  reading: OutcomeReading,
): readonly Outcome[] | undefined {
  const vouched = new Map(reading.masks.vouched);
  const reason = vouched.get(expression.key) ?? '';
  vouched.delete(expression.key);
  const own = outcomesOf(expression, { ...reading, masks: { ...reading.masks, vouched } });
  if (own.some(({ gives }) => gives.is === 'value')) return own;
  return [
    { when: always, gives: partOf(expression.key, mostKept), key: expression.key, by: { reason } },
  ];
}

function conditionOutcomes(
  expression: Expression,
  { context }: OutcomeReading,
): readonly Outcome[] | undefined {
  // What another column says is shown with it.
  if (!readsValue(expression)) return [{ when: always, gives: nothing, key: expression.key }];
  return (['true', 'false'] as const).flatMap((mode) =>
    conditionPaths(expression, mode, context).map((when) => ({ when, gives: nothing, key: mode })),
  );
}

function fallbackOutcomes(
  [first, ...rest]: readonly Expression[],
  reading: OutcomeReading,
): readonly Outcome[] | undefined {
  if (first === undefined) return [{ when: always, gives: nothing, key: 'NULL' }];
  const later = fallbackOutcomes(rest, reading);
  const isNull: Expression = { is: 'isNull', of: first, key: `NULL? ${first.key}` };
  return [...outcomesOf(first, reading), ...under(pathOf(isNull, 'true'), later ?? [])];
}

/** Each outcome of each part with each of the others. */
function combined(
  parts: readonly Expression[],
  reading: OutcomeReading,
  key: string,
  give: (gives: readonly Disclosure[]) => Disclosure,
): readonly Outcome[] | undefined {
  let all: readonly { when: Path; gives: readonly Disclosure[]; keys: readonly string[] }[] = [
    { when: always, gives: [], keys: [] },
  ];
  for (const part of parts) {
    const outcomes = outcomesOf(part.is === 'named' ? part.of : part, reading);
    if (all.length * outcomes.length > mostPaths) return undefined;
    all = all.flatMap((before) =>
      outcomes.flatMap((each) => {
        const when = joined(before.when, each.when);
        if (when === undefined) return [];
        const gives = [...before.gives, each.gives];
        return [{ when, gives, keys: [...before.keys, each.key] }];
      }),
    );
  }
  const isOne = all.length === 1;
  return all.map(({ when, gives, keys }) => ({
    when,
    gives: give(gives),
    key: isOne ? key : JSON.stringify([key, ...keys]),
  }));
}
