import type { OverlapPolicy, TaskSettings } from '../../catalogue/task-object.js';
import type { TokenReader } from '../../lexing/token-reader.js';
import { checkParameter } from '../../statement/session-parameter.js';
import { parseInterval, parseSchedule } from '../../tasks/task-schedule.js';
import { invalidStatement, unsupported } from '../../warehouse/errors.js';
import { readOption } from '../clauses.js';

/** What a task is like when nothing is said. */
export const defaultSettings: TaskSettings = {
  warehouse: undefined,
  compute: {},
  schedule: undefined,
  config: undefined,
  overlap: 'NO_OVERLAP',
  parameters: {},
  timeoutMs: 3_600_000,
  suspendAfterFailures: 10,
  retryAttempts: 0,
  minimumTriggerSeconds: 30,
};

/** Settings under change, with the comment of the task. */
export interface TaskDraft {
  settings: TaskSettings;
  comment: string;
}

type Change = (draft: TaskDraft, value: string) => Partial<TaskSettings>;

const sizes = ['XSMALL', 'SMALL', 'MEDIUM', 'LARGE', 'XLARGE', 'XXLARGE', 'X2LARGE'];

const size =
  (name: string): Change =>
  ({ settings }, value) => {
    const plain = value.toUpperCase().replaceAll('-', '');
    if (!sizes.includes(plain)) throw invalidStatement(`${name} is not a size of a warehouse`);
    return { compute: { ...settings.compute, [name]: plain } };
  };

const whole =
  (
    name: string,
    low: number,
    high: number,
    change: (value: number) => Partial<TaskSettings>,
  ): Change =>
  (_, text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= low && value <= high)) {
      throw invalidStatement(`${name} is not a number from ${low} to ${high}`);
    }
    return change(value);
  };

const overlap = (policy: OverlapPolicy): Partial<TaskSettings> => ({ overlap: policy });

const changes: Readonly<Record<string, Change>> = {
  WAREHOUSE: (_, value) => ({ warehouse: value }),
  USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE: size('USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE'),
  SERVERLESS_TASK_MIN_STATEMENT_SIZE: size('SERVERLESS_TASK_MIN_STATEMENT_SIZE'),
  SERVERLESS_TASK_MAX_STATEMENT_SIZE: size('SERVERLESS_TASK_MAX_STATEMENT_SIZE'),
  TARGET_COMPLETION_INTERVAL: ({ settings }, value) => {
    parseInterval(value, 1, 'TARGET_COMPLETION_INTERVAL');
    return { compute: { ...settings.compute, TARGET_COMPLETION_INTERVAL: value } };
  },
  SCHEDULE: (_, value) => {
    parseSchedule(value);
    return { schedule: value };
  },
  CONFIG: (_, value) => {
    if (!isJsonObject(value)) throw invalidStatement('CONFIG is not a JSON object');
    return { config: value };
  },
  OVERLAP_POLICY: (_, value) => {
    const policies = ['NO_OVERLAP', 'ALLOW_CHILD_OVERLAP', 'ALLOW_ALL_OVERLAP'] as const;
    const found = policies.find((policy) => policy === value.toUpperCase());
    if (found === undefined) throw invalidStatement(`OVERLAP_POLICY is ${policies.join(', ')}`);
    return overlap(found);
  },
  ALLOW_OVERLAPPING_EXECUTION: (_, value) => {
    if (!/^(?:true|false)$/i.test(value)) {
      throw invalidStatement('ALLOW_OVERLAPPING_EXECUTION is TRUE or FALSE');
    }
    return overlap(/^true$/i.test(value) ? 'ALLOW_CHILD_OVERLAP' : 'NO_OVERLAP');
  },
  USER_TASK_TIMEOUT_MS: whole('USER_TASK_TIMEOUT_MS', 0, 604_800_000, (timeoutMs) => ({
    timeoutMs,
  })),
  SUSPEND_TASK_AFTER_NUM_FAILURES: whole(
    'SUSPEND_TASK_AFTER_NUM_FAILURES',
    0,
    Number.MAX_SAFE_INTEGER,
    (suspendAfterFailures) => ({ suspendAfterFailures }),
  ),
  TASK_AUTO_RETRY_ATTEMPTS: whole('TASK_AUTO_RETRY_ATTEMPTS', 0, 30, (retryAttempts) => ({
    retryAttempts,
  })),
  USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS: whole(
    'USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS',
    10,
    604_800,
    (minimumTriggerSeconds) => ({ minimumTriggerSeconds }),
  ),
  COMMENT: (draft, value) => {
    draft.comment = value;
    return {};
  },
};

