const decimal = '[-+]?[0-9]{1,3}[.,][0-9]{2,15}\\u00b0?(?: ?[NSEWO])?';
const sexagesimal =
  "[-+]?[0-9]{1,3}(?:\\u00b0|\\u00ba| deg|d| ) ?[0-9]{1,2}(?:[.][0-9]{1,8})?(?:'|\\u2032|\\u2019|m| |$)? ?(?:[0-9]{1,2}(?:[.][0-9]{1,8})?(?:\"|''|\\u2033|\\u201d|s)?)? ?[NSEWO]?";
const hemisphereFirst = `[NSEWO] ?${decimal}`;
const hemisphereSexagesimal = `[NSEW] ?${sexagesimal}`;
const label = '(?:(?:lat|lon|lng|long|latitude|longitude)[ :=]{0,2})?';
const one = `${label}(?:${hemisphereFirst}|${decimal}|${hemisphereSexagesimal}|${sexagesimal})`;

const position: RegExp = new RegExp(
  `^(?:geo:|SRID=[0-9]{4};)?(?:POINT ?)?[[({]{0,2} ?${one}(?:(?: ?[,;/|] ?| )${one})?(?:[,;] ?-?[0-9.]{1,9})? ?[\\])}]{0,2}$`,
  'i',
);

/**
 * Whether it is a latitude, a longitude or both: in decimal degrees, in degrees and minutes, as a
 * point of WKT or GeoJSON.
 */
export function isPosition(value: string): boolean {
  if (value.length < 4 || value.length > 80) return false;
  const plain = value.replace(/"(?:lat|lng|lon|latitude|longitude)": ?/gi, '');
  if (!position.test(plain)) return false;
  const degrees = /[0-9]{1,3}/.exec(
    plain.replace(/^.*?POINT/i, '').replace(/^SRID=[0-9]+;/, ''),
  )?.[0];
  return Number(degrees ?? 0) <= 180;
}
