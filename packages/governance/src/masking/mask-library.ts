import type { SemanticType } from '@das/contracts';
import { quoteLiteral } from '@das/core';
import { ageSql, capAgeSql, zip3Sql } from '@das/privacy';
import type { Mask, MaskName } from './mask.js';

/** A parameter of a mask: one of some words, or a text. */
export type MaskParameter =
  | {
      readonly kind: 'choice';
      /** Each word that it takes, with what it does. */
      readonly values: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text'; readonly summary: string };

/** A mask of the library. */
export interface MaskEntry {
  readonly summary: string;
  /** In the order in which a URI is printed. */
  readonly parameters: Readonly<Record<string, MaskParameter>>;
  /** What values mean that it hides, where it hides no others. */
  readonly meaning?: SemanticType;
  readonly sql: (parameters: Readonly<Record<string, string>>) => Mask;
}

const hidden = "'***'";

/** `***` for every text. */
const redacted: string = `CASE WHEN VAL IS NULL THEN NULL ELSE ${hidden} END`;

/** An expression where a condition holds, `***` for any other text: what does not look right is hidden whole. */
function where(condition: string, expression: string): string {
  return `CASE WHEN ${condition} THEN ${expression} WHEN VAL IS NULL THEN NULL ELSE ${hidden} END`;
}

/** A mask of text that keeps a part when `keep` says so, and nothing otherwise. */
function keeping(
  summary: string,
  parts: Readonly<Record<string, { readonly summary: string; readonly sql: string }>>,
): MaskEntry {
  const choices = Object.entries(parts).map(([part, { summary }]) => [part, summary] as const);
  const values = Object.fromEntries([...choices, ['nothing', '`***`; the default'] as const]);
  return {
    summary,
    parameters: { keep: { kind: 'choice', values } },
    sql: ({ keep = 'nothing' }) => ({ text: parts[keep]?.sql ?? redacted }),
  };
}

function fixed(summary: string, mask: Mask): MaskEntry {
  return { summary, parameters: {}, sql: () => mask };
}

const digits = "REGEXP_REPLACE(VAL, '[^0-9]', '')";
const cardDigits = "REGEXP_REPLACE(VAL, '[ -]', '')";
const domain = "SPLIT_PART(VAL, '@', -1)";
const firstWord = "SPLIT_PART(TRIM(VAL), ' ', 1)";
const lastWord = "SPLIT_PART(TRIM(VAL), ' ', -1)";
const initials =
  `CASE WHEN CONTAINS(TRIM(VAL), ' ') THEN CONCAT(LEFT(${firstWord}, 1), '. ', LEFT(${lastWord}, 1), '.') ` +
  `ELSE CONCAT(LEFT(${firstWord}, 1), '.') END`;
const host = "SPLIT_PART(VAL, '/', 3)";
const ipv4 = '[0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]{1,3}';

const date: MaskEntry = {
  summary: 'A date or a moment. A date that is kept as text is `***`.',
  parameters: {
    keep: {
      kind: 'choice',
      values: {
        year: 'the first of January of the year',
        month: 'the first day of the month',
        nothing: 'NULL; the default',
      },
    },
    cap: {
      kind: 'choice',
      values: { 90: 'NULL for a date of birth of somebody who is 90 or older today' },
    },
  },
  sql: ({ keep = 'nothing', cap }) => {
    if (keep === 'nothing') return { text: redacted };
    const kept = `DATE_TRUNC('${keep === 'month' ? 'MONTH' : 'YEAR'}', VAL)`;
    const age = ageSql('VAL', 'CURRENT_DATE()');
    const sql = cap === undefined ? kept : `CASE WHEN (${age}) < 90 THEN ${kept} ELSE NULL END`;
    return { text: redacted, date: sql, timestamp: sql };
  },
};

const age: MaskEntry = {
  summary: 'An age in years, as a number: of any other meaning nothing is hidden.',
  meaning: 'age',
  parameters: {
    cap: {
      kind: 'choice',
      values: { 90: 'ages up to 89 stay, all above are 90; without it every age is NULL' },
    },
  },
  sql: ({ cap }) => {
    if (cap === undefined) return { text: redacted };
    return { text: redacted, number: capAgeSql('VAL'), float: capAgeSql('VAL') };
  },
};

/** Everything that a mask URI can name. */
export const maskLibrary: Readonly<Record<MaskName, MaskEntry>> = {
  null: fixed('NULL, whatever the type.', {}),
  redact: {
    summary: 'Text becomes `***`, or the words of `as`; every other type becomes NULL.',
    parameters: { as: { kind: 'text', summary: 'the words to show in place of any value' } },
    sql: ({ as }) => ({
      text:
        as === undefined
          ? redacted
          : `CASE WHEN VAL IS NULL THEN NULL ELSE ${quoteLiteral(as)} END`,
    }),
  },
  text: keeping('Free text.', {
    length: {
      summary: 'a star for each character, at most a thousand',
      sql: where('LENGTH(VAL) > 0', "REPEAT('*', LEAST(LENGTH(VAL), 1000))"),
    },
  }),
  email: keeping('An e-mail address.', {
    domain: {
      summary: '`***@example.com`',
      sql: where(
        `CONTAINS(VAL, '@') AND REGEXP_LIKE(${domain}, '[A-Za-z0-9.-]+[.][A-Za-z]{2,}')`,
        `CONCAT('***@', ${domain})`,
      ),
    },
  }),
  phone: keeping('A telephone or fax number.', {
    last4: {
      summary: '`***4567`, of nine digits or more',
      sql: where(`LENGTH(${digits}) > 8`, `CONCAT(${hidden}, RIGHT(${digits}, 4))`),
    },
  }),
  name: keeping('The name of a person.', {
    initials: {
      summary: '`A. L.`, where the first and the last word have two letters or more',
      sql: where(`LENGTH(${firstWord}) > 1 AND LENGTH(${lastWord}) > 1`, initials),
    },
  }),
  ssn: keeping('A US social security number.', {
    last4: {
      summary: '`***-**-6789`; an identifier under HIPAA still',
      sql: where(
        "REGEXP_LIKE(VAL, '[0-9]{3}-?[0-9]{2}-?[0-9]{4}')",
        "CONCAT('***-**-', RIGHT(VAL, 4))",
      ),
    },
  }),
  id: keeping('A number of a record, an account, a plan, a device.', {
    last4: {
      summary: '`***4567`, of nine characters or more',
      sql: where('LENGTH(VAL) > 8', `CONCAT(${hidden}, RIGHT(VAL, 4))`),
    },
  }),
  card: keeping('A payment card number.', {
    last4: {
      summary: '`************1111`, of 13 to 19 digits with blanks or dashes',
      sql: where(
        `REGEXP_LIKE(${cardDigits}, '[0-9]{13,19}')`,
        `CONCAT('************', RIGHT(${cardDigits}, 4))`,
      ),
    },
  }),
  date,
  age,
  zip: keeping('A US ZIP code.', {
    3: {
      summary:
        'the first three digits, `000` where 20,000 people or fewer live (Safe Harbor), NULL for what is no ZIP code',
      sql: zip3Sql('VAL'),
    },
  }),
  ip: keeping('An IP address.', {
    network: {
      summary: '`203.0.*.*`; an IPv6 address is `***`',
      sql: where(
        `REGEXP_LIKE(VAL, '${ipv4}')`,
        "CONCAT(SPLIT_PART(VAL, '.', 1), '.', SPLIT_PART(VAL, '.', 2), '.*.*')",
      ),
    },
  }),
  url: keeping('An address of the web.', {
    host: {
      summary:
        '`example.com`, of http and https without a name or a port; an IP address, also within a name, is `***`',
      // A host that ends in a number is an IPv4 address in one of its many forms, and one in brackets is IPv6.
      sql: where(
        "REGEXP_LIKE(VAL, 'https?://([A-Za-z0-9-]+[.])+[A-Za-z][A-Za-z0-9-]*(/.*)?')" +
          ` AND NOT REGEXP_LIKE(${host}, '.*[0-9]{1,3}[.-][0-9]{1,3}[.-][0-9]{1,3}[.-][0-9]{1,3}.*')`,
        host,
      ),
    },
  }),
  hash: fixed(
    'The SHA-256 of the text, so that equal values stay equal. Not for values that can be guessed, such as telephone numbers.',
    { text: 'SHA2(VAL, 256)' },
  ),
  last4: fixed('All but the last four characters become `*`, of nine characters or more.', {
    text: where('LENGTH(VAL) > 8', "CONCAT(REPEAT('*', LENGTH(VAL) - 4), RIGHT(VAL, 4))"),
  }),
  zip3: fixed(
    'The first three characters and `**`, also where few people live: for Safe Harbor take `zip?keep=3`.',
    { text: where('LENGTH(VAL) > 3', "CONCAT(LEFT(VAL, 3), '**')") },
  ),
  year: fixed(
    'The first of January of the year, also of the oldest: for dates of birth take `date?keep=year&cap=90`.',
    { date: "DATE_TRUNC('YEAR', VAL)", timestamp: "DATE_TRUNC('YEAR', VAL)" },
  ),
};
