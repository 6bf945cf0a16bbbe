/** Where readers get help, in the words of the Open Data Contract Standard. */
export interface SupportChannel {
  /** A name or an address: `#orders-help`. */
  readonly channel: string;
  readonly url?: string;
  readonly description?: string;
  /** `email`, `slack`, `teams`, `discord`, `ticket`, `googlechat`, or another. */
  readonly tool?: string;
  /** `interactive`, `announcements`, `issues`, `notifications`, or another. */
  readonly scope?: string;
}

/** What the data is for, and what it must not be used for, in prose. */
export interface TermsOfUse {
  readonly purpose?: string;
  readonly usage?: string;
  readonly limitations?: string;
}

/** How far data may travel, from the narrowest to the widest. */
export const audiences = ['domain', 'organization', 'partners', 'public'] as const;

/** One of {@link audiences}. */
export type Audience = (typeof audiences)[number];

/** Who may receive the data at all, whatever their roles. */
export interface Sharing {
  readonly audience: Audience;
  /** The regions that it may be served in. Without a list: everywhere. */
  readonly regions?: readonly string[];
}
