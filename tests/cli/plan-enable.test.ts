import { expect } from "chai";
import { type EnableFacts, planEnable } from "../../cli/plan-enable";
import type { Pointer } from "../../releases/plan-pointer";

const pointer = (r: string, x: readonly string[] = [], c: Pointer["c"] = "blue"): Pointer => ({ v: 1, c, r, x });
const entry = { version: "1.0.0.RELEASE", release: "frontend_a" };

const facts = (more: Partial<EnableFacts> = {}): EnableFacts => ({
  color: "blue",
  activeColor: "blue",
  from: "frontend_a",
  to: "frontend_b",
  entry,
  pointers: { live: pointer("frontend_a"), configured: pointer("frontend_a"), wanted: pointer("frontend_b") },
  ...more,
});

describe("planEnable", () => {
  it("sets the release in the colour's whole entry, and back", () => {
    expect(planEnable(facts())).to.deep.equal({
      kind: "enable",
      isLive: true,
      isThere: false,
      change: { blue: { version: "1.0.0.RELEASE", release: "frontend_b" } },
      undo: { blue: entry },
    });
  });

  it("only prepares what isn't active", () => {
    const pointers = {
      live: pointer("frontend_a"),
      configured: pointer("frontend_a"),
      wanted: pointer("frontend_a", ["frontend_b"]),
    };
    expect(planEnable(facts({ color: "green", entry: undefined, from: "fallback", pointers }))).to.deep.equal({
      kind: "enable",
      isLive: false,
      isThere: false,
      change: { green: { release: "frontend_b" } },
      undo: { green: undefined },
    });
  });

  it("has nothing to do where config and CloudFront have it", () => {
    const pointers = { live: pointer("frontend_b"), configured: pointer("frontend_b"), wanted: pointer("frontend_b") };
    expect(planEnable(facts({ from: "frontend_b", pointers }))).to.deep.equal({ kind: "nothing-to-do" });
  });

  it("brings the config up to what CloudFront has already", () => {
    const pointers = { live: pointer("frontend_b"), configured: pointer("frontend_a"), wanted: pointer("frontend_b") };
    expect(planEnable(facts({ pointers }))).to.include({ kind: "enable", isThere: true });
  });

  it("never overwrites a switch that the config doesn't know of", () => {
    const { pointers } = facts();
    for (const live of [pointer("frontend_c"), pointer("frontend_a", ["frontend_c"])]) {
      const plan = planEnable(facts({ pointers: { ...pointers, live } }));
      expect(plan).to.include({ kind: "refused", reason: "active-changed" });
    }
    const plan = planEnable(facts({ pointers: { ...pointers, live: pointer("frontend_c") } }));
    expect(plan.kind === "refused" && plan.message).to.equal(
      "active changed to frontend_c (blue), but this stack's config makes it frontend_a (blue): somebody else has switched, or a " +
        "change of the config is pending. Nothing was changed. Bring the config up to date (git pull), or run pulumi refresh and " +
        "pulumi up; then repeat.",
    );
  });

  it("says how to go on where a switch broke off, or somebody has gone back since", () => {
    const { pointers } = facts();
    const brokeOff = { ...pointers, configured: pointers.wanted };
    const plan = planEnable(facts({ from: "frontend_b", pointers: brokeOff }));
    expect(plan).to.deep.equal({
      kind: "refused",
      reason: "active-changed",
      message:
        "The config has frontend_b for blue already, but active is frontend_a (blue): a switch broke off, or somebody has gone " +
        "back since. Nothing was changed. Look which (pulumi stack history, git log). To have it all the same: npm run cli -- " +
        "release enable frontend_a, then this again. Or: pulumi up.",
    });
    const standby = planEnable(facts({ from: "frontend_b", color: "green", pointers: brokeOff }));
    expect(standby.kind === "refused" && standby.message).to.match(
      /Look which \(pulumi stack history, git log\)\. Or: pulumi up\.$/,
    );
  });

  it("waits for a flip that is pending", () => {
    const { pointers } = facts();
    const plan = planEnable(facts({ pointers: { ...pointers, live: pointer("frontend_a", [], "green") } }));
    expect(plan).to.deep.equal({
      kind: "refused",
      reason: "flip-pending",
      message:
        "The config's active colour is blue, but green is live, so a flip is pending. Nothing was changed. " +
        "Flip first: npm run cli -- flip blue. Or set activeColor back to green.",
    });
  });
});
