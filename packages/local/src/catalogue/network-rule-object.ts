import type { BaseObject } from './base-object.js';

/** Addresses of one type, which network policies allow or block. */
export interface NetworkRuleObject extends BaseObject {
  readonly kind: 'NETWORK RULE';
  readonly parent: number;
  readonly type: string;
  readonly mode: string;
  readonly values: readonly string[];
}
