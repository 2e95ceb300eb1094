import { type Color, otherColor } from "./plan-weights";
import type { Receipt } from "./receipt";
import { receiptChart } from "./receipt-chart";

/** One cutover on the page. */
export interface ReceiptSection {
  /** For example `Flip`. */
  readonly title: string;
  /** The colour that took over. */
  readonly to: Color;
  readonly receipt: Receipt;
  /** Further figures, as label and value. */
  readonly figures: readonly (readonly [string, string])[];
}

/** What the page is about. */
export interface ReceiptPageFacts {
  readonly stack: string;
  /** When it was measured. */
  readonly at: Date;
  readonly sections: readonly ReceiptSection[];
}

/** One HTML page that needs nothing else: no script, no font, no network. */
export const receiptPage = ({ stack, at, sections }: ReceiptPageFacts): string => {
  const title = `Cutover receipt of ${stack}`;
  const failed = sections.reduce((sum, { receipt }) => sum + receipt.failed, 0);
  const requests = sections.reduce((sum, { receipt }) => sum + receipt.requests, 0);
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${styles}</style>`,
    "</head>",
    "<body>",
    `<h1>${escaped(title)}</h1>`,
    `<p class="lead">${failed === 0 ? `None of ${count(requests)} requests failed.` : `${count(failed)} of ${count(requests)} requests failed.`}`,
    `Measured from the clients' side, ${at.toISOString().slice(0, 16).replace("T", " ")} UTC.</p>`,
    ...sections.map(section),
    "</body>",
    "</html>",
    "",
  ].join("\n");
};

const section = ({ title, to, receipt, figures }: ReceiptSection): string =>
  [
    "<section>",
    `<h2>${escaped(title)}: <span class="name ${otherColor(to)}">${otherColor(to)}</span> &rarr; <span class="name ${to}">${to}</span></h2>`,
    '<dl class="figures">',
    ...[...measured(receipt), ...figures].map(
      ([label, value]) => `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd></div>`,
    ),
    "</dl>",
    "<figure>",
    `<figcaption>Answers a second <span class="key blue">blue</span> <span class="key green">green</span> <span class="key failed">failed</span></figcaption>`,
    receiptChart(receipt),
    "</figure>",
    table(receipt),
    "</section>",
  ].join("\n");

const measured = (receipt: Receipt): readonly (readonly [string, string])[] => [
  ["requests", count(receipt.requests)],
  ["failed", count(receipt.failed)],
  ["requests a second", count(Math.round(receipt.requestsPerSecond))],
  ["first new answer", milliseconds(receipt.firstNewMs)],
  ["last old answer", milliseconds(receipt.lastOldMs)],
  ["latency p50 / p99", latency(receipt.latencyMs)],
];

const latency = (found: Receipt["latencyMs"]): string =>
  found === null ? "none" : `${found.p50.toFixed(1)} / ${found.p99.toFixed(1)} ms`;

const milliseconds = (value: number | null): string => (value === null ? "none" : `${count(Math.round(value))} ms`);

const count = (value: number): string => value.toLocaleString("en");

/** The chart's numbers, for those who don't see it. */
const table = ({ byColorPerSecond }: Receipt): string =>
  [
    "<details><summary>All seconds</summary>",
    '<table><thead><tr><th scope="col">second</th><th scope="col">blue</th><th scope="col">green</th><th scope="col">failed</th></tr></thead><tbody>',
    ...byColorPerSecond.map(
      ({ second, blue, green, failed }) =>
        `<tr><th scope="row">${second}</th><td>${blue}</td><td>${green}</td><td>${failed}</td></tr>`,
    ),
    "</tbody></table></details>",
  ].join("\n");

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const styles = `
:root { color-scheme: light dark; --blue: #2563c9; --green: #4fae6a; --failed: #d6336c; --line: #d8dce3; --soft: #5d6675; --card: #f5f7fa; }
@media (prefers-color-scheme: dark) { :root { --blue: #5b93f0; --green: #57b877; --failed: #f06595; --line: #363c46; --soft: #a3acba; --card: #1d2127; } }
body { max-width: 58rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; letter-spacing: -0.01em; }
h2 { margin: 0 0 1rem; font-size: 1.25rem; }
.lead { margin: 0.4rem 0 0; color: var(--soft); }
section { margin-top: 2.75rem; }
.name.blue { color: var(--blue); }
.name.green { color: var(--green); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: 0.6rem; margin: 0; }
.figures div { padding: 0.6rem 0.8rem; border-radius: 0.5rem; background: var(--card); }
dt { color: var(--soft); font-size: 0.8rem; }
dd { margin: 0; font-size: 1.05rem; font-weight: 600; font-variant-numeric: tabular-nums; }
figure { margin: 1.25rem 0 0.5rem; }
figcaption { color: var(--soft); font-size: 0.85rem; }
.key::before { content: ""; display: inline-block; width: 0.7em; height: 0.7em; margin: 0 0.35em 0 0.9em; border-radius: 2px; }
.key.blue::before { background: var(--blue); }
.key.green::before { background: var(--green); }
.key.failed::before { background: var(--failed); }
svg { display: block; width: 100%; height: auto; margin-top: 0.4rem; }
rect.blue { fill: var(--blue); }
rect.green { fill: var(--green); }
rect.failed { fill: var(--failed); }
.edge { opacity: 0.5; }
.grid { stroke: var(--line); }
.marker { stroke: currentColor; stroke-dasharray: 3 3; }
.tick { fill: var(--soft); font-size: 11px; font-variant-numeric: tabular-nums; }
.label { fill: currentColor; font-size: 12px; }
summary { color: var(--soft); cursor: pointer; font-size: 0.85rem; }
table { margin-top: 0.5rem; border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.85rem; }
th, td { padding: 0.15rem 0.9rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400; }
`;