const refused = ['ERROR_INTEGRATION', 'SUCCESS_INTEGRATION', 'LOG_LEVEL', 'SEARCH_PATH'];

/** Takes `name = value …` into a draft, until something comes that is no option. */
export function readTaskOptions(reader: TokenReader, draft: TaskDraft): void {
  const ends = ['AFTER', 'WHEN', 'AS', 'FINALIZE', 'EXECUTE', 'WITH', 'TAG', 'CONTACT', 'CLONE'];
  while (!reader.isAtEnd && !ends.some((word) => reader.sees(word))) {
    const name = reader.identifier();
    set(draft, name, readOption(reader));
    reader.acceptOperator(',');
  }
}

function set(draft: TaskDraft, name: string, value: string): void {
  if (refused.includes(name)) throw unsupported(`${name} of a task`);
  const change = Object.hasOwn(changes, name) ? changes[name] : undefined;
  if (change !== undefined) {
    draft.settings = { ...draft.settings, ...change(draft, value) };
    return;
  }
  checkParameter(name, value);
  if (name === 'AUTOCOMMIT' && /^false$/i.test(value)) {
    throw invalidStatement('AUTOCOMMIT = FALSE is not supported for tasks', name);
  }
  const parameters = { ...draft.settings.parameters, [name]: value };
  draft.settings = { ...draft.settings, parameters };
}

/** Takes one option back to its default. */
export function unsetTaskOption(draft: TaskDraft, name: string): void {
  const { settings } = draft;
  const keys: Readonly<Record<string, keyof TaskSettings>> = {
    WAREHOUSE: 'warehouse',
    SCHEDULE: 'schedule',
    CONFIG: 'config',
    OVERLAP_POLICY: 'overlap',
    ALLOW_OVERLAPPING_EXECUTION: 'overlap',
    USER_TASK_TIMEOUT_MS: 'timeoutMs',
    SUSPEND_TASK_AFTER_NUM_FAILURES: 'suspendAfterFailures',
    TASK_AUTO_RETRY_ATTEMPTS: 'retryAttempts',
    USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS: 'minimumTriggerSeconds',
  };
  const key = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (name === 'COMMENT') draft.comment = '';
  else if (key !== undefined) draft.settings = { ...settings, [key]: defaultSettings[key] };
  else if (Object.hasOwn(changes, name)) {
    draft.settings = { ...settings, compute: without(settings.compute, name) };
  } else {
    if (refused.includes(name)) throw unsupported(`${name} of a task`);
    checkParameter(name, undefined);
    draft.settings = { ...settings, parameters: without(settings.parameters, name) };
  }
}

/** Refuses settings that exclude each other. */
export function checkSettings(settings: TaskSettings): void {
  const { compute, warehouse } = settings;
  const [serverless] = Object.keys(compute);
  if (warehouse !== undefined && serverless !== undefined) {
    throw invalidStatement(`WAREHOUSE and ${serverless} exclude each other`);
  }
  const rank = (name: string, otherwise: string): number =>
    sizes.indexOf((compute[name] ?? otherwise).replace('X2LARGE', 'XXLARGE'));
  const least = rank('SERVERLESS_TASK_MIN_STATEMENT_SIZE', 'XSMALL');
  const most = rank('SERVERLESS_TASK_MAX_STATEMENT_SIZE', 'XXLARGE');
  const first = compute.USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE;
  const initial = first === undefined ? least : sizes.indexOf(first.replace('X2LARGE', 'XXLARGE'));
  if (least > most || initial < least || initial > most) {
    throw invalidStatement('the sizes of a serverless task are not in order');
  }
}

function without(
  values: Readonly<Record<string, string>>,
  name: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
