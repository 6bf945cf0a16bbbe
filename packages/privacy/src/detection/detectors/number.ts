import { codeAt, endsToken, isDigit, isWordCharacter, startsToken } from '../reading/characters.js';
import { type DigitGroups, readDigitGroups } from '../reading/digit-groups.js';
import { type Claim, isClaimed, isDenied, type Reading } from '../reading/reading.js';
import { findIpv4Address } from './ipv4-address.js';
import { type NumberRule, numberRules } from './number-rules.js';
import { findPaymentCard } from './payment-card.js';
import { findPhone } from './phone.js';
import { findUsSsn } from './us-ssn.js';

const plus = 0x2b;
const at = 0x40;

const rulesByLayout = new Map<string, { rule: NumberRule; alone: number }[]>();
for (const rule of numberRules) {
  for (const [layout, alone] of Object.entries(rule.alone)) {
    const list = rulesByLayout.get(layout);
    if (list === undefined) rulesByLayout.set(layout, [{ rule, alone }]);
    else list.push({ rule, alone });
  }
}

/**
 * Whether a value could begin with these digits. Dates, times, hexadecimal text and most other
 * numbers end here, before anything is allocated for them.
 */
function mayBegin(text: string, start: number, end: number): boolean {
  if (codeAt(text, start - 1) === plus) return true;
  if (isWordCharacter(codeAt(text, end))) return false;
  // What stands alone has at least five digits, and what has groups goes on after this one.
  return end - start >= 5 || end < text.length;
}

/** Numbers in a row, such as a line of a table, are not one number with spaces. */
function isInRow(text: string, start: number, end: number): boolean {
  const isAfter = codeAt(text, start - 1) === 0x20 && isDigit(codeAt(text, start - 2));
  return isAfter || (codeAt(text, end) === 0x20 && isDigit(codeAt(text, end + 1)));
}

/** Tries every rule on the first groups, then on one more, and so on. */
function findByLayout(reading: Reading, groups: DigitGroups): void {
  const { text } = reading;
  const start = groups.starts[0] ?? 0;
  let layout = '';
  let digits = '';
  for (const [index, groupStart] of groups.starts.entries()) {
    const end = groups.ends[index] ?? groupStart;
    if (index > 0) layout += groups.gaps[index - 1] ?? '';
    layout += String(end - groupStart);
    digits += text.slice(groupStart, end);
    const rules = rulesByLayout.get(layout);
    if (rules === undefined || !endsToken(text, end)) continue;
    const claim = reading.claimAt(start, groups.ends.at(-1) ?? end);
    for (const { rule, alone } of rules) {
      const isNamed = isClaimed(claim, rule.kind) || isNamedByCountry(claim, rule.kind);
      if (!isNamed && (alone === 0 || isDenied(claim))) continue;
      if (!isNamed && layout.includes(' ') && isInRow(text, start, end)) continue;
      if (!rule.accepts(digits)) continue;
      // `202403031015` is rather a minute than a person.
      if (!isNamed && layout === '12' && /(?:[01][0-9]|2[0-3])[0-5][0-9]$/.test(digits)) continue;
      reading.add(
        rule.kind,
        start,
        end,
        isNamed ? rule.claimed : isDrugInCare(reading, rule.kind, layout, start) ? 0.6 : alone,
        isNamed ? [...rule.reasons, claim.by] : rule.reasons,
      );
    }
  }
}

/** The three groups of a drug code, in a text about care. */
function isDrugInCare(
  reading: Reading,
  kind: NumberRule['kind'],
  layout: string,
  start: number,
): boolean {
  return kind === 'ndc' && /^[45]-[34]-[12]$/.test(layout) && reading.speaksOfCare(start);
}

/** "Medicare" names cards of two countries, and "national id" those of all. */
function isNamedByCountry(claim: Claim, kind: NumberRule['kind']): boolean {
  if (kind === 'au_medicare') return isClaimed(claim, 'us_mbi');
  return false;
}

/**
 * Finds everything that is made of groups of digits. Each group is looked at from its start, a
 * constant number of digits ahead.
 */
export function findNumbers(reading: Reading): void {
  const { text } = reading;
  const { length } = text;
  let index = 0;
  while (index < length) {
    if (!isDigit(text.charCodeAt(index))) {
      index += 1;
      continue;
    }
    const start = index;
    while (isDigit(codeAt(text, index))) index += 1;
    if (!mayBegin(text, start, index) || !startsToken(text, start)) continue;
    // `topic@1700000000` is an offset of something, and no number by itself.
    if (codeAt(text, start - 1) === at && isWordCharacter(codeAt(text, start - 2))) continue;
    const size = index - start;
    const isLone = start < 2 && size === length - start && reading.column.primary === undefined;
    // Nothing of fewer than thirteen digits in one stands without a label, but for a day and a number.
    const isDated = size === 12 && (text.startsWith('19', start) || text.startsWith('20', start));
    if (isLone && size < 13 && !isDated && codeAt(text, start - 1) !== plus) continue;
    // Single digits in a row are a list, and no number of a person.
    if (
      size === 1 &&
      isDigit(codeAt(text, start + 2)) &&
      !isDigit(codeAt(text, start + 3)) &&
      codeAt(text, start + 1) !== 0x2e &&
      codeAt(text, start - 1) !== plus
    )
      continue;
    const groups = readDigitGroups(text, start);
    const first = reading.findings.length;
    const last = groups.ends.at(-1) ?? index;
    if (last - start < 4 && codeAt(text, start - 1) !== plus) continue;
    findIpv4Address(reading, groups);
    findUsSsn(reading, groups);
    findPaymentCard(reading, groups);
    findPhone(reading, groups);
    findByLayout(reading, groups);
    // What was found is not looked at again from its second group on.
    let end = index;
    for (let found = first; found < reading.findings.length; found += 1) {
      const finding = reading.findings[found];
      if (finding !== undefined && finding.confidence >= 0.5) end = Math.max(end, finding.end);
    }
    index = end;
  }
}
