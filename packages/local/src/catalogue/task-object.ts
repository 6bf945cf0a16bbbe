import type { BaseObject } from './base-object.js';

/** Whether runs of one task graph may overlap. */
export type OverlapPolicy = 'NO_OVERLAP' | 'ALLOW_CHILD_OVERLAP' | 'ALLOW_ALL_OVERLAP';

/** What CREATE TASK and ALTER TASK … SET say of a task, apart from its place in a graph. */
export interface TaskSettings {
  /** Absent: serverless. */
  readonly warehouse: string | undefined;
  /** Sizes and intervals of serverless compute, as they were written. */
  readonly compute: Readonly<Record<string, string>>;
  readonly schedule: string | undefined;
  /** A JSON object, as it was written. */
  readonly config: string | undefined;
  readonly overlap: OverlapPolicy;
  /** Session parameters of its runs. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly suspendAfterFailures: number;
  readonly retryAttempts: number;
  readonly minimumTriggerSeconds: number;
}

export interface TaskObject extends BaseObject, TaskSettings {
  readonly kind: 'TASK';
  readonly parent: number;
  /** The id that SHOW TASKS gives; a task that replaces another has a new one. */
  readonly uuid: string;
  /** The ids of the tasks that it runs after. A link counts while both have one owner. */
  readonly after: readonly number[];
  /** The id of the root task whose finalizer it is. */
  readonly finalizes: number | undefined;
  /** The boolean expression after WHEN. */
  readonly condition: string | undefined;
  /** The statement that it runs. */
  readonly text: string;
  /** When it was resumed; absent while it is suspended. */
  readonly startedOn: string | undefined;
  /** Who owned it then: another owner has to resume it again. */
  readonly startedBy: string | undefined;
  readonly suspendedOn: string | undefined;
  readonly suspendedReason: string | undefined;
  /** The version of its graph, kept on the root, and whether the graph was changed since. */
  readonly version: number;
  readonly isModified: boolean;
  readonly committedOn: string | undefined;
}
