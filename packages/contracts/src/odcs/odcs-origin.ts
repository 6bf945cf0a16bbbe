import type { JsonObject } from '../document/json.js';
import type { Classification } from '../model/classification.js';

/** What a reader of a document decides where the document does not say it in words that DAS knows. */
export interface OdcsReading {
  /**
   * What the classifications of the document mean, such as `{ restricted: 'confidential' }`. One
   * that is neither here nor among those of DAS is read as `phi`, the strictest.
   */
  readonly classifications?: Readonly<Record<string, Classification>>;
  /** The domain, for a document that names none. */
  readonly domain?: string;
  /** Who answers for the data, for a document that names no team. */
  readonly owner?: string;
}

/** Where an imported product comes from: the document as it was, and how it was read. */
export interface OdcsOrigin {
  readonly document: JsonObject;
  readonly reading: OdcsReading;
}
