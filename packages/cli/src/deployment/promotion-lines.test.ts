import type { PromotionRun } from '@das/core';
import { expect, test } from 'vitest';
import { Terminal } from '../terminal/terminal.js';
import { warningLines } from './promotion-lines.js';

const nowhere = { write: () => true };
const terminal = new Terminal(
  {
    stdout: nowhere,
    stderr: nowhere,
    env: {},
    cwd: '/',
    isTerminal: { stdin: false, stdout: false, stderr: false },
  },
  { json: false, color: false },
);

const run: PromotionRun = {
  promotion: 'orders_silver',
  strategy: 'audited',
  rows: 2,
  quarantined: 0,
  warnings: [],
  seconds: 1,
};

test('rules that do not hold are listed with what was counted or measured', () => {
  const warnings: PromotionRun['warnings'] = [
    { rule: 'range_total', severity: 'warning', status: 'missed', rows: 1234 },
    { rule: 'completeness_email', severity: 'info', status: 'missed', value: 1 / 3 },
    { rule: 'own', severity: 'info', status: 'no data' },
  ];
  expect(warningLines([run, { ...run, warnings }], terminal)).toEqual([
    '',
    'promotion      rule that does not hold  severity   rows     value  status',
    '-------------  -----------------------  --------  -----  --------  -------',
    'orders_silver  range_total              warning   1,234         -  missed',
    'orders_silver  completeness_email       info          -  0.333333  missed',
    'orders_silver  own                      info          -         -  no data',
  ]);
});

test('nothing is said when every rule holds', () => {
  expect(warningLines([run], terminal)).toEqual([]);
});
