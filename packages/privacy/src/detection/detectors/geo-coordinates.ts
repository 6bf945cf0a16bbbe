import { isClaimed, type Reading } from '../reading/reading.js';

// The number of digits is bounded: a text is read in linear time.
const degrees = /(?<![0-9.])[-+]?[0-9]{1,3}\.[0-9]{2,14}(?![0-9.])/g;

/** `42\u00b021'36"N`, `71.0589\u00b0 W`: the sign and the hemisphere say what it is. */
const withHemisphere =
  /(?<![0-9.])[0-9]{1,3}(?:\.[0-9]{1,10})?\u00b0 ?(?:[0-9]{1,2}(?:\.[0-9]{1,8})?['\u2032] ?(?:[0-9]{1,2}(?:\.[0-9]{1,8})?(?:["\u2033]|\u2032\u2032|'') ?)?)?[NSEWO](?![A-Za-z])/g;

/** Words that speak of a place where someone is, before two numbers that may be one. */
const whereabouts =
  /\b(?:location|located|loc|position|pos|pin|pinned|map|maps|geotag|geotagged|whereabouts|pickup|pick-up|dropoff|drop-off|scene|arrived|parked|checked in|found|landed|waypoint|home|residence|dispatched|near|at|to|from|device|reported|fix|gps|here)\b[^.\n]{0,24}$/i;
const reach = 40;

function isPair(text: string, end: number): boolean {
  return /^ ?[,;/ ] ?[-+]?[0-9]{1,3}\.[0-9]{4,14}(?![0-9.])/.test(text.slice(end, end + 26));
}

/** Finds latitudes and longitudes that a label names. Without one they are numbers like others. */
export function findGeoCoordinates(reading: Reading): void {
  const { text } = reading;
  if (text.includes('\u00b0')) {
    for (const match of text.matchAll(withHemisphere)) {
      reading.add('geo_coordinates', match.index, match.index + match[0].length, 0.85, ['shape']);
    }
  }
  let lastEnd = -1;
  for (const match of text.matchAll(degrees)) {
    const [written] = match;
    const end = match.index + written.length;
    if (Math.abs(Number(written)) > 180) continue;
    const claim = reading.claimAt(match.index, end);
    const gap = lastEnd === -1 ? 'none' : text.slice(lastEnd, Math.min(match.index, lastEnd + 20));
    const isSecond =
      gap.length <= 3 || /^[ ,;"&]{1,3}(?:lon|lng|long|longitude)[" :=]{0,3}$/i.test(gap);
    // Two places are a price as well, unless the label stands right before them.
    const isPrecise = /\.[0-9]{3}/.test(written);
    const isNear = claim.by === 'name' || claim.distance <= (isPrecise ? 2 : 0);
    const isNamed = claim.concept === 'geo_coordinates' && isNear;
    const isPlaced =
      !isNamed &&
      !isSecond &&
      /\.[0-9]{4}/.test(written) &&
      isPair(text, end) &&
      Math.abs(Number(written)) <= 90 &&
      whereabouts.test(text.slice(Math.max(0, match.index - reach), match.index));
    if (!isSecond && !isNamed && !isPlaced) continue;
    if (isClaimed(claim, 'us_ssn')) continue;
    const sure = isPlaced ? 0.7 : 0.9;
    reading.add('geo_coordinates', match.index, end, sure, ['shape', 'range', claim.by]);
    lastEnd = end;
  }
}
