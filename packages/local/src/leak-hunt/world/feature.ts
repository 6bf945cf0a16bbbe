import type { CellType } from './cell.js';
import type { WorldKind } from './set-up.js';

/** A relation that queries may read, with the columns that tell its rows apart. */
export interface HuntedRelation {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: CellType }[];
  readonly keys: readonly string[];
  /** Its rows are not those of a hand-written table: only canaries are looked for. */
  readonly isOpaque?: boolean;
  /** Reading it in a statement that writes and commits leaves nothing for later. */
  readonly isConsumed?: boolean;
  /** How often it is read, where the others are read 4 times. */
  readonly weight?: number;
}

export interface SetUpStatement {
  readonly role: string;
  /** The account that it runs in, if it is not the one that holds the tables. */
  readonly account?: string;
  readonly text: string;
  /** The worlds in which it runs; by default all. */
  readonly worlds?: readonly WorldKind[];
}

/**
 * Something that stands on the tables. When the engine refuses one of its statements as unsupported,
 * the hunt goes on without it; so a feature joins the hunt when it lands.
 */
export interface Feature {
  readonly name: string;
  readonly statements: readonly SetUpStatement[];
  readonly relations: readonly HuntedRelation[];
  /** The relations that another account reads as `SHARED.S.<name>`. */
  readonly shared?: readonly string[];
}
