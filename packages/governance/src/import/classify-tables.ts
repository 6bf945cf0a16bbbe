import {
  type Classification,
  classifications,
  isProtected,
  type SemanticType,
  semanticTypes,
} from '@das/contracts';
import { addressOf, type ColumnResource, type Resource } from '@das/core';
import { type ColumnClassification, classifyTable } from '@das/privacy';
import type { ImportNote } from './import-note.js';
import type { ExistingTable } from './import-tables.js';

/** What a column is taken for, and whether somebody has said so. */
export interface ColumnMeaning {
  readonly classification: Classification;
  readonly semantic: SemanticType | undefined;
  /** Why, where nobody has said it: for a review. */
  readonly guess: string | undefined;
}

/** How sure a guess has to be, so that a column is taken for less than the most sensitive. */
const sureness = 0.6;

/** What an unclassified column is taken for: what is protected most. */
const strictest: Classification = 'phi';

/** Values of columns, by the table's address and the column: only where the user asked for samples. */
export type Samples = ReadonlyMap<string, ReadonlyMap<string, readonly unknown[]>>;

/**
 * Says what each column of a table is: by its tags; else by its name, type and samples, and never as less
 * than protected where a policy masks it. What nothing speaks clearly of is taken for the most sensitive.
 */
export function classifyExisting(
  { table }: ExistingTable,
  resources: readonly Resource[],
  samples: Samples,
): ReadonlyMap<string, ColumnMeaning> {
  const values = samples.get(addressOf(table));
  const found = classifyTable(
    table.columns.map(({ name, type }) => ({ name, type, samples: values?.get(name) ?? [] })),
  );
  const maskingTags = new Set(
    resources.flatMap((each) =>
      each.kind === 'tag' && (each.maskingPolicies ?? []).length > 0 ? [each.name.join('.')] : [],
    ),
  );
  const onTable = table.tags ?? [];
  return new Map(
    table.columns.map((column, at) => {
      const tags = [...column.tags, ...onTable].map(({ tag }) => tag.join('.'));
      const isMasked =
        column.maskingPolicy !== undefined || tags.some((each) => maskingTags.has(each));
      return [column.name, tagged(column) ?? guessed(column, found[at], isMasked)] as const;
    }),
  );
}

function tagged(column: ColumnResource): ColumnMeaning | undefined {
  const value = (name: string) => column.tags.find(({ tag }) => tag[2] === name)?.value;
  const semantic = knownSemantic(value('SEMANTIC_TYPE'));
  const own = value('CLASSIFICATION')?.toLowerCase();
  if (own !== undefined) {
    const known = classifications.find((each) => each === own);
    return known === undefined
      ? {
          classification: strictest,
          semantic,
          guess: `its tag CLASSIFICATION has a value that is none of DAS's: taken for ${strictest}`,
        }
      : { classification: known, semantic, guess: undefined };
  }
  const category = column.tags.find(
    ({ tag }) => tag.join('.') === 'SNOWFLAKE.CORE.PRIVACY_CATEGORY',
  );
  if (category === undefined) return undefined;
  const isIdentifier = ['IDENTIFIER', 'QUASI_IDENTIFIER'].includes(category.value);
  const classification = isIdentifier ? 'pii' : strictest;
  const guess = `Snowflake's own classification calls it ${category.value}: taken for ${classification}`;
  return { classification, semantic, guess };
}

function guessed(
  { name }: ColumnResource,
  found: ColumnClassification | undefined,
  isMasked: boolean,
): ColumnMeaning {
  if (/^_DAS_/.test(name)) {
    return { classification: 'internal', semantic: undefined, guess: undefined };
  }
  const isSure =
    found !== undefined && found.classification !== 'unknown' && found.confidence >= sureness;
  if (!isSure) {
    const guess = `nothing says what it is: taken for ${strictest}`;
    return { classification: strictest, semantic: undefined, guess };
  }
  const by = [...new Set(found.reasons.map(({ signal }) => signal))]
    .filter((signal) => signal !== 'sample')
    .join(', ');
  const semantic = knownSemantic(found.semanticType);
  if (isProtected(found.classification)) {
    const guess = `taken for ${found.classification} (${found.semanticType}), by: ${by}`;
    return { classification: found.classification, semantic, guess };
  }
  if (isMasked) {
    const guess = `a policy masks it, so it is more than ${found.classification}: taken for ${strictest}`;
    return { classification: strictest, semantic: undefined, guess };
  }
  const guess = `taken for ${found.classification} (${found.semanticType}), by: ${by}`;
  return { classification: found.classification, semantic: undefined, guess };
}

/** A meaning that is known to say something of a person. */
function knownSemantic(text: string | undefined): SemanticType | undefined {
  return text !== undefined && Object.hasOwn(semanticTypes, text) ? text : undefined;
}

/** The guesses, for the report. */
export function guessNotes(
  { table }: ExistingTable,
  meanings: ReadonlyMap<string, ColumnMeaning>,
): readonly ImportNote[] {
  return [...meanings].flatMap(([column, { guess }]) =>
    guess === undefined
      ? []
      : [{ outcome: 'guessed' as const, address: addressOf(table), column, reason: guess }],
  );
}
