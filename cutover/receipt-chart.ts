import type { Receipt, ReceiptSecond } from "./receipt";

/** The drawing's own units; the page scales it to its width. */
const size = { width: 880, height: 300 } as const;
const margin = { left: 52, right: 16, top: 44, bottom: 44 } as const;
const plot = { width: size.width - margin.left - margin.right, height: size.height - margin.top - margin.bottom };

/** From bottom to top. */
const layers = ["blue", "green", "failed"] as const;

type Chart = Pick<Receipt, "byColorPerSecond" | "lastOldMs">;

/** An SVG of the answers of each second by colour, one bar a second, with the moments that matter. */
export const receiptChart = ({ byColorPerSecond: seconds, lastOldMs }: Chart): string => {
  const [first] = seconds;
  if (first === undefined) return '<p class="empty">No request was measured.</p>';
  const end = first.second + seconds.length;
  const top = niceCeiling(Math.max(...seconds.map(totalOf)));
  const scale: Scale = {
    x: (second) => margin.left + ((second - first.second) / seconds.length) * plot.width,
    y: (count) => margin.top + plot.height * (1 - count / top),
  };
  return [
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="Answers a second by colour, from ${first.second} s before to ${end} s after the change">`,
    ...gridLines(top, scale),
    ...seconds.map((second, index) => bar(second, scale, index === 0 || index === seconds.length - 1)),
    ...timeAxis(first.second, end, scale),
    marker({ at: 0, label: "rule changed", line: 0 }, scale),
    ...(lastOldMs === null ? [] : [marker({ at: lastOldMs / 1000, label: "last old answer", line: 1 }, scale)]),
    "</svg>",
  ].join("\n");
};

interface Scale {
  readonly x: (second: number) => number;
  readonly y: (count: number) => number;
}

const totalOf = ({ blue, green, failed }: ReceiptSecond): number => blue + green + failed;

/** The next of 1, 2, 4, 5, 8, 10, 20, 40, …: quarters of it are good to read. */
const niceCeiling = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return (niceSteps.find((step) => step * power >= value) ?? 10) * power;
};

const niceSteps = [1, 2, 4, 5, 8, 10] as const;

const gridLines = (top: number, { y }: Scale): readonly string[] =>
  [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const at = fixed(y(share * top));
    return (
      `<line class="grid" x1="${margin.left}" x2="${size.width - margin.right}" y1="${at}" y2="${at}"/>` +
      `<text class="tick" x="${margin.left - 8}" y="${at}" dy="0.32em" text-anchor="end">${share * top}</text>`
    );
  });

/** The measurement begins and ends within a second: those two bars are paler, since they would look like dips. */
const bar = (second: ReceiptSecond, { x, y }: Scale, isEdge: boolean): string => {
  const [left, right] = [x(second.second), x(second.second + 1)];
  let below = 0;
  const parts = layers.flatMap((layer) => {
    const count = second[layer];
    if (count === 0) return [];
    const [low, high] = [y(below), y(below + count)];
    below += count;
    return `<rect class="${layer}" x="${fixed(left + 0.5)}" y="${fixed(high)}" width="${fixed(right - left - 1)}" height="${fixed(low - high)}"/>`;
  });
  const told = layers.map((layer) => `${second[layer]} ${layer}`).join(", ");
  const group = isEdge ? '<g class="edge">' : "<g>";
  const range = `${second.second} s to ${second.second + 1} s${isEdge ? ", measured in part" : ""}`;
  return `${group}<title>${range}: ${told}</title>${parts.join("")}</g>`;
};

/** About ten labels, on whole seconds. */
const timeAxis = (first: number, end: number, { x }: Scale): readonly string[] => {
  const step = niceCeiling(Math.ceil((end - first) / 10));
  const start = Math.ceil(first / step) * step;
  const labels = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);
  const bottom = size.height - margin.bottom;
  return [
    ...labels.map(
      (second) =>
        `<text class="tick" x="${fixed(x(second))}" y="${bottom + 18}" text-anchor="middle">${second > 0 ? "+" : ""}${second}</text>`,
    ),
    `<text class="tick" x="${margin.left + plot.width / 2}" y="${size.height - 6}" text-anchor="middle">seconds from the change of the rule</text>`,
  ];
};

/** A line through the plot, its label above and beside it, each on a line of its own. */
const marker = (
  { at, label, line }: { readonly at: number; readonly label: string; readonly line: number },
  { x }: Scale,
): string => {
  const [place, top] = [fixed(x(at)), 10 + line * 16];
  const side = x(at) > size.width * 0.8 ? 'dx="-5" text-anchor="end"' : 'dx="5"';
  return (
    `<line class="marker" x1="${place}" x2="${place}" y1="${top}" y2="${size.height - margin.bottom}"/>` +
    `<text class="label" x="${place}" ${side} y="${top + 5}">${label}</text>`
  );
};

const fixed = (value: number): string => value.toFixed(1);
