import type { Danger, Finding, FindingPlace, Severity } from './finding.js';

/** What a rule is about, for people: its page in the reference is generated from it. */
export interface Rule {
  /** Stable: an id is never given to another rule. */
  readonly id: string;
  /** What is so where the rule finds something, as a short sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** Why it is dangerous. */
  readonly why: string;
  /** What to change. */
  readonly fix: string;
  /** The pages of Snowflake's documentation that it rests on. */
  readonly documentation: readonly string[];
  readonly danger?: Danger;
}

/** Rules by a short name: the key of a catalogue is what code calls the rule. */
export type RuleCatalogue = Readonly<Record<string, Rule>>;

/** A finding of a rule: its id, severity and danger, with the rule's fix unless another is given. */
export function findingOf(
  rule: Rule,
  found: { readonly message: string; readonly place: FindingPlace; readonly next?: string },
): Finding {
  const { message, place, next = rule.fix } = found;
  return {
    rule: rule.id,
    severity: rule.severity,
    message,
    place,
    next,
    ...(rule.danger === undefined ? {} : { danger: rule.danger }),
  };
}
