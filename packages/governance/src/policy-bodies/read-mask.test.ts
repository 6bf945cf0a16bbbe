import type { PhysicalType } from '@das/contracts';
import { describe, expect, test } from 'vitest';
import { sessionOf } from '../checks/policy-session.js';
import { roleGraph } from '../checks/role-graph.js';
import { maskNames, maskOf } from '../masking/mask.js';
import { maskLibrary } from '../masking/mask-library.js';
import { maskingTemplates, templateMasking } from '../templates/masking-templates.js';
import { libraryMasks, masksFor } from './library-masks.js';
import type { KnownMasks } from './outcomes.js';
import { type MaskAnswers, readMask, showsMore } from './read-mask.js';

const roles = roleGraph([
  { kind: 'role', name: ['READER'] },
  {
    kind: 'roleGrant',
    role: { type: 'ROLE', name: ['DOCTOR'] },
    to: { type: 'ROLE', name: ['CHIEF'] },
  },
  {
    kind: 'roleGrant',
    role: { type: 'DATABASE ROLE', name: ['CLINIC', 'ALL_ROWS'] },
    to: { type: 'SHARE', name: ['FINANCE'] },
  },
]);

const reader = sessionOf('ROLE READER', roles);
const doctor = sessionOf('ROLE DOCTOR', roles);
const chief = sessionOf('ROLE CHIEF', roles);
const finance = sessionOf('SHARE FINANCE', roles);

const agent = "SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT_ACTIVATED')";
const isDoctor = "IS_ROLE_IN_SESSION('DOCTOR')";

function read(body: string, session = reader, type: PhysicalType = 'VARCHAR'): MaskAnswers {
  return readMask({ body, type }, session, 'CLINIC');
}

