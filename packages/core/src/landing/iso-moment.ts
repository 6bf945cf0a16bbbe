const millisecondsOfDay = 86_400_000;

const twoDigits: readonly string[] = Array.from({ length: 60 }, (_, index) =>
  String(index).padStart(2, '0'),
);

/** The day that was written last, in days since 1970, and its text: rows that follow each other share it. */
let lastDay = Number.NaN;
let lastText = '';

/** The moment that was written last: a row may hold it in two columns. */
let lastTime = Number.NaN;
let lastMoment = '';

/** What `toISOString` gives, several times as fast; `undefined` for an invalid date. */
export function isoMoment(date: Date): string | undefined {
  const time = date.getTime();
  if (time === lastTime) return lastMoment;
  if (Number.isNaN(time)) return undefined;
  const day = Math.floor(time / millisecondsOfDay);
  if (day !== lastDay) {
    lastText = date.toISOString().slice(0, -'00:00:00.000Z'.length);
    lastDay = day;
  }
  const inDay = time - day * millisecondsOfDay;
  const second = Math.floor(inDay / 1000);
  const minute = Math.floor(second / 60);
  const hour = Math.floor(minute / 60);
  const fraction = String(inDay - second * 1000).padStart(3, '0');
  lastTime = time;
  lastMoment = `${lastText}${twoDigits[hour]}:${twoDigits[minute - hour * 60]}:${twoDigits[second - minute * 60]}.${fraction}Z`;
  return lastMoment;
}
