import { expect } from "chai";
import fc from "fast-check";
import { type GateVerdict, planGateTogether, planGoingAlone } from "../../cutover/plan-gate-together";

const pass: GateVerdict = { kind: "pass", ready: 2, required: 2, isUrgent: false };
const urgent: GateVerdict = { ...pass, isUrgent: true };
const refused: GateVerdict = { kind: "refuse", reasons: [{ kind: "no-targets" }], isTransient: false, isUrgent: false };
const wanting: GateVerdict = { kind: "pass-for-want-of-active", healthy: 1, unmet: [], isUrgent: true };
const still: GateVerdict = { kind: "nothing-gains" };

const plan = (service: string, verdicts: Readonly<Record<string, GateVerdict>>) =>
  planGateTogether(service, new Map(Object.entries(verdicts)));

describe("planGateTogether", () => {
  it("lets services that are all ready move", () => {
    expect(plan("web", { web: pass, api: pass })).to.deep.equal({ kind: "own-verdict" });
  });

  it("holds one that is ready back for every one that isn't", () => {
    expect(plan("web", { web: pass, shop: refused, bot: still, api: refused })).to.deep.equal({
      kind: "held-back",
      by: ["api", "shop"],
    });
  });

  it("leaves a refusal to the one that is refused, urgent or not", () => {
    expect(plan("api", { web: pass, api: refused })).to.deep.equal({ kind: "own-verdict" });
    expect(plan("api", { shop: refused, api: { ...refused, isUrgent: true } })).to.deep.equal({ kind: "own-verdict" });
  });

  for (const [what, verdict] of Object.entries({ "that is ready": urgent, "that is better than nothing": wanting })) {
    it(`lets a service go alone where waiting would cost requests: one ${what}`, () => {
      expect(plan("web", { web: verdict, api: refused, shop: pass })).to.deep.equal({
        kind: "goes-alone",
        without: ["api"],
      });
      expect(plan("web", { web: verdict, api: pass })).to.deep.equal({ kind: "own-verdict" });
    });

    it(`holds nobody back for one ${what}`, () => {
      expect(plan("api", { web: verdict, api: pass })).to.deep.equal({ kind: "own-verdict" });
    });
  }

  it("has nothing to say about a service that stays where it is, or that nothing was found about", () => {
    expect(plan("web", { web: still, api: refused })).to.deep.equal({ kind: "own-verdict" });
    expect(plan("web", { api: refused })).to.deep.equal({ kind: "own-verdict" });
    expect(plan("api", { web: still, api: pass })).to.deep.equal({ kind: "own-verdict" });
  });

  it("never lets services that could wait go different ways", () => {
    const verdict = fc.constantFrom(pass, urgent, refused, wanting, still);
    const verdicts = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), verdict);
    fc.assert(
      fc.property(verdicts, (found) => {
        const ready = Object.keys(found).filter((name) => found[name] === pass);
        expect(new Set(ready.map((name) => plan(name, found).kind)).size).to.be.at.most(1);
      }),
    );
  });
});

describe("planGoingAlone", () => {
  it("names those that move though others stay", () => {
    const going = (verdicts: Readonly<Record<string, GateVerdict>>) =>
      planGoingAlone(new Map(Object.entries(verdicts)));

    expect(going({ web: urgent, api: refused, shop: pass, chat: wanting })).to.deep.equal(["web", "chat"]);
    expect(going({ web: urgent, api: pass })).to.deep.equal([]);
    expect(going({ web: pass, api: refused })).to.deep.equal([]);
  });
});
