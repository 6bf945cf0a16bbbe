import { addressOf } from '../resources/resource.js';
import type { Plan } from './plan.js';

/** So many are named before the others are counted. */
const mostNamed = 10;

/** The addresses by which two plans differ: what they do, and what they start with. */
export function planDifferences(one: Plan, other: Plan): readonly string[] {
  const [first, second] = [contentOf(one), contentOf(other)];
  const addresses = new Set([...first.keys(), ...second.keys()]);
  return [...addresses].filter((address) => first.get(address) !== second.get(address)).sort();
}

/** Some of the addresses, for a message. */
export function namedAddresses(addresses: readonly string[]): string {
  const more = addresses.length - mostNamed;
  const named = addresses.slice(0, mostNamed).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function contentOf({ steps, startsWith }: Plan): ReadonlyMap<string, string> {
  const content = new Map<string, string>();
  const note = (address: string, part: unknown) => {
    content.set(address, `${content.get(address) ?? ''}\n${JSON.stringify(part)}`);
  };
  for (const resource of startsWith) note(addressOf(resource), resource);
  for (const step of steps) note(step.address, step);
  return content;
}
