import type { ContractColumn } from '../../model/column.js';
import type { ContractDocument } from '../../model/contract-document.js';
import { safeHarborLetterOf } from '../../model/semantic-type.js';
import { fieldsOf } from '../fields-of.js';
import { type Block, codes, type Line, type Section } from '../page.js';
import { deprecationWords, meaningOf } from '../words.js';

/** All columns in a table, and what their classifications mean. */
export function columnSection({ columns }: ContractDocument): Section {
  const used = [...new Set(columns.map(({ classification }) => classification))];
  const meanings: Block = {
    kind: 'list',
    items: used.map((classification) => [
      { code: classification },
      `: ${meaningOf(classification)}.`,
    ]),
  };
  return {
    heading: 'Columns',
    blocks: [
      {
        kind: 'table',
        caption: 'The columns, in the order of the table',
        head: [
          'Column',
          'Type',
          'May be empty',
          'Classification',
          'Meaning',
          'Unit',
          'Description',
        ],
        rows: columns.map((column) => [
          [{ code: column.name }],
          [{ code: column.type }],
          [column.isNullable ? 'yes' : 'no'],
          [column.classification],
          [semanticWords(column)],
          [column.unit ?? ''],
          descriptionOf(column),
        ]),
      },
      meanings,
    ],
  };
}

function semanticWords({ semantic }: ContractColumn): string {
  if (semantic === undefined) return '';
  const letter = safeHarborLetterOf(semantic);
  return letter === undefined ? semantic : `${semantic} (Safe Harbor ${letter})`;
}

function descriptionOf(column: ContractColumn): Line {
  const { description, examples, tags, deprecated } = column;
  const fields = fieldsOf(column.stored);
  const sentences: Line[] = [
    ...(description === undefined ? [] : [[description]]),
    ...(column.enum === undefined
      ? []
      : [
          [
            'One of ',
            ...codes(column.enum),
            column.isEnumOpen ? '; more may be added.' : '; no other value will come.',
          ],
        ]),
    ...(fields.length === 0 ? [] : [['Fields: ', ...codes(fields), '.']]),
    ...(examples.length === 0 ? [] : [['Such as ', ...codes(examples.map(String)), '.']]),
    ...(tags.length === 0 ? [] : [['Tags: ', ...codes(tags), '.']]),
    ...(deprecated === undefined ? [] : [[deprecationWords(deprecated)]]),
  ];
  return sentences.flatMap((sentence, index) => (index === 0 ? sentence : [' ', ...sentence]));
}
