import type { Retention } from '../model/slo.js';
import type { Sharing, SupportChannel, TermsOfUse } from '../model/support.js';
import { clauseOf, prose } from './clause.js';
import type { EnforcedClause } from './enforced-clause.js';

type Texts<Shape> = {
  readonly [Member in keyof Shape]-?: (value: NonNullable<Shape[Member]>) => string;
};

function entriesOf<Shape extends object>(
  shape: Shape,
  texts: Texts<Shape>,
): readonly (readonly [member: string, text: string])[] {
  const members = Object.keys(texts) as (keyof Shape)[];
  return members.flatMap((member) => {
    const value = shape[member];
    if (value === undefined || value === null) return [];
    return [[String(member), texts[member](value)] as const];
  });
}

const retentionTexts: Texts<Retention> = {
  bronze: (duration) => `rows are kept in BRONZE for ${duration}`,
  silver: (duration) => `rows are kept in SILVER for ${duration}`,
  platinum: (duration) => `rows are kept in PLATINUM for ${duration}`,
};

/** What becomes of the time that rows are kept. */
export function retentionClauses(retention: Retention): readonly EnforcedClause[] {
  return entriesOf(retention, retentionTexts).map(([tier, text]) =>
    clauseOf(['retention', tier], text, [], {
      gap: 'nothing deletes rows yet',
      next: 'delete old rows by a task of your own',
    }),
  );
}

const sharingTexts: Texts<Sharing> = {
  audience: (audience) => `the data goes no further than ${audience}`,
  regions: (regions) => `it is served in ${regions.join(', ')} alone`,
};

/** What becomes of the bounds within which data may travel. */
export function sharingClauses(sharing: Sharing): readonly EnforcedClause[] {
  return entriesOf(sharing, sharingTexts).map(([member, text]) =>
    clauseOf(['sharing', member], text, [], {
      gap: 'nothing compares it with the roles and shares that there are',
      next: 'compare it with the access of the domain when either changes',
    }),
  );
}

/** What becomes of the places where readers get help. */
export function supportClauses(channels: readonly SupportChannel[]): readonly EnforcedClause[] {
  return channels.map(({ channel }, index) =>
    prose(['support', String(index)], `readers get help at ${channel}`),
  );
}

const termsTexts: Texts<TermsOfUse> = {
  purpose: () => 'what the data is for',
  usage: () => 'how it is to be used',
  limitations: () => 'what it must not be used for',
};

/** What becomes of the terms of use. */
export function termsClauses(terms: TermsOfUse): readonly EnforcedClause[] {
  return entriesOf(terms, termsTexts).map(([member, text]) => prose(['terms', member], text));
}
