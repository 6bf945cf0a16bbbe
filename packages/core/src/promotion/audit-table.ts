import {
  compileRule,
  judgeMeasure,
  type MeasureVerdict,
  type Rule,
  type Severity,
} from '@das/contracts';
import type { Domain } from '../domain/define-domain.js';
import type { TableName } from '../domain/domain-names.js';
import { CoreError } from '../errors/core-error.js';
import type { JsonValue } from '../evidence/evidence-recorder.js';
import type { Session } from '../warehouse/warehouse.js';
import type { CompiledPromotion } from './compile-promotion.js';
import type { Promotion } from './promotion.js';
import { referencedTable } from './referenced-table.js';

/** A rule that does not hold and stops nothing: its severity is `warning` or `info`. */
export interface PromotionWarning {
  readonly rule: string;
  readonly severity: Exclude<Severity, 'error'>;
  readonly status: Exclude<MeasureVerdict, 'met'>;
  /** How many rows break it, if it is a rule about rows. */
  readonly rows?: number;
  /** What was measured, if it is a rule about the table. */
  readonly value?: number;
}

interface Outcome {
  readonly rule: Rule;
  readonly verdict: MeasureVerdict;
  readonly rows?: number;
  readonly value?: number;
}

/**
 * Checks what a contract says of a table as a whole. Rules that stop nothing come back as warnings
 * when they do not hold.
 *
 * @throws {@link CoreError} `DAS_PROMOTION_AUDIT_FAILED` when a rule of the severity `error` does
 * not hold; what cannot be measured, such as a share of no rows, does not hold
 */
export async function auditTable(
  session: Session,
  domain: Domain,
  promotion: Promotion,
  compiled: CompiledPromotion,
  table: TableName,
): Promise<readonly PromotionWarning[]> {
  const broken: Outcome[] = [];
  for (const rule of compiled.tableRules) {
    const outcome = await checkRule(session, domain, promotion, rule, table);
    if (outcome.verdict !== 'met') broken.push(outcome);
  }
  const errors = broken.filter(({ rule }) => rule.severity === 'error');
  if (errors.length > 0) throw auditFailed(promotion, errors);
  return broken.flatMap(warningOf);
}

/** What evidence keeps of warnings: what a query of one's own measured may be a value of the data. */
export function warningsAsEvidence(
  compiled: CompiledPromotion,
  warnings: readonly PromotionWarning[],
): readonly { readonly [key: string]: JsonValue }[] {
  const custom = compiled.tableRules.filter((rule) => rule.kind === 'sql').map(({ name }) => name);
  return warnings.map(({ value, ...rest }) =>
    value === undefined || custom.includes(rest.rule) ? rest : { ...rest, value },
  );
}

async function checkRule(
  session: Session,
  domain: Domain,
  promotion: Promotion,
  rule: Rule,
  table: TableName,
): Promise<Outcome> {
  const resolve = (contract: string) => referencedTable(domain, promotion, table, contract);
  // There is nowhere to look; a rule that stops rows is refused for it when the domain is planned.
  const isDangling = rule.kind === 'referential' && resolve(rule.references.contract) === undefined;
  if (isDangling && rule.severity !== 'error') return { rule, verdict: 'no data' };
  const { columns } = promotion.to.contract;
  const compiled = compileRule(rule, { table, columns, resolve });
  if (compiled.kind === 'measure') {
    const value = await numberOf(session, compiled.query);
    const verdict = judgeMeasure(compiled.expect, value);
    return value === undefined ? { rule, verdict } : { rule, verdict, value };
  }
  const rows = (await numberOf(session, `SELECT COUNT(*) FROM (${compiled.query}) AS F`)) ?? 0;
  return { rule, rows, verdict: rows === 0 ? 'met' : 'missed' };
}

/** The one number that a query gives; anything else is no measurement. */
async function numberOf(session: Session, query: string): Promise<number | undefined> {
  const { rows, columns } = await session.execute({ text: query, binds: [] });
  if (rows.length !== 1 || columns.length !== 1) return undefined;
  const value = Object.values(rows[0] ?? {})[0];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

function warningOf({ rule, verdict, rows, value }: Outcome): readonly PromotionWarning[] {
  if (rule.severity === 'error' || verdict === 'met') return [];
  return [
    {
      rule: rule.name,
      severity: rule.severity,
      status: verdict,
      ...(rows === undefined ? {} : { rows }),
      ...(value === undefined ? {} : { value }),
    },
  ];
}

function describe({ rule, verdict, rows, value }: Outcome): string {
  if (verdict === 'no data') return `${rule.name} (no data)`;
  if (rows !== undefined) return `${rule.name} (${rows} ${rows === 1 ? 'row' : 'rows'})`;
  // The number of a query of one's own may be a value of the data.
  const isOpen = rule.kind !== 'sql' && value !== undefined;
  return isOpen ? `${rule.name} (${Number(value.toPrecision(6))})` : rule.name;
}

function auditFailed(promotion: Promotion, errors: readonly Outcome[]): CoreError {
  const kept =
    promotion.strategy.kind === 'audited'
      ? 'the target keeps what it had'
      : 'the target is refreshed';
  return new CoreError(
    'DAS_PROMOTION_AUDIT_FAILED',
    `rules do not hold: ${errors.map(describe).join(', ')}; ${kept}`,
    {
      place: `promotion ${promotion.name}`,
      next: 'find the rows by the rule, mend the source or the promotion, and promote again',
    },
  );
}
