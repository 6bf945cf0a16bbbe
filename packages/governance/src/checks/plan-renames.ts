import { addressOf, applyEffect, nameIn } from '@das/core';
import { statementsOf } from './followed-plan.js';
import type { CheckedPlan } from './plan-context.js';
import { readStatement } from './read-statement.js';
import { statementTokens } from './statement-tokens.js';

/** What a plan calls otherwise: what is renamed keeps its rows, and so has to keep what hides them. */
export interface PlanRenames {
  /** The full name that a table has at first, by the one that it has now, and the other way round. */
  readonly firstTable: (name: string) => string;
  readonly lastTable: (name: string) => string;
  /** The same of columns. A table is named by its first name. */
  readonly firstColumn: (table: string, column: string) => string;
  readonly lastColumn: (table: string, column: string) => string;
}

/**
 * Reads the renames of a plan off its statements: what a plan states as an effect is what is so after it,
 * and not where it comes from.
 */
export function planRenames(plan: CheckedPlan): PlanRenames {
  const state = new Map(plan.startsWith.map((each) => [addressOf(each), each]));
  const tables = new NameChain();
  const columns = new Map<string, NameChain>();
  for (const { text, effect } of statementsOf(plan)) {
    if (/\bRENAME\b/i.test(text)) {
      for (const change of readStatement(statementTokens(text), state) ?? []) {
        if (change.does === 'rename') tables.add(nameIn(change.address), nameIn(change.to));
        if (change.does !== 'alter' || change.renames === undefined) continue;
        const table = tables.first(nameIn(change.address));
        const chain = columns.get(table) ?? new NameChain();
        chain.add(change.renames.from, change.renames.to);
        columns.set(table, chain);
      }
    }
    applyEffect(state, effect);
  }
  return {
    firstTable: (name) => tables.first(name),
    lastTable: (name) => tables.last(name),
    firstColumn: (table, column) => columns.get(table)?.first(column) ?? column,
    lastColumn: (table, column) => columns.get(table)?.last(column) ?? column,
  };
}

/** Names that follow each other. */
class NameChain {
  readonly #before: Map<string, string> = new Map();
  readonly #after: Map<string, string> = new Map();

  add(from: string, to: string): void {
    this.#before.set(to, from);
    this.#after.set(from, to);
  }

  first(name: string): string {
    return follow(name, this.#before);
  }

  last(name: string): string {
    return follow(name, this.#after);
  }
}

function follow(name: string, next: ReadonlyMap<string, string>): string {
  const seen = new Set<string>();
  let found = name;
  // Two that exchange their names go round in a circle.
  while (!seen.has(found)) {
    seen.add(found);
    found = next.get(found) ?? found;
  }
  return found;
}
