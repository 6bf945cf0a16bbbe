import { randomBytes } from 'node:crypto';
import { domainNames, type TableName } from '@das/core';

const infix = 'BREAK_GLASS_';

/**
 * The role that carries a grant: it holds the access role, and the user holds it. What the user has by
 * other means is another grant, so taking this role away leaves it alone.
 */
export function carrierRole(database: string, id: string): string {
  return `${database}_${infix}${id}`;
}

/** How the carriers of a domain start. */
export function carrierPrefix(database: string): string {
  return `${database}_${infix}`;
}

/** The task that drops the carrier when its time is over. */
export function expiryTask(database: string, id: string): TableName {
  return domainNames(database).policy(`${infix}${id}`);
}

/** Twelve letters: a digit could make it look like a number that stands for a person. */
export function newGrantId(): string {
  return [...randomBytes(6)]
    .flatMap((byte) => [byte >> 4, byte & 15])
    .map((nibble) => String.fromCharCode(65 + nibble))
    .join('');
}
