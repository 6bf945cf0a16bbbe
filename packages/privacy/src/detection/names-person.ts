import {
  isAmbiguous,
  isCommonWord,
  isGiven,
  isNoName,
  isSurname,
  nameFlagsOf,
} from './lexicon/name-words.js';

/**
 * Says whether an identifier, such as the name of a field, is made of a person's name: a given name or
 * a surname that is no everyday word (`lovelace`), or a given name before a surname, whatever else they
 * mean (`markStone`, `grace_hall`). For the keys of an object that is used as a map, where names of
 * fields are data. Only names on the lists of this package are known.
 *
 * @example
 * ```ts
 * import { namesPerson } from '@das/privacy';
 *
 * console.log(namesPerson('ada_lovelace'), namesPerson('page_count'));
 * // => true false
 * ```
 */
export function namesPerson(identifier: string): boolean {
  const words = identifier
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .map(nameFlagsOf);
  return words.some((flags, index) => {
    const isName = (flags & (isGiven | isSurname)) !== 0;
    if (isName && (flags & (isAmbiguous | isCommonWord | isNoName)) === 0) return true;
    const next = words[index + 1] ?? 0;
    return (flags & isGiven) !== 0 && (next & isSurname) !== 0;
  });
}