describe('a body gives the clear value', () => {
  test('to the role that it names, and to those that inherit it', () => {
    const body = `CASE WHEN ${isDoctor} THEN VAL ELSE '***' END`;
    expect([reader, doctor, chief, finance].map((each) => read(body, each).clear)).toEqual([
      'never',
      'always',
      'always',
      'never',
    ]);
  });

  test('by CURRENT_ROLE only to the role itself', () => {
    const named = "CASE CURRENT_ROLE() WHEN 'DOCTOR' THEN VAL ELSE NULL END";
    expect(read(named, doctor).clear).toBe('always');
    expect(read(named, chief).clear).toBe('never');
    expect(read("IFF(CURRENT_ROLE() IN ('A', 'READER'), VAL, '')").clear).toBe('always');
    expect(read("IFF(CURRENT_ROLE() NOT IN ('A', 'READER'), VAL, '')").clear).toBe('never');
  });

  test('to a database role through a share, in its own database alone', () => {
    const body = "IFF(IS_DATABASE_ROLE_IN_SESSION('ALL_ROWS'), VAL, '')";
    expect(read(body, finance).clear).toBe('always');
    expect(readMask({ body, type: 'VARCHAR' }, finance, 'OTHER').clear).toBe('never');
    expect(read(body, chief).clear).toBe('never');
  });

  test('while there is no agent, or only then', () => {
    const answers = read(`CASE WHEN ${isDoctor} AND ${agent} = 'FALSE' THEN VAL END`, doctor);
    expect([answers.alone.clear, answers.withAgent.clear, answers.clear]).toEqual([
      'always',
      'never',
      'sometimes',
    ]);
    expect(read(`CASE WHEN ${agent}::BOOLEAN THEN VAL END`).withAgent.clear).toBe('always');
  });

  test('that the policy calls by another name', () => {
    const of = (body: string) =>
      readMask({ body, type: 'VARCHAR', argument: 'SSN' }, reader, 'CLINIC').clear;
    expect(of('SSN')).toBe('always');
    expect(of("CASE WHEN SSN IS NULL THEN NULL ELSE '***' END")).toBe('never');
    expect(of('VAL')).toBe('unknown');
  });

  test.each([
    'VAL',
    'val',
    '"VAL"',
    '((VAL))',
    'VAL::VARCHAR(10)',
    'CAST(VAL AS VARCHAR)',
    'CASE WHEN VAL IS NULL THEN NULL ELSE VAL END',
    "COALESCE(VAL, '')",
    `CASE WHEN NOT ${isDoctor} THEN VAL END`,
    `CASE WHEN ${isDoctor} AND TRUE THEN '' ELSE VAL END`,
    `CASE WHEN ${isDoctor} = FALSE THEN VAL END`,
    `CASE WHEN COALESCE(${isDoctor}, TRUE) IS NOT TRUE THEN VAL END`,
    "CASE WHEN TRUE THEN VAL ELSE 'x' END",
  ])('always when it is %s', (body) => {
    expect(read(body).clear).toBe('always');
  });

  test.each([
    "CASE WHEN OTHER = 'x' THEN VAL END",
    "IFF(IS_ROLE_IN_SESSION(OTHER), VAL, '')",
    "IFF(INVOKER_ROLE() = 'A', VAL, '')",
    "CASE WHEN CURRENT_USER() = 'A' THEN VAL ELSE '' END",
    "CASE WHEN LENGTH(VAL) > 3 THEN VAL ELSE 'x' END",
    "CASE WHEN VAL LIKE 'a%' THEN VAL ELSE 'x' END",
    'CASE WHEN NULL THEN NULL WHEN A IS NULL THEN VAL END',
    // Whoever sees the answer knows the value.
    "CASE WHEN VAL = 'ada' THEN 'yes' ELSE 'no' END",
    "CASE WHEN NOT (VAL = 'ada') THEN 'no' ELSE 'yes' END",
    "CASE VAL WHEN 'ada' THEN 'yes' ELSE 'no' END",
    "DECODE(VAL, 'ada', 'yes', 'no')",
    "NULLIF('***', VAL)",
    "CASE WHEN VAL IN ('ada', 'bob') THEN '1' ELSE '2' END",
    "CASE WHEN VAL LIKE 'ada' THEN '1' ELSE '2' END",
    "CASE WHEN VAL LIKE 'ada.lovelace%' THEN '1' ELSE '2' END",
    "CASE WHEN REGEXP_LIKE(VAL, 'ada|bob') THEN '1' ELSE '2' END",
    'CASE WHEN VAL >= 10 AND VAL <= 10 THEN 1 ELSE 2 END',
    'CASE WHEN VAL BETWEEN 10 AND 12 THEN 1 ELSE 2 END',
    'CASE WHEN VAL < 10 THEN 1 WHEN VAL < 11 THEN 2 ELSE 3 END',
    "CASE WHEN VAL >= 'a' AND VAL < 'b' THEN '1' ELSE '2' END",
  ])('sometimes when it is %s', (body) => {
    expect(read(body).clear).toBe('sometimes');
  });

  test.each([
    "REPLACE(VAL, 'x', 'y')",
    'SUBSTR(VAL, 1)',
    'SUBSTR(VAL, 1, 5)',
    'SUBSTR(VAL, 1, LENGTH(VAL))',
    'LEFT(VAL, 100)',
    'LEFT(VAL, 4) || RIGHT(VAL, 4)',
    'CONCAT(LEFT(VAL, 2), SUBSTR(VAL, 3, 2), SUBSTR(VAL, 5, 2))',
    "VAL || ''",
    "CONCAT('x-', VAL)",
    'REVERSE(VAL)',
    'UPPER(VAL)',
    'TO_CHAR(VAL)',
    "TO_CHAR(VAL, 'YYYY-MM-DD')",
    'BASE64_ENCODE(VAL)',
    'MD5(VAL)',
    "SHA2(VAL || 'x', 256)",
    'SHA2(VAL || OTHER, 256)',
    'VAL + 1',
    '-VAL',
    '- - VAL',
    'VAL * 2',
    'DATEADD(DAY, 3, VAL)',
    "DATE_TRUNC('DAY', VAL)",
    'DATE_TRUNC(OTHER, VAL)',
    'DATE_FROM_PARTS(YEAR(VAL), MONTH(VAL), DAY(VAL))',
    'DATEDIFF(DAY, VAL, CURRENT_DATE())',
    "SPLIT_PART(VAL, '@', 1)",
    "REGEXP_REPLACE(VAL, '[0-9]', '*')",
    "REGEXP_REPLACE(VAL, '(.*)', '\\\\1')",
    "TRANSLATE(VAL, 'abc', 'xyz')",
    'VAL:email',
    'VAL[0]',
    'MASKS.PUBLIC.HIDE(VAL)',
    'LEFT(MASKS.PUBLIC.OTHERS(OTHER), 4)',
    'OTHER',
    '(SELECT MAX(EMAIL) FROM T)',
    '(SELECT VAL)',
    'IS_ROLE_IN_SESSION(VAL)',
    "CASE WHEN TRUE THEN 'x' END || VAL",
    "CASE WHEN VAL = OTHER THEN '1' ELSE '2' END",
    "CASE WHEN EXISTS (SELECT 1 FROM T WHERE T.A = VAL) THEN '1' ELSE '2' END",
    `CASE ${Array.from({ length: 12 }, (_, at) => `WHEN VAL < ${at * 1000} THEN ${at}`).join(' ')} END`,
    'CASE WHEN broken',
    'VAL VAL',
    "'x' -- y",
    "'x'; SELECT 1",
    '$1',
    '',
  ])('as far as one can tell when it is %s', (body) => {
    expect(read(body).clear).toBe('unknown');
  });

  test.each([
    'VAL IS NOT TRUE',
    'NOT VAL',
    'CASE WHEN VAL THEN TRUE ELSE FALSE END',
    'VAL = TRUE',
    "LEFT(VAL::VARCHAR, 1) = 't'",
  ])('as a truth when it is %s', (body) => {
    expect(read(body, reader, 'BOOLEAN').clear).toBe('unknown');
  });

  test.each([
    "'***'",
    '-1.5',
    'NULL',
    "'x' || LENGTH(VAL)",
    "CONCAT(LEFT(VAL, 1), '…')",
    "'***-**-' || RIGHT(VAL, 4)",
    'SUBSTRING(UPPER(TRIM(VAL)), -2, 2)',
    "REGEXP_REPLACE(VAL, '.', '*')",
    "REPEAT('*', LEAST(LENGTH(VAL), 10))",
    'SHA2(VAL, 256)',
    "SHA2(CONCAT(VAL, '8d9f0c72'), 256)",
    `CASE WHEN ${isDoctor} OR IS_ROLE_IN_SESSION('OTHER') THEN VAL ELSE '' END`,
    `CASE WHEN CONSENT = 'yes' AND ${isDoctor} THEN VAL ELSE '' END`,
    "CASE WHEN NOT (TRUE OR FALSE) THEN VAL ELSE '' END",
    "CASE WHEN A THEN 'x' WHEN A THEN VAL END",
    "IFF('VAL' = 'x', VAL, 'VAL')",
    "CASE WHEN VAL IS NULL THEN NULL WHEN VAL LIKE '%@%' THEN 'an address' ELSE '***' END",
    "CASE WHEN VAL = '' THEN '' ELSE '***' END",
    'CASE WHEN VAL < 1000 THEN 0 WHEN VAL < 5000 THEN 1 ELSE 2 END',
    "CASE WHEN VAL = 'ada' THEN '*' ELSE '*' END",
    "CASE WHEN EXISTS (SELECT 1 FROM D.S.T WHERE ROLE = 'A') THEN '1' ELSE '2' END",
  ])('never without the role when it is %s', (body) => {
    expect(read(body).clear).toBe('never');
  });
});

