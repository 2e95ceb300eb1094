import type { Weights } from "../cutover/plan-weights";
import { formatTable } from "./format-table";
import type { CutoverRow } from "./plan-history";

const longestMessage = 48;

/** The table of `history`. */
export const formatHistory = (stack: string, rows: readonly CutoverRow[]): string => {
  if (rows.length === 0) return `No update of ${stack} has moved requests yet.`;
  const table = formatTable(["n", "when (UTC)", "what", "version", "took", "result", "message"], rows.map(cells));
  return [`Cutovers of ${stack}, newest first; npm run cli -- rollback --to <n> goes back to one.`, "", ...table].join(
    "\n",
  );
};

const cells = (row: CutoverRow): readonly string[] => [
  String(row.number),
  row.startTime.slice(0, 19).replace("T", " "),
  what(row),
  row.version ?? "",
  `${row.seconds.toFixed(0)} s`,
  row.result,
  (row.message ?? "").split("\n")[0]?.slice(0, longestMessage) ?? "",
];

const what = ({ kind, from, to }: CutoverRow): string => {
  const arrow = `${from === null ? "nothing" : who(from)} -> ${to === null ? "?" : who(to)}`;
  return kind === "attempt" ? `(${arrow})` : arrow;
};

/** `blue`, or both with their percentages. */
const who = ({ blue, green }: Weights): string => {
  if (green === 0) return "blue";
  return blue === 0 ? "green" : `blue ${blue} green ${green}`;
};
