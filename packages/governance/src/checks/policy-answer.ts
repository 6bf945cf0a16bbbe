/** What the body of a policy can answer in a session. What cannot be known counts as possible. */
export interface PolicyAnswer {
  /** Whether the answer may be the column's own value, or one from which it can be had back. */
  readonly mayBeClear: boolean;
  /** For a condition, and for the body of a row access policy. */
  readonly truth: 'true' | 'false' | 'unknown';
  /** The text, where it is known. */
  readonly text?: string;
}

export const unknown: PolicyAnswer = { mayBeClear: false, truth: 'unknown' };
export const clear: PolicyAnswer = { mayBeClear: true, truth: 'unknown' };

export function condition(truth: PolicyAnswer['truth']): PolicyAnswer {
  return { mayBeClear: false, truth };
}

export function not(truth: PolicyAnswer['truth']): PolicyAnswer['truth'] {
  if (truth === 'unknown') return truth;
  return truth === 'true' ? 'false' : 'true';
}

export function either(
  first: PolicyAnswer['truth'],
  second: PolicyAnswer['truth'],
): PolicyAnswer['truth'] {
  if (first === 'true' || second === 'true') return 'true';
  return first === 'false' && second === 'false' ? 'false' : 'unknown';
}

export function anyOf(values: readonly PolicyAnswer[]): PolicyAnswer {
  return { mayBeClear: values.some(({ mayBeClear }) => mayBeClear), truth: 'unknown' };
}

/** One of these, and it cannot be said which. */
export function oneOf(values: readonly PolicyAnswer[]): PolicyAnswer {
  const [first] = values;
  if (first === undefined || values.length === 1) return first ?? unknown;
  const isSame = values.every(({ truth }) => truth === first.truth);
  return { ...anyOf(values), truth: isSame ? first.truth : 'unknown' };
}

export function sameText(subject: PolicyAnswer, when: PolicyAnswer): PolicyAnswer['truth'] {
  if (subject.text === undefined || when.text === undefined) return 'unknown';
  return subject.text === when.text ? 'true' : 'false';
}

export function literalText(literal: string): string {
  if (literal.startsWith('$$')) return literal.slice(2, -2);
  if (!literal.startsWith("'")) return literal;
  return literal.slice(1, -1).replaceAll("''", "'").replaceAll(/\\(.)/gsu, '$1');
}
