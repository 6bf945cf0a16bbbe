import { addressOf, type Resource, type TableResource } from '../resources/resource.js';
import type { Plan } from './plan.js';
import { applyEffect, type Effect } from './plan-step.js';

/** A statement that takes a table or a column of it away, which was planned because it had no rows. */
export interface DataLoss {
  readonly step: number;
  readonly statement: number;
  readonly table: TableResource;
}

/** The statements of a plan that take data away where there is any and nobody has confirmed that. */
export function dataLosses({
  startsWith,
  steps,
  options,
}: Pick<Plan, 'startsWith' | 'steps' | 'options'>): readonly DataLoss[] {
  const state = new Map(startsWith.map((each) => [addressOf(each), each]));
  const confirmed = new Set(options.destroyData);
  const losses: DataLoss[] = [];
  for (const [step, { effects }] of steps.entries()) {
    for (const [statement, effect] of effects.entries()) {
      const parts = partsOf(effect);
      const renamed = renamedTable(parts, state);
      if (renamed !== undefined && confirmed.has(addressOf(renamed.from))) {
        confirmed.add(addressOf(renamed.to));
      }
      const lost = renamed === undefined ? parts.flatMap((each) => lostBy(each, state) ?? []) : [];
      for (const table of lost) {
        if (!confirmed.has(addressOf(table))) losses.push({ step, statement, table });
      }
      applyEffect(state, effect);
    }
  }
  return losses;
}

function partsOf(effect: Effect): readonly Effect[] {
  return effect.is === 'several' ? effect.effects.flatMap(partsOf) : [effect];
}

/** One table that goes while another one comes is the same one under another name. */
function renamedTable(
  parts: readonly Effect[],
  state: ReadonlyMap<string, Resource>,
): { readonly from: TableResource; readonly to: TableResource } | undefined {
  const gone = parts.flatMap((each) => {
    const table = each.is === 'absent' ? state.get(each.address) : undefined;
    return table?.kind === 'table' ? [table] : [];
  });
  const come = parts.flatMap((each) =>
    each.is === 'present' && each.resource.kind === 'table' ? [each.resource] : [],
  );
  const [from] = gone;
  const [to] = come;
  if (from === undefined || to === undefined || gone.length + come.length > 2) return undefined;
  return from.columns.length === to.columns.length ? { from, to } : undefined;
}

function lostBy(effect: Effect, state: ReadonlyMap<string, Resource>): TableResource | undefined {
  if (effect.is === 'absent') {
    const table = state.get(effect.address);
    return table?.kind === 'table' ? table : undefined;
  }
  if (effect.is !== 'present' || effect.resource.kind !== 'table') return undefined;
  const before = state.get(addressOf(effect.resource));
  if (before?.kind !== 'table') return undefined;
  return effect.resource.columns.length < before.columns.length ? before : undefined;
}
