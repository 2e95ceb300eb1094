import { expect } from "chai";
import fc from "fast-check";
import { type GateVerdict, planGateTogether } from "../../cutover/plan-gate-together";

const pass: GateVerdict = { kind: "pass", ready: 2, required: 2, isReturn: false };
const comesBack: GateVerdict = { ...pass, isReturn: true };
const refused: GateVerdict = { kind: "refuse", reasons: [{ kind: "no-targets" }], isTransient: false, isReturn: false };
const wanting: GateVerdict = { kind: "pass-for-want-of-active", healthy: 1, unmet: [], isReturn: false };
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

  it("leaves a refusal to the one that is refused", () => {
    expect(plan("api", { web: pass, api: refused })).to.deep.equal({ kind: "own-verdict" });
  });

  for (const [what, verdict] of Object.entries({
    "without a healthy active target": wanting,
    "that comes back from a ramp": comesBack,
    "that is there already": still,
  })) {
    it(`never holds a service back ${what}`, () => {
      expect(plan("web", { web: verdict, api: refused })).to.deep.equal({ kind: "own-verdict" });
    });

    it(`holds nobody back for a service ${what}`, () => {
      expect(plan("web", { web: pass, api: verdict })).to.deep.equal({ kind: "own-verdict" });
    });
  }

  it("goes by a service's own verdict where nothing was found about it", () => {
    expect(plan("web", { api: refused })).to.deep.equal({ kind: "own-verdict" });
  });

  it("never lets services that are ready go different ways", () => {
    const verdicts = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom(pass, refused, wanting, still));
    fc.assert(
      fc.property(verdicts, (found) => {
        const ready = Object.keys(found).filter((name) => found[name] === pass);
        expect(new Set(ready.map((name) => plan(name, found).kind)).size).to.be.at.most(1);
      }),
    );
  });
});
