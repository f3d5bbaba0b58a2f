/** Classes of a map: values below `breaks[0]` are class 1, and so on upwards to breaks.length + 1. */
export interface Classes {
  breaks: number[];
  classOf(value: number): number;
}

/** At most `count` classes with about as many places each; breaks are rounded to two figures and never repeat. */
export function equalClasses(values: readonly number[], count: number): Classes {
  const ordered = [...values].sort((a, b) => a - b);
  const at = (k: number) => ordered[Math.floor((k / count) * ordered.length)];
  const wanted = Array.from({ length: count - 1 }, (_, k) => at(k + 1))
    .filter((v) => v !== undefined)
    .map(twoFigures);
  return fixedClasses([...new Set(wanted)].filter((b) => b > ordered[0]! && b <= ordered.at(-1)!));
}

/** Classes at stated breaks. */
export const fixedClasses = (breaks: readonly number[]): Classes => ({
  breaks: [...breaks],
  classOf: (value) => 1 + breaks.filter((b) => value >= b).length,
});

/** 12345 to 12000, 0.01234 to 0.012. */
export const twoFigures = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(2)));
