import { openLocalWarehouse } from '@das/local';
import { expect, test } from 'vitest';
import { compileDomain } from '../domain/compile-domain.js';
import type { Domain } from '../domain/define-domain.js';
import { accountContent } from '../fixtures/account-content.js';
import { everything } from '../fixtures/everything.js';
import { failingAt } from '../fixtures/interposed-warehouse.js';
import { deployedState } from '../fixtures/planned-state.js';
import { EvidenceInMemory } from '../fixtures/visits.js';
import { type RandomDomains, randomDomains } from '../testing/random-domain.js';
import type { Warehouse } from '../warehouse/warehouse.js';
import { apply } from './apply.js';
import { planChanges } from './plan.js';

async function deploy(warehouse: Warehouse, domain: Domain): Promise<number> {
  const evidence = new EvidenceInMemory();
  const done = await apply({ domain, warehouse, evidence, planOptions: everything });
  return done.statements;
}

/** What failed, each once: with the line dead, what is done cannot be written down either. */
function messagesOf(failure: unknown): readonly string[] {
  const cause = failure instanceof Error ? failure.cause : undefined;
  const failures: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [failure];
  return [
    ...new Set(failures.map((each) => (each instanceof Error ? each.message : String(each)))),
  ];
}

/** What is written down of a deployment: once before its steps, and once after them. */
const statementsOfRecord = 4;

/** Changes of a middling size: the first that pseudo-random numbers come to. */
function pairs(count: number): readonly RandomDomains[] {
  const found: RandomDomains[] = [];
  let number = 5;
  while (found.length < count) {
    const tape = Array.from({ length: 120 }, () => {
      number = (number * 1_103_515_245 + 12_345) % 2_147_483_648;
      return number % 1000;
    });
    const pair = randomDomains(tape, { mayLower: true, mayRemove: true });
    const state = deployedState(compileDomain(pair.start));
    const { steps } = planChanges(pair.next, state, everything);
    const { length } = steps.flatMap(({ statements }) => statements);
    if (length >= 10 && length <= 16) found.push(pair);
  }
  return found;
}

test.each(pairs(2))(
  'killed at any statement, an apply goes on to the same end',
  async (pair) => {
    const { start, next } = pair;
    await using undisturbed = await openLocalWarehouse();
    await deploy(undisturbed, start);
    const statements = await deploy(undisturbed, next);
    expect(statements).toBeGreaterThan(8);
    const wanted = await accountContent(undisturbed, next);
    for (let change = 1; change <= statements + statementsOfRecord; change += 1) {
      await using killed = await openLocalWarehouse();
      await deploy(killed, start);
      const failure = await deploy(failingAt(killed, change), next).then(
        () => 'nothing',
        (error: unknown) => error,
      );
      expect(messagesOf(failure)).toEqual(['the line went dead']);
      await deploy(killed, next);
      expect(await accountContent(killed, next), `killed at statement ${change}`).toEqual(wanted);
    }
  },
  240_000,
);
