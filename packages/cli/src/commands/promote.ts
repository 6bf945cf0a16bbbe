import {
  type Domain,
  measureSlos,
  orderPromotions,
  type Promotion,
  type PromotionRun,
  runPromotion,
  type SloStatus,
} from '@das/core';
import {
  configurationOf,
  evidenceLine,
  evidenceState,
  openDeployment,
} from '../deployment/open-deployment.js';
import { promotionLines, sloLines, warningLines } from '../deployment/promotion-lines.js';
import { suggestApply } from '../deployment/suggest-apply.js';
import { CliError } from '../errors/cli-error.js';
import { interrupted } from '../errors/interrupted.js';
import { suggestName } from '../program/closest-name.js';
import type { Invocation, Report } from '../program/command-definition.js';

/** `das promote` */
export async function execute(invocation: Invocation): Promise<Report> {
  const { arguments: given, terminal, signal } = invocation;
  const configuration = await configurationOf(invocation);
  const promotions = promotionsNamed(configuration.domain, given.operands);
  await using deployment = await openDeployment(configuration);

  const runs: PromotionRun[] = [];
  let slo: readonly SloStatus[] = [];
  let failure: unknown;
  try {
    for (const promotion of promotions) {
      if (signal.aborted) throw interrupted('the promotions before are done', 'run it again');
      terminal.progress(`${promotion.name}: promoting`);
      runs.push(await suggestApply(deployment, () => runPromotion(promotion, deployment)));
    }
    terminal.progress('measuring SLOs');
    slo = await suggestApply(deployment, () => measureSlos(deployment));
  } catch (error) {
    // What was promoted before is done, and is reported with the failure.
    failure = error;
  }
  return {
    document: {
      promotions: runs,
      slo: slo.map(({ value, ...rest }) => ({ ...rest, value: value ?? null })),
      evidence: evidenceState(deployment.evidence),
    },
    lines: [
      ...promotionLines(runs, terminal),
      ...warningLines(runs, terminal),
      ...sloLines(slo, terminal),
      evidenceLine(deployment),
    ],
    ...(failure === undefined ? {} : { failure }),
  };
}

/** The promotions of these names, or all, in an order in which they can run. */
function promotionsNamed(domain: Domain, names: readonly string[]): readonly Promotion[] {
  const ordered = orderPromotions(domain.promotions);
  const known = ordered.map((promotion) => promotion.name);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new CliError('DAS_DOMAIN_UNKNOWN_PROMOTION', `there is no promotion ${name}`, {
      place: `domain ${domain.name}`,
      next: suggestName(name, known, 'promotions'),
    });
  }
  return names.length === 0
    ? ordered
    : ordered.filter((promotion) => names.includes(promotion.name));
}