test.each([
  "DATE_TRUNC('QUARTER', VAL)",
  'YEAR(VAL)',
  'EXTRACT(YEAR FROM VAL)',
  'DATE_FROM_PARTS(YEAR(VAL), 1, 1)',
  "DATEDIFF('YEAR', VAL, CURRENT_DATE())",
  'LAST_DAY(VAL)',
])('a date is hidden by %s, and nothing else is', (body) => {
  expect(read(body, reader, 'DATE').clear).toBe('never');
  expect(read(body, reader, 'TIMESTAMP_NTZ').clear).toBe('never');
  expect(read(body, reader, 'NUMBER(38,0)').clear).toBe('unknown');
  expect(read(body, reader, 'VARCHAR').clear).toBe('unknown');
});

/** Twelve questions about a number, each asked in a form. */
const twelve = (form: (question: string, at: number) => string) =>
  Array.from({ length: 12 }, (_, at) => form(`VAL <= ${at * 1000}`, at)).join(' ');

const hash = (of: string) => `SHA2('saltsalt' || ${of}, 256)`;

test.each<readonly [body: string, type: PhysicalType]>([
  // A text with escapes may name any role.
  ["CASE WHEN CURRENT_ROLE() = 'READ\\x45R' THEN VAL ELSE '*' END", 'VARCHAR'],
  ["CASE WHEN IS_ROLE_IN_SESSION('READ\\x45R') THEN VAL ELSE '*' END", 'VARCHAR'],
  ["CASE WHEN CURRENT_ROLE() IN ('DATA\\_ENG') THEN VAL ELSE '*' END", 'VARCHAR'],
  ["CASE WHEN CURRENT_ROLE() = DATE 'READ\\x45R' THEN VAL ELSE '*' END", 'VARCHAR'],
  [
    "CASE WHEN SYS_CONTEXT('SNOWFLAKE$CURRENT', 'IS_AGENT\\x5FACTIVATED') = 'X' THEN VAL END",
    'VARCHAR',
  ],
  ["REGEXP_REPLACE(VAL, '\\x2e', 'x')", 'VARCHAR'],
  ["IFF(VAL LIKE '\\x61%', '1', '2')", 'VARCHAR'],
  // Little of something made from the value may be all of it.
  ["LENGTH(REPEAT('x', VAL))", 'NUMBER(38,0)'],
  ["LENGTH(REPEAT('x', VAL))", 'VARCHAR'],
  ['YEAR(DATE_FROM_PARTS(VAL, 1, 1))', 'NUMBER(38,0)'],
  ["DATEDIFF('YEAR', CURRENT_DATE(), DATEADD('YEAR', VAL, CURRENT_DATE()))", 'NUMBER(38,0)'],
  ["LAST_DAY(DATEADD('MONTH', VAL, CURRENT_DATE()))", 'NUMBER(38,0)'],
  ["LAST_DAY(DATEADD('MONTH', DAY(VAL), VAL))", 'DATE'],
  ["REGEXP_REPLACE(REPEAT('a', VAL), '.', 'x')", 'VARCHAR'],
  ["LEFT(REPLACE(VAL, 'ada', '1'), 1)", 'VARCHAR'],
  // Many questions in other words are many.
  [`CASE TRUE ${twelve((question, at) => `WHEN ${question} THEN ${at}`)} END`, 'NUMBER(38,0)'],
  [`DECODE(TRUE, ${twelve((question, at) => `${question}, ${at},`)} 12)`, 'NUMBER(38,0)'],
  [
    `CASE ${twelve((question, at) => `WHEN IFF(${question}, 'x', 'y') = 'x' THEN ${at}`)} END`,
    'NUMBER(38,0)',
  ],
  [
    `CASE ${twelve((question, at) => `WHEN (${question})::NUMBER = 1 THEN ${at}`)} END`,
    'NUMBER(38,0)',
  ],
  [
    `CASE ${twelve((_, at) => `WHEN IFF(LENGTH(VAL) > ${at}, 'x', 'y') = 'x' THEN '${at}'`)} END`,
    'VARCHAR',
  ],
  [
    "CASE WHEN IFF(VAL < 10, 'x', 'y') = 'x' THEN 1 WHEN IFF(VAL < 11, 'x', 'y') = 'x' THEN 2 END",
    'NUMBER(38,0)',
  ],
  ['CASE WHEN VAL * 1000 < 10000 THEN 1 WHEN VAL * 1000 < 11000 THEN 2 END', 'NUMBER(38,0)'],
  // Of a short value they tell all.
  ['CASE WHEN VAL > 0 THEN 1 ELSE 0 END', 'NUMBER(1,0)'],
  ["IFF(VAL < 'G', 'F', 'M')", 'VARCHAR(1)'],
  ['LEFT(VAL, 4)', 'NUMBER(38,0)'],
  ['RIGHT(VAL, 4)', 'FLOAT'],
  // As does one part after the other.
  [[1, 2, 3, 4, 5].map((at) => hash(`SUBSTR(VAL, ${at}, 1)`)).join(' || '), 'VARCHAR'],
  [hash("REPLACE(VAL, 'a', 'b')"), 'VARCHAR'],
  [[1, 2, 3, 4, 5, 6].map((at) => `SUBSTR(VAL, ${at}, 0.5)`).join(' || '), 'VARCHAR'],
])('nobody can tell whether %s hides a value of %s', (body, type) => {
  expect(read(body, reader, type).clear).not.toBe('never');
  expect(read(body, reader, type).clear).not.toBe('always');
});

