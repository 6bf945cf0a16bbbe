import type { ContractDocument } from '../../model/contract-document.js';
import { type Line, listOr, type Section } from '../page.js';
import { linkTo } from '../words.js';

/** Who answers for the data, where to get help, and what the data is for. */
export function aboutSections(document: ContractDocument): readonly Section[] {
  const { owner, support, terms = {}, tags } = document;
  const termLines: Line[] = [
    ...(terms.purpose === undefined ? [] : [[`Purpose: ${terms.purpose}`]]),
    ...(terms.usage === undefined ? [] : [[`Usage: ${terms.usage}`]]),
    ...(terms.limitations === undefined ? [] : [[`Limitations: ${terms.limitations}`]]),
  ];
  return [
    {
      heading: 'Owner and help',
      blocks: [
        {
          kind: 'list',
          items: [
            ['Owner: ', owner],
            ...(tags.length === 0 ? [] : [[`Tags: ${tags.join(', ')}`]]),
            ...(support.length === 0
              ? [['No support channel is named; ask the owner.']]
              : support.map(supportLine)),
          ],
        },
      ],
    },
    { heading: 'Terms of use', blocks: [listOr(termLines, 'No terms are written down.')] },
  ];
}

function supportLine(channel: ContractDocument['support'][number]): Line {
  const kind = [channel.tool, channel.scope].filter((word) => word !== undefined).join(', ');
  return [
    `Help: ${channel.channel}`,
    ...(kind === '' ? [] : [` (${kind})`]),
    ...(channel.description === undefined ? [] : [`. ${channel.description}`]),
    ...(channel.url === undefined ? [] : [' ', linkTo(channel.url)]),
  ];
}
