import { expect } from "chai";
import { receiptChart } from "../../cutover/receipt-chart";
import { answers, receipt, receiptOf } from "../support/receipts";

const rects = (svg: string) =>
  [...svg.matchAll(/<rect class="(\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"\/>/g)].map(
    ([, layer, x, y, width, height]) => ({
      layer,
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }),
  );

describe("receiptChart", () => {
  it("stacks the answers of each second, blue below green below failed", () => {
    const svg = receiptChart(receiptOf(answers(0, "blue", 2), answers(0, "green", 5), answers(0, "green", 1, false)));

    expect(rects(svg)).to.deep.equal([
      { layer: "blue", x: 52.5, y: 203, width: 811, height: 53 },
      { layer: "green", x: 52.5, y: 70.5, width: 811, height: 132.5 },
      { layer: "failed", x: 52.5, y: 44, width: 811, height: 26.5 },
    ]);
  });

  it("keeps every bar within the plot and draws none for nothing", () => {
    const bars = rects(receiptChart(receipt));

    expect(bars.map(({ layer }) => layer)).to.deep.equal(["blue", "blue", "green", "green"]);
    for (const { x, y, width, height } of bars) {
      expect(x).to.be.at.least(52);
      expect(x + width).to.be.at.most(864);
      expect(y).to.be.at.least(44);
      expect(y + height).to.be.at.most(256.1);
    }
  });

  it("draws the first and the last second paler, since only part of them was measured", () => {
    const groups = [...receiptChart(receipt).matchAll(/<g( class="edge")?><title>([^:]*)/g)];

    expect(groups.map(([, edge, told]) => [edge !== undefined, told])).to.deep.equal([
      [true, "-1 s to 0 s, measured in part"],
      [false, "0 s to 1 s"],
      [true, "1 s to 2 s, measured in part"],
    ]);
  });

  it("marks the change between the seconds before and after it, and the last old answer", () => {
    const svg = receiptChart(receipt);
    const markers = [...svg.matchAll(/class="marker" x1="([\d.]+)"/g)].map(([, x]) => Number(x));

    expect(markers).to.deep.equal([322.7, 460.7]);
    expect(svg).to.include(">rule changed<").and.to.include(">last old answer<");
    expect(receiptChart({ ...receipt, lastOldMs: null })).not.to.include("last old answer");
  });

  it("turns a label at the right edge inwards", () => {
    const late = receiptChart({ ...receipt, lastOldMs: 1990 });

    expect(late).to.match(/text-anchor="end" y="31">last old answer/);
  });

  it("labels the counts in round numbers, and no more seconds than fit", () => {
    const long = receiptOf(...Array.from({ length: 90 }, (_, second) => answers(second - 30, "blue", 37)));
    const ticks = [...receiptChart(long).matchAll(/<text class="tick"[^>]*>([^<]*)</g)].map(([, text]) => text);

    expect(ticks.slice(0, 5)).to.deep.equal(["0", "10", "20", "30", "40"]);
    expect(ticks.slice(5, -1)).to.deep.equal(["-30", "-20", "-10", "0", "+10", "+20", "+30", "+40", "+50", "+60"]);
  });

  it("says so where nothing was measured", () => {
    expect(receiptChart(receiptOf())).to.equal('<p class="empty">No request was measured.</p>');
  });
});
