/** Months in English, with their usual short forms, and in a few more languages. */
export const months: ReadonlyMap<string, number> = new Map(
  [
    'january jan januar enero janvier gennaio janeiro',
    'february feb febr februar febrero fevrier febbraio fevereiro',
    'march mar marz maerz marzo mars marco',
    'april apr abril avril aprile',
    'may mai mayo maggio maio',
    'june jun juni junio juin giugno junho',
    'july jul juli julio juillet luglio julho',
    'august aug agosto aout',
    'september sep sept septiembre septembre settembre setembro',
    'october oct okt oktober octubre octobre ottobre outubro',
    'november nov noviembre novembre',
    'december dec dez dezember diciembre decembre dicembre dezembro',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);
