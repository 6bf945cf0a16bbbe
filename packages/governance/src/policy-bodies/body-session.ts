/** A session as the body of a policy sees it, as far as one can know it without running anything. */
export interface BodySession {
  /** The role that CURRENT_ROLE names; `undefined` where it is NULL, as for those who read a share. */
  readonly currentRole: string | undefined;
  /** `ROLE READER`, `DATABASE ROLE SHOP.FINANCE`. */
  readonly active: ReadonlySet<string>;
}

/** A session at an object of a database, without an AI agent in the execution context or with one. */
export interface BodyContext {
  readonly session: BodySession;
  /** The database of what is protected: database roles are looked for in it. */
  readonly database: string;
  readonly hasAgent: boolean;
}
