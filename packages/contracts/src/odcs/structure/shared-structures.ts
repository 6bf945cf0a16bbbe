import {
  anything,
  dependingOn,
  listOf,
  objectOf,
  type Structure,
  scalar,
  text,
  textLike,
  valueThat,
} from '../../document/structure/structure.js';
import type { OdcsSchemaVersion } from '../odcs-version.js';

/** A stable identifier: letters, digits, underscores and hyphens. */
export const stableId: Structure = textLike(
  'letters, digits, underscores and hyphens',
  /^[A-Za-z0-9_-]+$/,
);

/** A list of texts. */
export const tags: Structure = listOf(text);

/** A list of links to definitions elsewhere. */
export const authoritativeDefinitions: Structure = listOf(
  objectOf(
    { id: stableId, url: text, type: text, description: text },
    { required: ['url', 'type'] },
  ),
);

/** A list of properties that the standard does not name. 3.2.0 lets a vendor be named. */
export function customProperties(version: OdcsSchemaVersion): Structure {
  const members = { id: stableId, property: text, value: anything, description: text };
  return listOf(
    objectOf(version === '3.2' ? { ...members, vendor: text } : members, {
      required: ['property', 'value'],
    }),
  );
}

/** The members that documented parts have in common. */
export function documented(version: OdcsSchemaVersion): Readonly<Record<string, Structure>> {
  return {
    id: stableId,
    description: text,
    tags,
    authoritativeDefinitions,
    customProperties: customProperties(version),
  };
}

const longMonths = [1, 3, 5, 7, 8, 10, 12];

function isDay(value: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const shortest = month === 2 ? (isLeap ? 29 : 28) : 30;
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= (longMonths.includes(month) ? 31 : shortest)
  );
}

function isTimeWithZone(value: string): boolean {
  const match = /^(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:z|[+-](\d{2})(?::?(\d{2}))?)$/i.exec(value);
  if (match === null) return false;
  const [hour, minute, second, zoneHour = '0', zoneMinute = '0'] = match
    .slice(1)
    .map((part) => part ?? '0');
  const isClock = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 60;
  return isClock && Number(zoneHour) <= 23 && Number(zoneMinute) <= 59;
}

/** A day, `2027-03-31` (RFC 3339). */
export const day: Structure = valueThat(
  'a day, such as 2027-03-31',
  (value) => typeof value === 'string' && isDay(value),
);

/** A day and a time with its zone (RFC 3339). */
export const instant: Structure = valueThat(
  'a day and a time with a zone, such as 2027-03-31T08:00:00Z',
  (value) => {
    if (typeof value !== 'string') return false;
    const [date, time, ...more] = value.split(/t|\s/i);
    return more.length === 0 && isDay(date ?? '') && isTimeWithZone(time ?? '');
  },
);

/** An address with a scheme (RFC 3986). From 3.2.0 on, a text may hold a variable to be filled in later. */
export function address(version: OdcsSchemaVersion): Structure {
  return valueThat('an address with a scheme, such as s3://bucket/path', (value) => {
    if (typeof value !== 'string') return false;
    if (version === '3.2' && value.includes('${')) return true;
    return /^[a-z][a-z0-9+\-.]*:(?:[a-z0-9\-._~!$&'()*+,;=:@/?#[\]]|%[0-9a-f]{2})+$/i.test(value);
  });
}

/** A list of what somebody must know before using a table, or one text (3.2.0). */
export const context: Structure = dependingOn((value) => {
  if (typeof value === 'string') return text;
  const entry = (member: string) =>
    listOf(
      objectOf({ ...documented('3.2'), [member]: text, answer: text }, { required: [member] }),
    );
  return objectOf({
    instructions: text,
    verifiedStatements: entry('question'),
    constraints: entry('constraint'),
  });
});

/** Things and words for the same (3.2.0). */
export const synonyms: Structure = listOf(anything);

/** A list of values that a property may have (3.2.0). */
export const enumValues: Structure = listOf(
  objectOf({ ...documented('3.2'), value: scalar, label: text }, { required: ['value'] }),
  { minimum: 1, isDistinct: true },
);
