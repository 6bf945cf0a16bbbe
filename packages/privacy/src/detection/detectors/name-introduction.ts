/** Words right before a name, in a text, that say that it is one. */
export const introductions: ReadonlySet<string> = new Set(
  'name named patient pt client customer mother father mom dad wife husband son daughter brother sister spouse partner attending physician surgeon provider contact caller agent guardian sincerely regards thanks dear hi hello hey attn am called signed cardholder beneficiary employee applicant resident tenant witness by with to met told person clinician therapist pharmacist prescriber doctor caregiver subscriber guarantor insured recipient sender author signer signature user clerk technician interpreter case manager worker counselor dentist pt mr mrs'.split(
    ' ',
  ),
);
/** Those after which even a name that is on no list is taken for one. */
export const strongIntroductions: ReadonlySet<string> = new Set(
  'name named person patient dear attn signed attending physician surgeon guardian cardholder applicant nurse clinician therapist pharmacist prescriber provider doctor caregiver subscriber guarantor insured employee caller resident mother father wife husband son daughter spouse'.split(
    ' ',
  ),
);

/** What people do to someone, before "by", "with" or "to". */
const dealings: ReadonlySet<string> = new Set(
  'spoke spoken speak speaking talked talking met meeting discussed seen examined signed ordered referred prescribed reviewed written authored performed evaluated treated called interviewed accompanied approved dictated transcribed verified witnessed assisted supervised attested reported submitted chatted consulted booked requested entered recorded completed administered collected drawn assigned handed escorted conversation call appointment entered'.split(
    ' ',
  ),
);
/** The word in lower case that ends right before the index, with no more than marks between. */
export function wordBefore(text: string, start: number): string {
  if (text.slice(Math.max(0, start - 4), start).toLowerCase() === "i'm ") return 'am';
  const word =
    /([A-Za-z]{2,16})(?:["']? ?[:=,]? ?(?:is |was )?["'(]?| - )$/.exec(
      text.slice(Math.max(0, start - 24), start),
    )?.[1] ?? '';
  // `patientName` introduces as `name` does.
  const last = /[a-z]([A-Z][a-z]+)$/.exec(word)?.[1] ?? word;
  return last.toLowerCase();
}

/** Whether the words before say that a person follows: `spoke with`, `Nurse:`, `seen by`. */
export function isStronglyIntroduced(text: string, start: number, before: string): boolean {
  if (strongIntroductions.has(before)) return true;
  if (before === 'am') return /\bI(?:'m| am) $/i.test(text.slice(Math.max(0, start - 6), start));
  const ahead = text.slice(Math.max(0, start - 40), start);
  if (before === 'by' || before === 'with' || before === 'to') {
    const deed = /([A-Za-z]{3,14}) (?:by|with|to):? $/.exec(ahead)?.[1]?.toLowerCase() ?? '';
    return dealings.has(deed);
  }
  return introductions.has(before) && /[:=] ?["']?$/.test(ahead);
}
