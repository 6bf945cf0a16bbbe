import type { AnyContract } from '../model/contract.js';
import type { ContractDocument, ContractStatus } from '../model/contract-document.js';
import type { SupportChannel, TermsOfUse } from '../model/support.js';
import type { OdcsOrigin } from '../odcs/odcs-origin.js';

/** What a data product says of itself, besides its contracts. */
export interface DataProductDetails {
  /** The domain that owns it, as that of each of its contracts. */
  readonly domain: string;
  /** Lower case with underscores. */
  readonly name: string;
  /** A semantic version, `1.2.0`. */
  readonly version: string;
  readonly status: ContractStatus;
  /** Who answers for it: an address of a team. */
  readonly owner: string;
  /** What other systems know it by. `domain.name` unless another was given. */
  readonly id: string;
  readonly description: string | undefined;
  /** The organization that it belongs to, where several share a platform. */
  readonly tenant: string | undefined;
  readonly tags: readonly string[];
  readonly support: readonly SupportChannel[];
  readonly terms: TermsOfUse | undefined;
}

/** A data product as plain JSON. */
export interface DataProductDocument extends DataProductDetails {
  readonly contracts: readonly ContractDocument[];
}

/** What `defineDataProduct` takes. */
export interface DataProductDefinition<
  Contracts extends readonly AnyContract[] = readonly AnyContract[],
> {
  readonly domain: string;
  readonly name: string;
  readonly version: string;
  /** Default `active`. */
  readonly status?: ContractStatus;
  readonly owner: string;
  /** Default `domain.name`. */
  readonly id?: string;
  readonly description?: string | undefined;
  readonly tenant?: string | undefined;
  readonly tags?: readonly string[];
  readonly support?: readonly SupportChannel[];
  readonly terms?: TermsOfUse | undefined;
  readonly contracts: Contracts;
  /** The document that it was imported from, as `fromOdcs` put it on the product. */
  readonly odcs?: OdcsOrigin | undefined;
}

/** Several tables that are offered as one thing: frozen data, with the contracts beside it. */
export interface DataProduct<Contracts extends readonly AnyContract[] = readonly AnyContract[]>
  extends DataProductDetails {
  readonly contracts: Contracts;
  /**
   * The document that it was imported from. What DAS does not model stands only there, and `toOdcs`
   * writes it back; `undefined` for a product that was not imported.
   */
  readonly odcs: OdcsOrigin | undefined;
  /** The contract of this name. */
  contract(name: string): AnyContract;
  /** The product as plain JSON, with the documents of its contracts and without its origin. */
  toJSON(): DataProductDocument;
}
