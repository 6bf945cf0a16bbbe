import type { Bump, Verdict } from '../contract-change.js';

/** What a kind of change can do. */
export interface RuleFacts {
  readonly summary: string;
  /** What it can do to those who read with the old contract, the mildest first. */
  readonly reader: readonly Verdict[];
  /** What it can do to those who write with the old contract, the mildest first. */
  readonly writer: readonly Verdict[];
  /** The part of the version that it raises at least; `major` whenever it breaks readers. */
  readonly bump: Bump;
  /** Whether it may lower a protection. */
  readonly isSecurity: boolean;
  /** `error` or `note` whatever the mode says, or by the mode. */
  readonly severity: 'error' | 'note' | 'by mode';
}

type Letters = `${'-' | '~' | 'B'}${'' | '~' | 'B'}${'' | 'B'}`;

const verdicts = { '-': 'safe', '~': 'warning', B: 'breaking' } as const;

function read(letters: Letters): readonly Verdict[] {
  return Object.freeze([...letters].map((letter) => verdicts[letter as keyof typeof verdicts]));
}

/** One row of the matrix: what it does to readers and to writers, `-` safe, `~` a warning, `B` breaking. */
export function row(
  reader: Letters,
  writer: Letters,
  bump: Bump,
  summary: string,
  more: Partial<Pick<RuleFacts, 'isSecurity' | 'severity'>> = {},
): RuleFacts {
  return Object.freeze({
    summary,
    reader: read(reader),
    writer: read(writer),
    bump,
    isSecurity: false,
    severity: 'by mode',
    ...more,
  });
}

/** An error whatever the mode says. */
export const always: Pick<RuleFacts, 'severity'> = { severity: 'error' };
/** What may lower a protection. */
export const security: Pick<RuleFacts, 'isSecurity'> = { isSecurity: true };
