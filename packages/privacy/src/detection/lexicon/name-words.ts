import { ambiguousGivenNames, givenNames } from './given-names.js';
import { months } from './months.js';
import { cities, stateNames, streetEndings } from './places.js';
import { surnames } from './surnames.js';

export const isGiven = 1;
export const isSurname = 2;
/** A given name that is also a word, a month or a place. */
export const isAmbiguous = 4;
/** A surname that is also a word of everyday English. */
export const isCommonWord = 8;
export const isHonorific = 16;
/** What no person is called: organisations, places, days, and words that begin sentences. */
export const isNoName = 32;
/** The first word of a city or a state. */
export const isPlaceStart = 64;

const commonWords =
  'white brown young king green hill long wood page best good rose stone fox love bell rice day may cook hall ward price wells woods west fields park parks bush church street black gray grant north banks little frost wise strong sharp short small sweet golden power powers justice case cash head field rich bright flowers moon mills summers winters snow glass cross branch bond booth lane ball barber farmer mason baker cooper carpenter hunter fisher porter parker walker singer shepherd major miles mark marks english french holland ford chase lamb wolf bass pike drake crane swan bird nail peak forest rivers lake pond marsh moss reed gates battle fine pace rush love noble prince duke pope bishop knight abbot dean judge sergeant lowe home house post wall walls waters brooks field fields rock sands hart bean berry pepper curry duran do an le so du to sun sen van bui ho ma long ray guy cruz costa lima roman case church mann real santiago austin dallas houston washington lincoln jackson madison paris london israel jordan chad valencia cordova clay cotton spears sparks self root temple key keys combs cannon nation yes ng das li su lu ye hu yu wu xu he xi she min can mo';
const honorifics =
  'mr mrs ms miss dr prof professor rev reverend sir madam dame mister mme mlle herr frau senor senora sra fr sister brother nurse capt captain sgt sergeant lt lieutenant judge officer hon sen senator rep rabbi imam pastor doctor mx dra don dona detective deputy coach hr dhr mevr sig sigra';
const noNames =
  'hospital clinic center centre university college school institute foundation company co corp corporation inc llc ltd gmbh plc group bank church park airport county city town village valley lake river beach island islands mountain mount fort port bay harbor bridge station hotel inn restaurant cafe market store mall plaza tower building library museum theatre theater stadium arena house office department division team club league cup award prize act bill law amendment treaty war day week month year monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday morning evening night spring summer autumn fall winter disease syndrome disorder test scan score scale sign criteria procedure method model theorem algorithm system systems software solutions services service technologies technology labs laboratories pharmacy pharmaceuticals health healthcare medical medicine care insurance insurer plan policy order invoice ticket account number no id date time email phone address name customer client patient member user admin support manager director president the a an and or but of in on at to for with from by is are was were be been has have had will would can could should may might must not this that these those it he she they we you i my his her their our your please thanks thank regards sincerely dear hello hi hey yes ok note notes re subject summary description history status update new old high low north south east west northern southern eastern western central national international american british french german english spanish chinese japanese indian african european united states kingdom america europe asia africa street product products project package version release january february april june july august september october november december premium basic standard pro plus gold silver platinum free trial express prime ultra mini max air super deluxe edition series class type size color red blue green yellow motors foods airlines railway press times post news journal magazine radio television network media studios records games sports fitness yoga bakery coffee tea pizza burger unit floor suite room ward emergency cardiology oncology icu er covid flu mri ct blood heart lung liver kidney brain per via since after before during while when where who what why how if then than as so do does did per visit seen called reported presented denies admits states complains paid ordered shipped delivered received requested asked said says told lives works born died married attached review approved pending error warning failed success api url http sql json xml csv pdf html server client database table column row field key value string integer boolean null true false hammer drill saw shirt jeans shoes chair chairs table keyboard mouse pants gloves hat soap towels bike bacon cheese chips computer salad sausages chicken sofa lamp phone laptop tablet monitor printer speaker headphones watch camera pie cake bread cookies chocolate vanilla sauce oil wine vodka whiskey rum gin polo jacket dress boots sneakers backpack bag wallet belt perfume lotion cream shampoo toothpaste mattress pillow blanket rug desk shelf cabinet organic handmade generic rustic refined sleek gorgeous awesome incredible fantastic practical intelligent licensed tasty handcrafted unbranded ergonomic recycled electronic modern wooden cotton plastic rubber steel metal granite concrete bronze logistics holdings partners industries enterprises associates consulting ventures capital financial trust fund bros sons';

const flags = new Map<string, number>();

function mark(names: Iterable<string>, flag: number): void {
  for (const name of names) flags.set(name, (flags.get(name) ?? 0) | flag);
}

mark(givenNames, isGiven);
mark(ambiguousGivenNames, isGiven | isAmbiguous);
mark(surnames, isSurname);
mark(commonWords.split(' '), isCommonWord);
mark(honorifics.split(' '), isHonorific);
mark(noNames.split(' '), isNoName);
mark(streetEndings, isNoName);
mark(months.keys(), isNoName);
for (const name of stateNames) if (!name.includes(' ')) mark([name], isNoName);

for (const place of [...cities, ...stateNames]) mark([place.split(/[ -]/)[0] ?? ''], isPlaceStart);

/** What a word of lower case without marks may be in a name; 0 when it is on no list. */
export function nameFlagsOf(word: string): number {
  return flags.get(word) ?? 0;
}
