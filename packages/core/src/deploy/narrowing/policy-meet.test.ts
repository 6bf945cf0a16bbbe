import { describe, expect, test } from 'vitest';
import type { MaskingPolicyResource, RowAccessPolicyResource } from '../../resources/resource.js';
import { caseExpression } from './case-expression.js';
import { closed, meetOf } from './policy-meet.js';

const pipeline = "IS_ROLE_IN_SESSION('D_PIPELINE')";

function mask(body: string, more: Partial<MaskingPolicyResource> = {}): MaskingPolicyResource {
  return { kind: 'maskingPolicy', name: ['D', 'S', 'M'], type: 'VARCHAR', body, ...more };
}

function rows(body: string): RowAccessPolicyResource {
  const argument = { name: 'C', type: 'VARCHAR' } as const;
  return { kind: 'rowAccessPolicy', name: ['D', 'S', 'P'], argument, body };
}

describe('what two masks both show', () => {
  const met = (before: string, after: string) => meetOf(mask(before), mask(after))?.body;

  test('is nothing of what each hides in its own way', () => {
    const digits = `CASE WHEN ${pipeline} THEN VAL ELSE RIGHT(VAL, 4) END`;
    const hash = `CASE WHEN ${pipeline} THEN VAL ELSE SHA2(VAL, 256) END`;
    expect(met('RIGHT(VAL, 4)', 'SHA2(VAL, 256)')).toBe('NULL');
    expect(met(digits, hash)).toBe(
      `CASE WHEN ${pipeline} THEN CASE WHEN ${pipeline} THEN VAL ELSE SHA2(VAL, 256) END ` +
        `ELSE CASE WHEN ${pipeline} THEN RIGHT(VAL, 4) ELSE NULL END END`,
    );
  });

  test('is the value for whom both show it, and the mask that both have', () => {
    const of = (role: string) => `CASE WHEN ${role} THEN VAL ELSE LEFT(VAL, 1) END`;
    expect(met(of('A'), of('B'))).toBe(
      'CASE WHEN A THEN CASE WHEN B THEN VAL ELSE LEFT(VAL, 1) END ELSE LEFT(VAL, 1) END',
    );
    expect(met('VAL', of('A'))).toBe(of('A'));
    expect(met(of('A'), 'VAL')).toBe(of('A'));
  });

  test('does not say which of two questions about the value is answered how', () => {
    const asking = (text: string) => `CASE WHEN VAL = '${text}' THEN 'x' ELSE 'y' END`;
    expect(met(asking('a'), asking('b'))).toBe('NULL');
    expect(met(asking('a'), `CASE WHEN A THEN VAL ELSE ${asking('b')} END`)).toBe(
      `CASE WHEN A THEN ${asking('a')} ELSE NULL END`,
    );
  });

  test('reads the value by the name that the new policy gives it', () => {
    const before = mask("CASE WHEN A THEN V ELSE T.V || 'V' END", { argument: 'V' });
    expect(meetOf(before, mask('VAL'))?.body).toBe("CASE WHEN A THEN VAL ELSE T.V || 'V' END");
    const own = mask('CASE WHEN EXISTS (SELECT V FROM T) THEN V END', { argument: 'V' });
    expect(meetOf(own, mask('VAL'))?.body).toBe('NULL');
  });
});

describe('what is closed', () => {
  const closedRows = (body: string) => closed(rows(body), rows(body))?.body;
  const closedMask = (body: string) => closed(mask(body), mask(body))?.body;

  test('shows the pipeline all rows only where it sees all of them anyway', () => {
    expect(closedRows(`CASE WHEN ${pipeline} THEN C = 'A' ELSE FALSE END`)).toBe('FALSE');
    expect(closedRows(`CASE WHEN ${pipeline} THEN TRUE AND C = 'A' END`)).toBe('FALSE');
    expect(closedRows(`CASE WHEN ${pipeline} AND C = 'A' THEN TRUE ELSE FALSE END`)).toBe('FALSE');
    expect(closedRows(`CASE WHEN ${pipeline} OR A THEN TRUE ELSE FALSE END`)).toBe(pipeline);
    const one = rows(`CASE WHEN ${pipeline} THEN TRUE ELSE FALSE END`);
    expect(closed(one, rows(`CASE WHEN ${pipeline} THEN C = 'A' END`))?.body).toBe('FALSE');
  });

  test('shows the pipeline the value only where it sees it anyway', () => {
    const open = `CASE WHEN ${pipeline} THEN VAL ELSE NULL END`;
    expect(closedMask(`CASE WHEN ${pipeline} THEN LEFT(VAL, 1) ELSE NULL END`)).toBe('NULL');
    expect(closedMask(`CASE WHEN ${pipeline} THEN VAL || 'x' ELSE NULL END`)).toBe('NULL');
    expect(closedMask(`CASE WHEN ${pipeline} OR (A) THEN VAL ELSE '***' END`)).toBe(open);
    expect(closedMask(`CASE WHEN ${pipeline} THEN ${open} ELSE '***' END`)).toBe(open);
  });
});

describe('a case', () => {
  test('is taken apart by what belongs to it', () => {
    const inner = "CASE WHEN B THEN 'ELSE' ELSE (CASE WHEN C THEN 1 END) END";
    expect(caseExpression(`case when A OR (B) then ${inner} when "THEN" then 2 END`)).toEqual({
      branches: [
        { when: 'A OR (B)', gives: inner },
        { when: '"THEN"', gives: '2' },
      ],
      otherwise: 'NULL',
    });
  });

  test.each([
    'VAL',
    'CASE VAL WHEN 1 THEN 2 END',
    "CASE WHEN A THEN 1 END || 'x'",
    'CASE WHEN A THEN 1 END || CASE WHEN B THEN 2 END',
    'CASE WHEN A THEN 1 ELSE 2',
    'CASE WHEN A THEN 1 ELSE 2 ELSE 3 END',
    'CASE WHEN A THEN (1 END',
    'CASE WHEN THEN 1 END',
  ])('is not %s', (text) => {
    expect(caseExpression(text)).toBeUndefined();
  });
});
