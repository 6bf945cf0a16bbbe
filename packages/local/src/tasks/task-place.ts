import { invalidStatement } from '../warehouse/errors.js';

/** The run of a task, as its statement sees it. */
export interface TaskPlace {
  /** The configuration of the graph run: a JSON object. */
  readonly config: string | undefined;
  /** The names of the predecessors that are resumed. */
  readonly predecessors: readonly string[];
  /** What the tasks before it, near and far, have returned. */
  readonly returnValues: ReadonlyMap<string, string | undefined>;
  /** What the task itself returns. */
  returnValue: string | undefined;
}

/** What `SYSTEM$GET_PREDECESSOR_RETURN_VALUE` answers. */
export function predecessorValue(place: TaskPlace, name: string | undefined): string | undefined {
  const [only, ...others] = place.predecessors;
  if (name === undefined) {
    if (only === undefined || others.length > 0) {
      throw invalidStatement('the task has not one predecessor: name the one that is meant');
    }
    return place.returnValues.get(only);
  }
  if (!place.returnValues.has(name)) {
    throw invalidStatement(`${name} is no resumed predecessor of the task`, name);
  }
  return place.returnValues.get(name);
}

/** What `SYSTEM$GET_TASK_GRAPH_CONFIG` answers: a text as it is, anything else as JSON. */
export function configValue(
  place: TaskPlace,
  path: readonly (string | number)[],
): string | undefined {
  if (path.length === 0) return place.config;
  let value: unknown = place.config === undefined ? undefined : JSON.parse(place.config);
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads `a.b[0].c`. */
export function parsePath(text: string): readonly (string | number)[] {
  const isPath = /^[A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*|\[\d{1,6}\])*$/.test(text);
  if (!isPath) throw invalidStatement('the path into the configuration of a task is not valid');
  return [...text.matchAll(/\[(\d+)\]|[A-Za-z_][\w$]*/g)].map(([part, index]) =>
    index === undefined ? part : Number(index),
  );
}
