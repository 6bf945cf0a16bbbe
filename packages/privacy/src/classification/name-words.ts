/** The longest phrase that a name is searched for, in words. */
const longestPhrase = 5;

/** More words than any sensible name has: a bound on the work, whatever the name. */
const mostWords = 24;

/** The words of a column's name: `patientDob`, `PATIENT_DOB` and `Patient DOB` are the same two. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .slice(0, 400)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '')
    .slice(0, mostWords);
}

/** What is commonly cut short in names of columns. */
const abbreviations: Readonly<Record<string, string>> = {
  acct: 'account',
  addr: 'address',
  adm: 'admission',
  appt: 'appointment',
  bth: 'birth',
  cd: 'code',
  cert: 'certificate',
  cnty: 'county',
  cust: 'customer',
  dev: 'device',
  diag: 'diagnosis',
  dr: 'doctor',
  dt: 'date',
  emp: 'employee',
  enc: 'encounter',
  fprint: 'fingerprint',
  ident: 'identifier',
  ins: 'insurance',
  lic: 'license',
  licence: 'license',
  ln: 'line',
  loc: 'location',
  mbr: 'member',
  med: 'medical',
  nat: 'national',
  nbr: 'number',
  nm: 'name',
  no: 'number',
  nr: 'number',
  num: 'number',
  nummer: 'number',
  org: 'organization',
  pers: 'person',
  ppt: 'passport',
  prod: 'product',
  prov: 'provider',
  pt: 'patient',
  rec: 'record',
  reg: 'registration',
  soc: 'social',
  sec: 'security',
  subj: 'subject',
  svc: 'service',
  tmpl: 'template',
  usr: 'user',
  vend: 'vendor',
  veh: 'vehicle',
};

function inFull(word: string): string {
  return Object.hasOwn(abbreviations, word) ? (abbreviations[word] ?? word) : word;
}

/** A run of words in a name, written as one, with how much of the name it is. */
export interface Phrase {
  readonly text: string;
  readonly words: number;
  /** Whether it is the whole name. */
  readonly isWhole: boolean;
  /** Whether the name ends with it, which is where the noun is in English. */
  readonly isLast: boolean;
}

/**
 * All runs of words in a name: as they are, without numbers (`phone2`, `addr1`), and with what is cut
 * short in full (`pt_nm`).
 */
export function phrasesOfName(name: string): readonly Phrase[] {
  const words = wordsOfName(name);
  const meaningful = words.filter((word) => !/^\d+$/.test(word));
  const phrases: Phrase[] = [];
  const stripped = meaningful.map((word) => word.replace(/\d+$/, ''));
  for (const list of [words, stripped, stripped.map(inFull)]) {
    for (let start = 0; start < list.length; start += 1) {
      const most = Math.min(list.length, start + longestPhrase);
      for (let end = start + 1; end <= most; end += 1) {
        phrases.push({
          text: list.slice(start, end).join(''),
          words: end - start,
          isWhole: start === 0 && end === list.length,
          isLast: end === list.length,
        });
      }
    }
  }
  return phrases;
}
