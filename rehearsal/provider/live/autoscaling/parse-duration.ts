const unitsInMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a duration in Go's notation: `0`, `90s`, `10m`, `1h30m`. Source: https://pkg.go.dev/time#ParseDuration */
export const parseDuration = (text: string): number => {
  if (text === "0") return 0;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new Error(`${JSON.stringify(text)} is not a duration: use 0 or numbers with ms, s, m or h, such as 10m.`);
  }
  return parts.reduce((sum, [, number, unit = ""]) => sum + Number(number) * (unitsInMs[unit] ?? 0), 0);
};
