import { contractMembers } from '../../document/contract-structure.js';
import { isJsonObject, isSameJson, type Json, type JsonObject } from '../../document/json.js';
import { type Structure, text } from '../../document/structure/structure.js';
import type { ContractStatus } from '../../model/contract-document.js';
import { contractStatuses } from '../../model/contract-document.js';
import type { SupportChannel, TermsOfUse } from '../../model/support.js';
import type { DataProductDetails } from '../../product/data-product.js';
import { checkedRemainder, differenceOf, withOverrides, withRemainder } from './das-property.js';
import {
  objectAt,
  objectsAt,
  textAt,
  textsAt,
  withChange,
  withList,
  withMember,
} from './element.js';
import { fillSlots } from './fill-slots.js';
import { decideName, toContractName } from './names.js';
import type { Reader } from './reader.js';

/** What `das` may say of a product. */
const members: Readonly<Record<string, Structure>> = {
  ...Object.fromEntries(
    ['domain', 'name', 'version', 'status', 'owner', 'description', 'tags', 'support', 'terms'].map(
      (key) => [key, contractMembers[key] ?? text],
    ),
  ),
  tenant: text,
};

const versionPattern = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/;

function readVersion(document: JsonObject, reader: Reader): string {
  const given = textAt(document, 'version') ?? '';
  if (versionPattern.test(given)) return given;
  const loose = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/i.exec(given.trim());
  const version =
    loose === null ? '0.0.0' : [1, 2, 3].map((part) => Number(loose[part] ?? 0)).join('.');
  reader.decide(
    'version-changed',
    ['version'],
    `the version is not semantic and is read as ${version}`,
  );
  return version;
}

function readStatus(document: JsonObject, reader: Reader): ContractStatus {
  const given = textAt(document, 'status');
  const known = contractStatuses.find((status) => status === given?.toLowerCase());
  if (known !== undefined) return known;
  reader.decide(
    'status-unknown',
    ['status'],
    'the status is not one that DAS knows and is read as draft',
  );
  return 'draft';
}

function readOwner(document: JsonObject, reader: Reader): string {
  const { team } = document;
  const named = isJsonObject(team) ? textAt(team, 'name') : undefined;
  const people = Array.isArray(team)
    ? team.filter(isJsonObject)
    : objectsAt(objectAt(document, 'team'), 'members');
  const isOwner = (member: JsonObject) => textAt(member, 'role')?.toLowerCase() === 'owner';
  const person = people.find((member) => isOwner(member) && member.dateOut === undefined);
  const owner = [named, person && textAt(person, 'username'), reader.reading.owner].find(
    (name) => name !== undefined && name.trim() !== '',
  );
  if (owner !== undefined) return owner;
  reader.decide(
    'owner-missing',
    ['team'],
    'no team answers for the data; the owner is read as unassigned',
  );
  return 'unassigned';
}

function readDomain(document: JsonObject, reader: Reader): string {
  const given = textAt(document, 'domain') ?? reader.reading.domain;
  if (given !== undefined && given.trim() !== '') {
    const domain = toContractName(given);
    decideName(reader, ['domain'], given, domain);
    return domain;
  }
  reader.decide('domain-missing', ['domain'], 'no domain owns the data; it is read as unassigned');
  return 'unassigned';
}

function readName(document: JsonObject, reader: Reader): string {
  const given =
    textAt(document, 'name') ?? textAt(document, 'dataProduct') ?? textAt(document, 'id') ?? '';
  const name = toContractName(given);
  decideName(reader, ['name'], given, name);
  return name;
}

const channelKeys = ['channel', 'url', 'description', 'tool', 'scope'] as const;

function readChannel(channel: JsonObject): SupportChannel {
  const said = channelKeys.flatMap((key) => {
    const value = textAt(channel, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { channel: '', ...Object.fromEntries(said) };
}

function isNamed(channel: JsonObject): boolean {
  return textAt(channel, 'channel')?.trim() !== '';
}

function writeSupport(document: JsonObject, channels: readonly SupportChannel[]): JsonObject {
  const before = objectsAt(document, 'support');
  const list = channels.map((channel) => {
    const former = before.find((other) => other.channel === channel.channel);
    const start = former ?? {};
    if (isSameJson(readChannel(start), channel)) return { element: start, former };
    const element = channelKeys.reduce<JsonObject>(
      (next, key) => withMember(next, key, channel[key]),
      start,
    );
    return { element, former };
  });
  const slots = before.map((element) => ({ element, isOurs: isNamed(element) }));
  return withList(document, 'support', fillSlots(slots, list));
}

const termKeys = ['purpose', 'usage', 'limitations'] as const;

function readTerms(document: JsonObject): TermsOfUse | undefined {
  const description = objectAt(document, 'description');
  const said = termKeys.flatMap((key) => {
    const value = textAt(description, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

function writeTerms(document: JsonObject, terms: TermsOfUse | undefined): JsonObject {
  const description = termKeys.reduce<JsonObject>(
    (element, key) => withMember(element, key, terms?.[key]),
    objectAt(document, 'description'),
  );
  const isEmpty = Object.keys(description).length === 0 && document.description === undefined;
  return isEmpty ? document : withMember(document, 'description', description);
}

function writeOwner(document: JsonObject, owner: string): JsonObject {
  // The older form of a team is a list, which has no name; the owner then goes to `das`.
  if (Array.isArray(document.team)) return document;
  return withMember(document, 'team', { ...objectAt(document, 'team'), name: owner });
}

/** What the standard fields of a document say of a product. */
function readStandard(document: JsonObject, reader: Reader): DataProductDetails {
  return {
    domain: readDomain(document, reader),
    name: readName(document, reader),
    version: readVersion(document, reader),
    status: readStatus(document, reader),
    owner: readOwner(document, reader),
    id: textAt(document, 'id') ?? '',
    description: undefined,
    tenant: textAt(document, 'tenant'),
    tags: textsAt(document, 'tags'),
    support: objectsAt(document, 'support').filter(isNamed).map(readChannel),
    terms: readTerms(document),
  };
}

/** What a document says of the product as a whole. */
export function readProduct(document: JsonObject, reader: Reader): DataProductDetails {
  const remainder = checkedRemainder(document, members, reader, []);
  return withOverrides(readStandard(document, reader), remainder);
}

/** The document with what has changed of the product written into it. */
export function writeProduct(
  document: JsonObject,
  product: DataProductDetails,
  reader: Reader,
): JsonObject {
  if (isSameJson(readProduct(document, reader), product)) return document;
  const before = readStandard(document, reader);
  let next = document;
  for (const key of ['id', 'name', 'version', 'status', 'domain', 'tenant'] as const) {
    next = withChange(next, key, before[key], product[key] as Json | undefined);
  }
  if (before.owner !== product.owner) next = writeOwner(next, product.owner);
  if (!isSameJson(before.tags, product.tags)) next = withList(next, 'tags', product.tags);
  if (!isSameJson(before.terms, product.terms)) next = writeTerms(next, product.terms);
  if (!isSameJson(before.support, product.support)) next = writeSupport(next, product.support);
  return withRemainder(next, differenceOf(product, readStandard(next, reader)), reader.version);
}
