/** Rows under headings, columns as wide as needed and two spaces apart; no row ends in spaces. */
export const formatTable = (headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
};
