import type { NamespaceBase, Root, Type } from 'protobufjs';
import { SchemaFault } from './registered-decoder.js';

/** The library, as its import gives it. */
export type ProtobufLibrary = typeof import('protobufjs');

/**
 * Parses files into one root, with what comes with Protobuf itself.
 *
 * @param files - each one after those that it imports
 * @throws {@link SchemaFault} `invalid_schema`
 */
export function rootOf(library: ProtobufLibrary, files: readonly string[]): Root {
  const root = new library.Root();
  try {
    for (const file of files) {
      const { imports = [] } = library.parse(file, root, { keepCase: true });
      for (const name of imports) {
        const common = library.common.get(name);
        if (common?.nested !== undefined) root.addJSON(common.nested);
      }
    }
    root.resolveAll();
    return root;
  } catch {
    throw new SchemaFault('invalid_schema');
  }
}

/**
 * The message at a path of indexes in a file: its third message, the first message inside that one.
 *
 * @throws {@link SchemaFault} `unknown_message`
 */
export function messageAt(
  library: ProtobufLibrary,
  root: Root,
  file: string,
  path: readonly number[],
): Type {
  // Other files may have the same package, so the order of messages is read from this one alone.
  const alone = new library.Root();
  const { package: name } = library.parse(file, alone, { keepCase: true });
  let within: NamespaceBase | undefined = name === undefined ? alone : found(alone, name);
  for (const index of path) {
    const messages: Type[] =
      within?.nestedArray.filter((each) => each instanceof library.Type) ?? [];
    within = messages[index];
  }
  const message = within instanceof library.Type ? within.fullName : undefined;
  if (message === undefined) throw new SchemaFault('unknown_message');
  return root.lookupType(message);
}

function found(root: Root, name: string): NamespaceBase | undefined {
  const object = root.lookup(name);
  return object !== null && 'nestedArray' in object ? (object as NamespaceBase) : undefined;
}
