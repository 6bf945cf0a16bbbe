import { quantity } from '../enforcement/quantity.js';
import type { Classification } from '../model/classification.js';
import type { Compatibility } from '../model/contract-document.js';
import type { Deprecation } from '../model/deprecation.js';
import type { Duration } from '../model/duration.js';
import type { Inline } from './page.js';

const classificationMeanings: Readonly<Record<Classification, string>> = {
  public: 'may be published',
  internal: 'for anyone inside the company',
  confidential: 'a business secret; masked without clearance',
  pseudonymous: 'identifies a person together with a key kept elsewhere; masked without clearance',
  pii: 'identifies a person; masked without clearance',
  pci: 'payment card data; masked without clearance',
  phi: 'health data that identifies a person (HIPAA); masked without clearance',
};

/** What a classification means for a reader. */
export function meaningOf(classification: Classification): string {
  return classificationMeanings[classification];
}

const units = { s: 'second', m: 'minute', h: 'hour', d: 'day', y: 'year' } as const;

/** A duration in words: `15 minutes`. */
export function durationWords(duration: Duration): string {
  const count = Number.parseInt(duration, 10);
  const unit = units[duration.slice(-1) as keyof typeof units];
  return quantity(count, unit);
}

/** That something will go, in a sentence. */
export function deprecationWords(deprecation: Deprecation): string {
  const { removeAfter, replacedBy, reason } = deprecation;
  const instead = replacedBy === undefined ? '' : ` Use ${replacedBy} instead.`;
  const why = reason === undefined ? '' : ` ${reason}`;
  return `Deprecated: it stays until ${removeAfter} at least.${instead}${why}`;
}

/** What a mode promises, in a sentence. */
export function compatibilityWords(compatibility: Compatibility): string {
  const all = compatibility.endsWith('_transitive');
  const which = all ? 'every version that was ever locked' : 'the version before it';
  switch (compatibility.replace('_transitive', '')) {
    case 'none':
      return 'Nothing is promised of the next version.';
    case 'backward':
      return `A minor or patch version can read what ${which} wrote: writers need not change at once.`;
    case 'forward':
      return `Readers of ${which} can read what a minor or patch version writes: readers need not change at once.`;
    default:
      return `A minor or patch version breaks neither readers nor writers of ${which}.`;
  }
}

/** A link where the address is one to follow, else the address as it is. */
export function linkTo(address: string): Inline {
  return /^(https?:\/\/|mailto:)/i.test(address) ? { link: address, text: address } : address;
}
