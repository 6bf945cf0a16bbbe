import { percent } from '../../enforcement/quantity.js';
import type { ContractDocument } from '../../model/contract-document.js';
import type { Audience } from '../../model/support.js';
import { codes, type Line, listOr, paragraph, type Section } from '../page.js';
import { ruleSentence } from '../rule-words.js';
import { compatibilityWords, deprecationWords, durationWords } from '../words.js';

/** Keys, quality, service levels, retention, sharing and versions: what the owner promises. */
export function promiseSections(document: ContractDocument): readonly Section[] {
  return [
    { heading: 'Keys', blocks: [listOr(keyLines(document), 'No key is declared.')] },
    {
      heading: 'Quality',
      blocks: [listOr(document.quality.map(ruleLine), 'No quality rule is declared.')],
    },
    {
      heading: 'Service levels',
      blocks: [listOr(sloLines(document), 'No service level is promised.')],
    },
    { heading: 'Retention', blocks: [listOr(retentionLines(document), '')] },
    { heading: 'Sharing', blocks: [paragraph(sharingWords(document))] },
    { heading: 'Versions', blocks: [listOr(versionLines(document), '')] },
  ];
}

function keyLines({ primaryKey, uniqueKeys, foreignKeys, grain }: ContractDocument): Line[] {
  return [
    ...(grain === undefined ? [] : [[`One row stands for ${grain}.`]]),
    ...(primaryKey.length === 0 ? [] : [['Primary key: ', ...codes(primaryKey), '.']]),
    ...uniqueKeys.map((key) => ['No two rows share ', ...codes(key), '.']),
    ...foreignKeys.map(({ columns, references }) => [
      ...codes(columns),
      columns.length === 1 ? ' refers to ' : ' refer to ',
      { code: references.contract },
      ' by ',
      ...codes(references.columns),
      '.',
    ]),
  ];
}

function ruleLine(rule: ContractDocument['quality'][number]): Line {
  const about = rule.description === undefined ? [] : [` ${rule.description}`];
  return [
    ...ruleSentence(rule),
    ...about,
    ` (${rule.severity}, ${rule.dimension}: `,
    { code: rule.name },
    ')',
  ];
}

function sloLines({ slo }: ContractDocument): Line[] {
  const { freshness, completeness = {}, availability } = slo;
  const durations = [
    [slo.frequency, 'New data comes at least every'],
    [slo.timeToDetect, 'An incident is noticed within'],
    [slo.timeToNotify, 'Consumers are told of an incident within'],
    [slo.timeToRepair, 'An incident is mended within'],
  ] as const;
  return [
    ...(freshness === undefined
      ? []
      : [
          [
            'In 95 of 100 measurements, the newest ',
            { code: freshness.column },
            ` is at most ${durationWords(freshness.p95)} old.`,
          ],
        ]),
    ...Object.entries(completeness).flatMap(([column, share]) =>
      share === undefined
        ? []
        : [[{ code: column }, ` has a value in at least ${percent(share)} of the rows.`]],
    ),
    ...(availability === undefined
      ? []
      : [[`The table can be read ${percent(availability)} of the time.`]]),
    ...durations.flatMap(([duration, words]) =>
      duration === undefined ? [] : [[`${words} ${durationWords(duration)}.`]],
    ),
  ];
}

function retentionLines({ retention }: ContractDocument): Line[] {
  return [
    [`As landed (BRONZE): ${durationWords(retention.bronze)}.`],
    [`Clean (SILVER): ${durationWords(retention.silver)}.`],
    [`For consumers (PLATINUM): ${durationWords(retention.platinum)}.`],
  ];
}

const audienceWords: Readonly<Record<Audience, string>> = {
  domain: 'Only the domain itself may receive the data.',
  organization: 'The whole organization may receive the data.',
  partners: 'Partners outside the organization may receive the data.',
  public: 'Anybody may receive the data.',
};

function sharingWords({ sharing }: ContractDocument): string {
  if (sharing === undefined) return 'Nothing is said of who may receive the data.';
  const where =
    sharing.regions === undefined
      ? 'It may be served in every region.'
      : `It may be served in: ${sharing.regions.join(', ')}.`;
  return `${audienceWords[sharing.audience]} ${where}`;
}

function versionLines(document: ContractDocument): Line[] {
  const { version, status, compatibility, deprecated } = document;
  return [
    [`This is version ${version}, which is ${status}.`],
    [compatibilityWords(compatibility)],
    ...(deprecated === undefined ? [] : [[deprecationWords(deprecated)]]),
  ];
}
