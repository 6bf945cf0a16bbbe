import { canonicalWord } from './canonical-word.js';
import type { Concept } from './vocabulary.js';

/** A label among words: what it says, the first of its words and the one after its last. */
export interface PhraseMatch {
  readonly concept: Concept;
  readonly from: number;
  readonly to: number;
}

interface Phrase {
  readonly words: readonly string[];
  readonly concept: Concept;
}

/** Finds the labels of a vocabulary among words. */
export interface PhraseBook {
  /** The longest label that starts at a word, if any. */
  at(words: readonly string[], from: number): PhraseMatch | undefined;
  /** Every word of every label. */
  readonly words: ReadonlySet<string>;
}

/** Builds a book from vocabularies; where two have the same label, the later one decides. */
export function phraseBook(
  vocabularies: readonly Readonly<Partial<Record<Concept, string>>>[],
): PhraseBook {
  const all = new Map<string, Phrase>();
  for (const each of vocabularies) {
    for (const [concept, phrases] of Object.entries(each)) {
      for (const phrase of phrases.split('|')) {
        const words = phrase.split(' ').map(canonicalWord);
        all.set(words.join(' '), { words, concept: concept as Concept });
      }
    }
  }
  const byFirst = new Map<string, Phrase[]>();
  for (const phrase of all.values()) {
    const first = phrase.words[0] ?? '';
    const list = byFirst.get(first);
    if (list === undefined) byFirst.set(first, [phrase]);
    else list.push(phrase);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.words.length - a.words.length);
  return {
    words: new Set([...all.values()].flatMap(({ words }) => words)),
    at: (words, from) => {
      const list = byFirst.get(canonicalWord(words[from] ?? ''));
      if (list === undefined) return undefined;
      for (const { words: wanted, concept } of list) {
        let length = 1;
        while (
          length < wanted.length &&
          canonicalWord(words[from + length] ?? '') === wanted[length]
        )
          length += 1;
        if (length === wanted.length) return { concept, from, to: from + length };
      }
      return undefined;
    },
  };
}
