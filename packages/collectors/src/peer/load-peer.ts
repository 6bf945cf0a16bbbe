import { CollectorsError } from '../errors/collectors-error.js';

/**
 * Loads an optional peer when it is first needed.
 *
 * @param load - the import itself, so that bundlers see the name
 * @throws {@link CollectorsError} `DAS_SOURCE_PEER_MISSING` with the command that installs it
 */
export async function loadPeer<T extends object>(name: string, load: () => Promise<T>): Promise<T> {
  let loaded: T & { readonly default?: T };
  try {
    loaded = await load();
  } catch (cause) {
    throw new CollectorsError('DAS_SOURCE_PEER_MISSING', `${name} cannot be loaded`, {
      place: 'the dependencies of the application',
      next: `install it with \`npm install ${name}\``,
      cause,
    });
  }
  // What CommonJS modules export is not always found name by name.
  return loaded.default ?? loaded;
}
