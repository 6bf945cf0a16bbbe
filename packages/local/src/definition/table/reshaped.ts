import type { TableObject } from '../../catalogue/catalogue-object.js';
import type { Definition } from '../definition.js';

/** Notes a change of the columns of a table as one of its changes, and tells it from those of rows. */
export function reshaped(
  definition: Definition,
  { id, reshapes = [] }: TableObject,
): Pick<TableObject, 'reshapedAt' | 'reshapes'> {
  const position = definition.change(id);
  return { reshapedAt: position, reshapes: [...reshapes, position] };
}
