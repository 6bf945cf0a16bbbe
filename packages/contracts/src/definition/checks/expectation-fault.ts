import type { Expectation } from '../../model/rule.js';
import type { Fault } from './fault.js';

const single: ReadonlySet<string> = new Set([
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
]);
const paired: ReadonlySet<string> = new Set(['mustBeBetween', 'mustNotBeBetween']);

function isPair(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [low, high]: readonly unknown[] = value;
  return Number.isFinite(low) && Number.isFinite(high) && Number(low) < Number(high);
}

/** What is wrong with an expectation, if anything. It has exactly one operator. */
export function expectationFault(expectation: Expectation): Fault | undefined {
  const operators = Object.entries(expectation).filter(([, value]) => value !== undefined);
  const [operator, value] = operators[0] ?? ['', undefined];
  const isGood =
    (single.has(operator) && Number.isFinite(value)) || (paired.has(operator) && isPair(value));
  if (operators.length === 1 && isGood) return undefined;
  return [
    'expects nothing that can be met',
    'give one operator with a finite number, or with two, the lower first',
  ];
}
