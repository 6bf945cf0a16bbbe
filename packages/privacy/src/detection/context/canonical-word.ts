/** What is cut short, spelt otherwise or in another language, by the word that the vocabularies use. */
const families: Readonly<Record<string, string>> = {
  no: 'number num nbr nr numero nummer numer nmbr numb',
  id: 'ident identifier identification idnt',
  code: 'cd cde codes',
  date: 'dt dte dates',
  name: 'nm nme names',
  address: 'addr adr addresses adrs',
  patient: 'pt pat ptnt patients',
  member: 'mbr memb mem mbrs',
  subscriber: 'subscr subscrib sbscr',
  beneficiary: 'bene benef benefic',
  account: 'acct accnt accounts acctnt',
  license: 'licence lic licenses licences lcns licn',
  driver: 'drivers drv drvr driving',
  certificate: 'cert certif',
  registration: 'registr',
  insurance: 'insur insrnc',
  policy: 'pol plcy',
  medical: 'med mdcl',
  record: 'rec rcd',
  hospital: 'hosp',
  birth: 'brth',
  admission: 'adm admiss',
  discharge: 'disch dischg dschrg',
  appointment: 'appt',
  diagnosis: 'diag',
  encounter: 'enc enctr encntr',
  employee: 'emp empl',
  customer: 'cust custmr',
  provider: 'prov prvdr',
  physician: 'phys physn',
  telephone: 'tel telef',
  phone: 'phn fone phones',
  mobile: 'mob mobl',
  county: 'cnty',
  street: 'strt',
  serial: 'ser serl',
  device: 'dev dvc devc',
  vehicle: 'veh vehcl',
  passport: 'pasport psprt pssprt passprt passports',
  service: 'svc srvc serv',
  social: 'soc',
  security: 'sec secur',
  national: 'natl',
  participant: 'particip partic ptcpt',
  subject: 'subj sbj',
  surgery: 'surg',
  procedure: 'proc',
  fingerprint: 'fprint fingerprints fngrprnt',
  latitude: 'latitud',
  longitude: 'longitud',
  first: 'frst',
  last: 'lst',
  middle: 'mid',
  guarantor: 'guar guarntr',
};

const canonical = new Map<string, string>();
for (const [word, others] of Object.entries(families)) {
  for (const other of others.split(' ')) canonical.set(other, word);
}

/** The word as the vocabularies have it: `mbr` is `member`, and `nbr` is `no`. */
export function canonicalWord(word: string): string {
  return canonical.get(word) ?? word;
}

/** Words that are known by what they stand for. */
export const knownAbbreviations: readonly string[] = [
  ...canonical.keys(),
  ...Object.keys(families),
];
