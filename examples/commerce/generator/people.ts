import { type Country, countries, type Region, regionOf } from '../contracts/regions.js';
import type { Random } from '../demonstration/seeded-random.js';

const firstNames =
  'Ada Amara Bjorn Carlos Chidi Dana Elif Emil Farah Grace Hana Ines Ivo Jonas Kenji Leila Lucas Mara Milan Nadia Nora Omar Petra Priya Quinn Rosa Samir Sofia Tariq Uma Viktor Wen Yara Zoe'.split(
    ' ',
  );
const lastNames =
  'Abara Albrecht Bakker Bellini Castro Chen Dubois Eriksen Fischer Garcia Haddad Ivanova Jansen Kapoor Kowalski Lindgren Marino Moreau Nakamura Novak Okafor Oliveira Park Petrov Quist Romero Sato Silva Tanaka Ueda Varga Weber Yilmaz Zhang'.split(
    ' ',
  );

/** RFC 2606 and RFC 6761 keep these for examples: nobody's address can be among them. */
const mailDomains = ['example.com', 'example.net', 'example.org', 'shop.test'];

/** RFC 5737 keeps these networks for documentation. */
const documentationNetworks = ['192.0.2', '198.51.100', '203.0.113'];

/** Area codes in use, before the numbers 555-0100 to 555-0199, which are kept for fiction. */
const areaCodes = ['202', '303', '415', '512', '617', '718', '808', '917'];

/** Numbers that payment networks publish for tests. */
const testCards = [
  '4111 1111 1111 1111',
  '5555 5555 5555 4444',
  '3782 822463 10005',
  '6011 1111 1111 1117',
];

/** An invented person. */
export interface Person {
  readonly id: string;
  readonly fullName: string;
  readonly email: string;
  readonly phone: string | null;
  readonly country: Country;
  readonly region: Region;
}

/** Invents people. Each has another address. */
export function inventPeople(count: number, random: Random): readonly Person[] {
  return Array.from({ length: count }, (_, index) => {
    const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
    const country = random.pick(countries);
    return {
      id: random.uuid(),
      fullName: `${first} ${last}`,
      email: `${first}.${last}.${index}@${random.pick(mailDomains)}`.toLowerCase(),
      phone: random.chance(0.8) ? `+1${digitsOfPhone(random).join('')}` : null,
      country,
      region: regionOf(country),
    };
  });
}

/** An address for documentation. */
export function inventIpAddress(random: Random): string {
  return `${random.pick(documentationNetworks)}.${random.between(1, 254)}`;
}

/** A telephone number as people write it. */
export function inventPhone(random: Random): string {
  return digitsOfPhone(random).join('-');
}

/** A payment card number as people write it. */
export function inventCard(random: Random): string {
  return random.pick(testCards);
}

function digitsOfPhone(random: Random): readonly string[] {
  return [random.pick(areaCodes), '555', `01${String(random.between(0, 99)).padStart(2, '0')}`];
}
