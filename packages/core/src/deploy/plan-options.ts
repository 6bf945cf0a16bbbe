/** What a plan may do beside adding and changing. */
export interface PlanOptions {
  /** Whether objects and columns that are not declared any more are dropped. Default `false`. */
  readonly destroy?: boolean;
  /** The addresses of what holds data and may be dropped with it, or lose a column. */
  readonly destroyData?: readonly string[];
  /** Whether columns, tables, tags and networks may be protected less than they are. Default `false`. */
  readonly allowLowering?: boolean;
  /** The addresses to plan, with what they need. Default: everything. */
  readonly targets?: readonly string[];
}

/** For whom resources are planned. */
export interface PlanScope {
  /** The domain's name. */
  readonly name: string;
  readonly database: string;
  /** The role that deploys, and owns what no other role has to own. */
  readonly deployRole: string;
}
