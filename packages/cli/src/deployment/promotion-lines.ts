import type { PromotionRun, SloStatus } from '@das/core';
import { formatCount, formatSeconds, formatShare, formatSpan } from '../terminal/quantities.js';
import { formatTable } from '../terminal/table.js';
import type { Paint, Terminal } from '../terminal/terminal.js';

/** Promotions for people. */
export function promotionLines(
  runs: readonly PromotionRun[],
  terminal: Terminal,
): readonly string[] {
  if (runs.length === 0) return [];
  return formatTable(
    [
      { title: 'promotion' },
      { title: 'strategy' },
      { title: 'rows', align: 'right' },
      { title: 'quarantined', align: 'right' },
      { title: 'time', align: 'right' },
    ],
    runs.map((run) => [
      run.promotion,
      run.strategy,
      formatCount(run.rows),
      formatCount(run.quarantined),
      formatSeconds(run.seconds),
    ]),
    { paintTitle: (text) => terminal.paint('bold', text) },
  );
}

/** Rules that do not hold and stop nothing, for people, after an empty line. */
export function warningLines(runs: readonly PromotionRun[], terminal: Terminal): readonly string[] {
  const rows = runs.flatMap((run) =>
    run.warnings.map(({ rule, severity, status, rows, value }) => [
      run.promotion,
      rule,
      severity,
      rows === undefined ? '-' : formatCount(rows),
      value === undefined ? '-' : String(Number(value.toPrecision(6))),
      status,
    ]),
  );
  if (rows.length === 0) return [];
  const [titles = '', ...rest] = formatTable(
    [
      { title: 'promotion' },
      { title: 'rule that does not hold' },
      { title: 'severity' },
      { title: 'rows', align: 'right' },
      { title: 'value', align: 'right' },
      { title: 'status' },
    ],
    rows,
  );
  return ['', terminal.paint('bold', titles), ...rest];
}

const paints: Readonly<Record<SloStatus['status'], Paint>> = {
  met: 'green',
  missed: 'red',
  'no data': 'yellow',
};

/** Service level objectives for people, after an empty line. */
export function sloLines(statuses: readonly SloStatus[], terminal: Terminal): readonly string[] {
  if (statuses.length === 0) return [];
  const [titles = '', rule = '', ...rows] = formatTable(
    [
      { title: 'contract' },
      { title: 'tier' },
      { title: 'objective' },
      { title: 'column' },
      { title: 'value', align: 'right' },
      { title: 'target', align: 'right' },
      { title: 'status' },
    ],
    statuses.map((slo) => [
      slo.contract,
      slo.tier,
      slo.objective,
      slo.column,
      slo.value === undefined ? '-' : measured(slo.objective, slo.value),
      measured(slo.objective, slo.target),
      slo.status,
    ]),
  );
  const painted = rows.map((row, index) => {
    const status = statuses[index]?.status ?? 'no data';
    return row.replace(/[^ ]*(?: data)?$/, (text) => terminal.paint(paints[status], text));
  });
  return ['', terminal.paint('bold', titles), rule, ...painted];
}

function measured(objective: SloStatus['objective'], value: number): string {
  return objective === 'completeness' ? formatShare(value) : formatSpan(value);
}