test.each([
  'RANDOM()',
  'UNIFORM(-1, 1, RANDOM())',
  'MASKS.PUBLIC.OTHERS(VAL)',
  'MASKS.PUBLIC.SEQ.NEXTVAL',
])('what %s gives may differ each time that it is asked', (what) => {
  const body = `CASE WHEN ${what} > 0 THEN CASE WHEN ${what} > 0 THEN '*' ELSE VAL END ELSE '*' END`;
  expect(read(body).clear).not.toBe('never');
});

test('a question that is compared with TRUE or FALSE is the question', () => {
  const narrow = (form: (question: string) => string) =>
    read(`CASE WHEN ${form('VAL < 10')} THEN 1 WHEN ${form('VAL < 11')} THEN 2 END`).clear;
  expect(narrow((question) => `TRUE = (${question})`)).toBe('sometimes');
  expect(narrow((question) => `EQUAL_NULL(TRUE, ${question})`)).toBe('sometimes');
  expect(read(`CASE FALSE WHEN ${isDoctor} THEN '*' ELSE VAL END`).clear).toBe('never');
  expect(read(`DECODE(TRUE, ${isDoctor}, VAL, '*')`).clear).toBe('never');
  expect(read(`DECODE(TRUE, ${isDoctor}, VAL, '*')`, doctor).clear).toBe('always');
});

