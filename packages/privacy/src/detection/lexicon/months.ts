/** Months in English, with their usual short forms, and in a few more languages. */
export const months: ReadonlyMap<string, number> = new Map(
  [
    'january jan januar enero ene janvier janv gennaio janeiro januari jaenner janner',
    'february feb febr februar febrero fevrier fevr febbraio fevereiro februari fev',
    'march mar marz maerz marzo mars marco maart mrt mrz',
    'april apr abril abr avril avr aprile',
    'may mai mayo maggio maio mei',
    'june jun juni junio juin giugno giu junho',
    'july jul juli julio juillet juil luglio lug julho',
    'august aug agosto aout augustus',
    'september sep sept septiembre septembre settembre setembro',
    'october oct okt oktober octubre octobre ottobre ott outubro',
    'november nov noviembre novembre novembro',
    'december dec dez dezember diciembre decembre dicembre dezembro',
  ].flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);
