import type { ReadMaskingPolicy } from '../policy-bodies/read-mask.js';

/** What an account really has, as far as it concerns some databases. Read by {@link observe}. */
export interface ObservedState {
  /** The databases that were looked into, in upper case. */
  readonly databases: readonly string[];
  /** The role that looked. What it may not see is not here. */
  readonly role: string;
  /** Every object, by its address, such as `table BROOK_CLINIC.SILVER.VISITS`. */
  readonly objects: ReadonlyMap<string, ObservedObject>;
  /** The columns of each table, view and dynamic table, by the address of it. */
  readonly columns: ReadonlyMap<string, readonly ObservedColumn[]>;
  readonly attachments: readonly ObservedAttachment[];
  /** Tags that somebody set: not inherited, and not carried on by Snowflake. */
  readonly tags: readonly ObservedTag[];
  readonly grants: readonly ObservedGrant[];
  /** Which user has which role. */
  readonly members: readonly ObservedMember[];
  /** The last change of each object that was not made by an apply, as the history has it. */
  readonly changes: readonly ObservedChange[];
  /** Access for a time that nobody has ended. */
  readonly access: readonly ObservedAccess[];
  /** Tables and views of the databases that the role that looked may not see. */
  readonly hidden: readonly ObservedHidden[];
  /** Columns that were written from columns of the databases, as the history has it. */
  readonly copies: readonly ObservedCopy[];
}

/** A grant for a time, as the database writes it down. */
export interface ObservedAccess {
  readonly database: string;
  readonly id: string;
  /** The role that is given. */
  readonly role: string;
  readonly user: string;
  readonly expiresAt: Date;
  /** Whether its time is over by the clock of the account. */
  readonly isOver: boolean;
}

/** A table or view that the account tells of, and the role may not see. */
export interface ObservedHidden {
  readonly kind: 'table' | 'view';
  readonly name: readonly [database: string, schema: string, table: string];
  readonly owner: string;
}

/** A column of a table that is there, and a column that it was written from. */
export interface ObservedCopy {
  /** The full name of the table. */
  readonly table: string;
  readonly column: string;
  readonly source: { readonly table: string; readonly column: string };
  /** The primary role with which it was written. */
  readonly role: string;
  /** The masking policies that work on the column. */
  readonly masks: readonly ReadMaskingPolicy[];
  /**
   * Who owns the record of a domain that says of the table that it was deployed. A comment says nothing:
   * anybody can write one.
   */
  readonly recordOwner: string | undefined;
}

/** An object, with what can be set on it. */
export interface ObservedObject {
  /** A kind of resource, or of what DAS never makes, such as `view` and `stream`. */
  readonly kind: string;
  readonly name: readonly string[];
  readonly comment: string;
  /**
   * What is set, in a form in which it can be compared. What the role may not see is left out, and is
   * not compared.
   */
  readonly properties: Readonly<Record<string, string>>;
}

/** A column, with its type as a contract writes it. */
export interface ObservedColumn {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
}

/** A policy, and what it is set on. */
export interface ObservedAttachment {
  /** Such as `maskingPolicy`. */
  readonly kind: string;
  /** The policy's full name. */
  readonly policy: string;
  /** `TABLE` for tables and views of every kind, `TAG`, `ACCOUNT`, `USER`. */
  readonly domain: string;
  /** The full name of what it is set on. */
  readonly on: string;
  readonly column: string | undefined;
  /** What a row access policy takes. */
  readonly arguments: readonly string[];
  /** `ACTIVE`, or why it masks nothing. */
  readonly status: string;
}

/** A tag on a table or a column. */
export interface ObservedTag {
  /** The tag's full name. */
  readonly tag: string;
  readonly value: string;
  /** `TABLE`, `COLUMN`, or another kind. */
  readonly domain: string;
  /** The full name of the object, or of the object that has the column. */
  readonly on: string;
  readonly column: string | undefined;
}

/** A privilege that somebody has. `USAGE` on a role is the role itself. */
export interface ObservedGrant {
  readonly privilege: string;
  /** Such as `TABLE`, `MASKING POLICY`, `ROLE`; with `FUTURE` before it for what is yet to be made. */
  readonly on: string;
  /** The full name of what it is on; of an account empty. */
  readonly name: string;
  /** Where it is on all objects of a kind in a container: which kind, such as `TABLE`. */
  readonly inherited?: string;
  readonly toType: 'ROLE' | 'DATABASE ROLE' | 'SHARE';
  /** The full name of who has it. */
  readonly to: string;
  readonly hasGrantOption: boolean;
  readonly grantedBy: string | undefined;
  readonly grantedAt: Date | undefined;
}

/** A role of a user. */
export interface ObservedMember {
  readonly role: string;
  readonly user: string;
  readonly grantedBy: string | undefined;
  readonly grantedAt: Date | undefined;
}

/** A change, as the history of the account tells of it: never with the text of a statement. */
export interface ObservedChange {
  /** The full name of what was changed. */
  readonly name: string;
  /** Such as `ALTER_TABLE`. */
  readonly statement: string;
  readonly user: string;
  readonly role: string | undefined;
  readonly at: Date;
}
