import { expect } from "chai";
import { planVisits, type Visit, type VisitModel } from "../../../../rehearsal/scenarios/frontend/plan-visits";
import { seededRandom } from "../../../../rehearsal/seeded-random";

const model: VisitModel = {
  pages: 6_000,
  locations: 10,
  opened: { before: 30_000, after: 60_000 },
  eager: { files: 3, within: 500 },
  lazy: { files: 2, mean: 600_000 },
  hops: 0.02,
  secondTabs: { share: 0.2, mean: 30_000 },
};
const cutovers = [0, 180_000];

const plan = (change: Partial<VisitModel> = {}, seed = 3): readonly Visit[] =>
  planVisits({ ...model, ...change }, cutovers, seededRandom(seed));
const kindOf = ({ wants }: Visit): string => (wants === "page" ? wants : wants.kind);
const ofKind = (visits: readonly Visit[], kind: string): readonly Visit[] =>
  visits.filter((visit) => kindOf(visit) === kind);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

describe("planVisits", () => {
  const visits = plan();
  const pages = ofKind(visits, "page");
  const opened = new Map(pages.map(({ page, at }) => [page, at]));
  const sinceOpened = ({ page, at }: Visit): number => at - (opened.get(page) ?? Number.NaN);

  it("plans each page once, with its files, in the order of the times", () => {
    expect([pages.length, ofKind(visits, "eager").length, ofKind(visits, "lazy").length]).to.deep.equal([
      6_000, 18_000, 12_000,
    ]);
    expect(opened.size).to.equal(6_000);
    const times = visits.map(({ at }) => at);
    expect(times).to.deep.equal([...times].sort((one, other) => one - other));
    expect(plan()).to.deep.equal(visits);
  });

  it("opens first tabs from half a minute before to a minute after the cutovers, half of them around each", () => {
    const first = pages.filter(({ page }) => page < 5_000);
    const around = cutovers.map(
      (cutover) => first.filter(({ at }) => at >= cutover - 30_000 && at < cutover + 60_000).length,
    );
    const before = first.filter(({ at }) => at < 0).length;

    expect(around).to.deep.equal([2_500, 2_500]);
    expect(before / 2_500).to.be.closeTo(1 / 3, 0.04);
  });

  it("opens second tabs some time later", () => {
    const second = pages.filter(({ page }) => page >= 5_000).map(({ page, at }) => at - (cutovers[page % 2] ?? 0));

    expect(second).to.have.length(1_000);
    expect(mean(second)).to.be.closeTo(15_000 + 30_000, 4_000);
  });

  it("asks for some files at once and for the others when they are needed", () => {
    const eager = ofKind(visits, "eager").map(sinceOpened);
    const lazy = ofKind(visits, "lazy").map(sinceOpened);

    expect(eager.filter((delay) => delay < 0 || delay > 500)).to.deep.equal([]);
    expect(Math.min(...lazy)).to.be.at.least(500);
    expect(mean(lazy)).to.be.closeTo(600_500, 20_000);
  });

  it("asks the page's own location but for a few files", () => {
    const homes = new Map(pages.map(({ page, location }) => [page, location]));
    const files = visits.filter(({ wants }) => wants !== "page");
    const elsewhere = files.filter(({ page, location }) => location !== homes.get(page)).length;

    expect(new Set(visits.map(({ location }) => location)).size).to.equal(10);
    // One hop in ten leads home.
    expect(elsewhere / files.length).to.be.closeTo(0.018, 0.004);
    const settled = plan({ hops: 0, pages: 60 });
    for (let page = 0; page < 60; page += 1) {
      expect(new Set(settled.filter((visit) => visit.page === page).map(({ location }) => location)).size).to.equal(1);
    }
  });

  it("plans around the clock's beginning where there is no cutover", () => {
    const [first] = planVisits({ ...model, pages: 1 }, [], seededRandom(1));

    expect(first?.at).to.be.within(-30_000, 60_000);
  });
});