const parameters = (name: (typeof maskNames)[number]) =>
  Object.entries(maskLibrary[name].parameters).flatMap(([parameter, each]) =>
    each.kind === 'choice'
      ? Object.keys(each.values).map((value) => ({ [parameter]: value }))
      : [{ [parameter]: 'by law' }],
  );

test.each(
  maskNames.flatMap((name) =>
    [{}, { keep: 'year', cap: '90' }, ...parameters(name)].map((each) => [name, each] as const),
  ),
)('the mask %s of the library hides with %j', (name, given) => {
  for (const mask of Object.values(maskOf(name, given as Readonly<Record<string, string>>))) {
    const policy = {
      body: `CASE WHEN ${isDoctor} THEN VAL ELSE ${mask} END`,
      type: 'VARCHAR',
    } as const;
    const masks = masksFor(libraryMasks, maskLibrary[name].meaning);
    expect(readMask(policy, reader, 'CLINIC', masks).clear).toBe('never');
  }
});

test('a mask of ages hides no other number', () => {
  const body = maskOf('age', { cap: '90' }).number ?? '';
  const of = (semantic: string | undefined) =>
    readMask({ body, type: 'NUMBER(38,0)' }, reader, 'CLINIC', masksFor(libraryMasks, semantic));
  expect([of('age').clear, of('date').clear, of(undefined).clear]).toEqual([
    'never',
    'sometimes',
    'sometimes',
  ]);
});

test('each template hides', () => {
  const all = templateMasking();
  expect(all).toHaveLength(maskingTemplates.length);
  for (const { masks, appliesTo } of all) {
    const counting = masksFor(libraryMasks, appliesTo.semantic);
    for (const body of Object.values(masks)) {
      const policy = { body, type: 'VARCHAR' } as const;
      expect(readMask(policy, reader, 'CLINIC', counting).clear).toBe('never');
    }
  }
});

test('a mask of what another mask gives hides no less than that', () => {
  const body = (mask: string) => `CASE WHEN ${isDoctor} THEN VAL ELSE ${mask} END`;
  const every = templateMasking().flatMap(({ masks }) => masks.text ?? []);
  for (const before of every) {
    for (const after of new Set(every)) {
      const both = body(after).replaceAll(/\bVAL\b/g, () => `(${body(before)})`);
      expect(read(both).clear).toBe('never');
      expect(read(both, doctor).clear).toBe('always');
    }
  }
});

