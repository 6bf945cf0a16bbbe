import { isClaimed, type Reading } from '../reading/reading.js';

// The number of digits is bounded: a text is read in linear time.
const degrees = /(?<![0-9.])[-+]?[0-9]{1,3}\.[0-9]{3,14}(?![0-9.])/g;

/** Finds latitudes and longitudes that a label names. Without one they are numbers like others. */
export function findGeoCoordinates(reading: Reading): void {
  const { text } = reading;
  let lastEnd = -1;
  for (const match of text.matchAll(degrees)) {
    const [written] = match;
    const end = match.index + written.length;
    if (Math.abs(Number(written)) > 180) continue;
    const claim = reading.claimAt(match.index, end);
    const isSecond = lastEnd !== -1 && match.index - lastEnd <= 3;
    const isNear = claim.by === 'name' || claim.distance <= 2;
    if (!isSecond && !(claim.concept === 'geo_coordinates' && isNear)) continue;
    if (isClaimed(claim, 'us_ssn')) continue;
    reading.add('geo_coordinates', match.index, end, 0.9, ['shape', 'range', claim.by]);
    lastEnd = end;
  }
}
