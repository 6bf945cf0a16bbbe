import type { ValueShape } from '../model/value-shape.js';

/** The fields inside a value, as a reader would write them: `geo.lat`, `lines[].sku`. */
export function fieldsOf(shape: ValueShape): readonly string[] {
  return [...new Set(pathsOf(shape, ''))].filter((path) => path !== '' && path !== '[]');
}

function pathsOf(shape: ValueShape, path: string): readonly string[] {
  switch (shape.kind) {
    case 'object':
      return Object.entries(shape.fields).flatMap(([name, field]) =>
        pathsOf(field, path === '' ? name : `${path}.${name}`),
      );
    case 'array':
    case 'set':
      return pathsOf(shape.items, `${path}[]`);
    case 'tuple':
      return shape.items.flatMap((item, index) => pathsOf(item, `${path}[${index}]`));
    case 'union':
      return shape.options.filter(isSomething).flatMap((option) => pathsOf(option, path));
    case 'intersection':
      return shape.parts.flatMap((part) => pathsOf(part, path));
    default:
      return [path];
  }
}

function isSomething({ kind }: ValueShape): boolean {
  return kind !== 'null' && kind !== 'undefined';
}