test('a question within a question is one as well', () => {
  const inner = "CASE WHEN VAL = 'ada' THEN 'y' ELSE 'n' END";
  expect(read(`IFF(${inner} = 'y', '1', '2')`).clear).not.toBe('never');
  expect(read("IFF(NULLIF('***', VAL) IS NULL, '1', '2')").clear).not.toBe('never');
  const own = `CASE WHEN ${isDoctor} THEN VAL ELSE '***' END`;
  expect(read(`IFF((${own}) = 'ada', '1', '2')`, doctor).clear).toBe('sometimes');
  expect(read(`IFF((${own}) = 'ada', '1', '2')`, reader).clear).toBe('never');
});

describe('the word of an author', () => {
  const mask = "SPLIT_PART(VAL, '.', 1)";
  const vouching = (body: string): KnownMasks => ({
    ...libraryMasks,
    vouched: new Map([
      [readKey(body), 'an address has four parts, of which the first names a network'],
    ]),
  });
  const readKey = (body: string) => read(body).alone.showings[0]?.key ?? '';
  const of = (body: string, masks: KnownMasks) =>
    readMask({ body, type: 'VARCHAR' }, reader, 'CLINIC', masks);

  test('makes a mask of what is not known to be one, and is handed on', () => {
    expect(of(mask, libraryMasks).clear).toBe('unknown');
    const answers = of(mask, vouching(mask));
    expect(answers.clear).toBe('never');
    expect(answers.alone.hidesBecause).toContain('four parts');
    expect(of(`CONCAT(${mask}, LEFT(VAL, 1))`, vouching(mask)).clear).toBe('unknown');
  });

  test('makes no mask of the value itself', () => {
    const body = 'CASE WHEN A THEN VAL ELSE REVERSE(VAL) END';
    const masks = {
      ...libraryMasks,
      vouched: new Map([
        ['VAL', 'because'],
        [readKey('VAL'), 'so'],
      ]),
    };
    expect(of('VAL', masks).clear).toBe('always');
    expect(of(body, masks).clear).toBe('unknown');
  });
});

describe('a body shows more than another one', () => {
  const consent = "CASE WHEN CONSENT THEN VAL ELSE '***' END";
  const guarded = `CASE WHEN ${isDoctor} AND ${agent} = 'FALSE' THEN VAL ELSE '***' END`;
  const open = `CASE WHEN ${isDoctor} THEN VAL ELSE '***' END`;

  test.each([
    ["'***'", consent, reader],
    [consent, 'VAL', reader],
    [guarded, open, doctor],
    [`CASE WHEN (CONSENT OR ${isDoctor}) AND ${agent} = 'FALSE' THEN VAL END`, consent, reader],
    [consent, "CASE WHEN CONSENT OR OTHER THEN VAL ELSE '***' END", reader],
    [consent, 'CASE WHEN CONSENT OR OTHER IS NULL OR OTHER IS NOT NULL THEN VAL END', reader],
    ["CASE WHEN CONSENT AND OTHER THEN VAL ELSE '***' END", consent, reader],
    ["CASE WHEN VAL LIKE 'a%' THEN VAL END", "CASE WHEN VAL LIKE 'b%' THEN VAL END", reader],
    ["'***'", 'REVERSE(VAL)', reader],
    ['REVERSE(VAL)', 'VAL', reader],
    ['REVERSE(VAL)', 'UPPER(VAL)', reader],
    ['CASE WHEN CONSENT THEN REVERSE(VAL) END', 'REVERSE(VAL)', reader],
    ["'***'", 'not readable (', reader],
  ])('%s, then %s', (before, after, session) => {
    expect(showsMore(read(after, session), read(before, session))).toBe(true);
  });

  test.each([
    ['VAL', consent, reader],
    ['VAL', 'REVERSE(VAL)', reader],
    [open, guarded, doctor],
    [consent, 'CASE WHEN CONSENT AND OTHER THEN VAL ELSE NULL END', reader],
    [consent, `CASE WHEN ${isDoctor} OR CONSENT THEN VAL ELSE '***' END`, reader],
    ['CASE WHEN CONSENT OR OTHER THEN VAL END', consent, reader],
    ['REVERSE(VAL)', 'reverse( VAL )', reader],
    ['VAL', 'not readable (', reader],
    ["'***'", 'LEFT(VAL, 2)', reader],
  ])('but not %s, then %s', (before, after, session) => {
    expect(showsMore(read(after, session), read(before, session))).toBe(false);
  });
});
