import { expect } from "chai";
import { receiptPage } from "../../cutover/receipt-page";
import { answers, receipt, receiptOf } from "../support/receipts";

describe("receiptPage", () => {
  const page = receiptPage({
    stack: "staging <1>",
    at: new Date("2026-11-21T15:00:30Z"),
    sections: [{ title: "Flip", to: "green", receipt, figures: [["pulumi up", "7.0 s"]] }],
  });

  it("needs nothing but itself", () => {
    expect(page).not.to.match(/<script|<link|https?:|url\(|@import|src=/);
  });

  it("tells the figures that were measured, and those that are handed in", () => {
    const figures = [...page.matchAll(/<dt>([^<]*)<\/dt><dd>([^<]*)<\/dd>/g)].map(([, label, value]) => [label, value]);

    expect(figures).to.deep.equal([
      ["requests", "22"],
      ["failed", "0"],
      ["requests a second", "11"],
      ["first new answer", "510 ms"],
      ["last old answer", "510 ms"],
      ["latency p50 / p99", "10.0 / 10.0 ms"],
      ["pulumi up", "7.0 s"],
    ]);
  });

  it("has every second in a table too", () => {
    const rows = [...page.matchAll(/<tr><th scope="row">(-?\d+)<\/th><td>(\d+)<\/td><td>(\d+)<\/td><td>(\d+)<\/td>/g)];

    expect(rows.map(([, ...cells]) => cells.map(Number))).to.deep.equal([
      [-1, 8, 0, 0],
      [0, 2, 5, 0],
      [1, 0, 7, 0],
    ]);
  });

  it("says at the top whether a request failed, and escapes what it was given", () => {
    const failing = receiptPage({
      stack: "staging",
      at: new Date(0),
      sections: [{ title: "Flip", to: "green", receipt: receiptOf(answers(0, "green", 1, false)), figures: [] }],
    });

    expect(page).to.include("None of 22 requests failed.").and.to.include("Cutover receipt of staging &lt;1&gt;");
    expect(failing).to.include("1 of 1 requests failed.").and.to.include("<dt>first new answer</dt><dd>none</dd>");
  });
});
