/** How a promotion fills its target. */
export type PromotionKind = 'dynamicTable' | 'audited';

/** How a contract is put to work, as far as it decides what is enforced. */
export interface ContractDeployment {
  /** Whether a collector lands records of the contract. */
  readonly hasCollector: boolean;
  /** The strategies of the promotions that fill tables of the contract. */
  readonly promotions: readonly PromotionKind[];
  /** Whether every protected column of the contract has a masking policy. */
  readonly hasMasking: boolean;
  /** Whether service levels are measured. */
  readonly measuresSlos: boolean;
}

/** Everything that there is: what a contract is held to when it is put to work in full. */
export const fullDeployment: ContractDeployment = Object.freeze({
  hasCollector: true,
  promotions: Object.freeze<PromotionKind[]>(['dynamicTable', 'audited']),
  hasMasking: true,
  measuresSlos: true,
});
