import { expect } from "chai";
import fc from "fast-check";
import type { Manifest } from "../../releases/manifest";
import { type CollectFacts, defaultCollectPolicy, planCollect, type StoredObject } from "../../releases/plan-collect";

const hour = 3_600_000;
const day = 24 * hour;

/** One step in the life of a site. */
type Step =
  | { readonly kind: "deploy"; readonly assets: readonly number[]; readonly isKilled: boolean }
  | { readonly kind: "enable"; readonly which: number }
  | { readonly kind: "wait"; readonly hours: number }
  | { readonly kind: "collect" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("deploy" as const),
      assets: fc.array(fc.nat(30), { maxLength: 6 }),
      isKilled: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("enable" as const), which: fc.nat(50) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), hours: fc.constantFrom(1, 20, 30, 24 * 40, 24 * 400) }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "collect" as const }) },
);

/** A site as plain tables: what planCollect is told, and what it must never touch. */
class ModelSite {
  public now = 0;
  public manifests: Manifest[] = [];
  public objects = new Map<string, StoredObject>();
  public live: string | undefined;
  public standby: string | undefined;
  private deploys = 0;

  public constructor(private readonly policy: CollectFacts["policy"]) {}

  public take(next: Step): void {
    if (next.kind === "wait") this.now += next.hours * hour;
    if (next.kind === "deploy") this.deploy(next.assets, next.isKilled);
    if (next.kind === "enable") this.enable(next.which);
    if (next.kind === "collect") this.collect();
  }

  /** Keys that some release needs which is live, standby, new or has been deployed lately. */
  public needed(): ReadonlySet<string> {
    const ready = this.manifests.filter(({ state }) => state === "ready").toReversed();
    const roots = this.manifests.filter((manifest) => {
      const age = this.now - Date.parse(manifest.createdAt);
      const isNamed = manifest.id === this.live || manifest.id === this.standby;
      if (isNamed || ready.slice(0, this.policy.newest).includes(manifest)) return true;
      return age < (manifest.state === "ready" ? this.policy.days * day : day);
    });
    return new Set(roots.flatMap(({ files }) => files.map(({ key }) => key)));
  }

  public facts(): CollectFacts {
    const named = [this.live, this.standby].filter((id) => id !== undefined);
    return {
      now: this.now,
      named,
      manifests: this.manifests,
      objects: [...this.objects.values()],
      policy: this.policy,
    };
  }

  public collect(): void {
    const before = [...this.objects.values()];
    const needed = this.needed();
    const plan = planCollect(this.facts());
    if (plan.kind === "refused") throw new Error("Nothing is missing here.");
    if (plan.kind === "nothing") return;
    for (const { key } of plan.objects) {
      if (needed.has(key)) throw new Error(`${key} is needed.`);
      this.objects.delete(key);
    }
    this.manifests = this.manifests.filter(({ id }) => !plan.releases.includes(id));
    const kept = before.filter(
      ({ key, modifiedAt }) => !needed.has(key) && this.now - modifiedAt >= day && this.objects.has(key),
    );
    if (kept.length > 0) throw new Error(`Garbage is left: ${kept.map(({ key }) => key).join(", ")}`);
  }

  private deploy(assets: readonly number[], isKilled: boolean): void {
    this.deploys += 1;
    // A millisecond each, so that ages differ.
    this.now += 1;
    const id = `frontend_${this.deploys}`;
    const keys = [...new Set(assets.map((asset) => `pool/assets/${asset}.js`)), `releases/${id}/index.html`];
    const stored = isKilled ? keys.slice(0, keys.length >> 1) : keys;
    for (const key of stored) if (!this.objects.has(key)) this.objects.set(key, { key, size: 1, modifiedAt: this.now });
    this.manifests.push(manifestOf(id, this.now, isKilled ? "pending" : "ready", keys));
  }

  private enable(which: number): void {
    const ready = this.manifests.filter(({ state }) => state === "ready");
    const chosen = ready[which % Math.max(1, ready.length)];
    if (chosen === undefined || chosen.id === this.live) return;
    this.standby = this.live;
    this.live = chosen.id;
  }
}

const manifestOf = (id: string, at: number, state: Manifest["state"], keys: readonly string[]): Manifest => ({
  id,
  state,
  createdAt: new Date(at).toISOString(),
  files: keys.map((key) => ({ key, path: key, size: 1, sha256: "", contentType: "", cacheControl: "" })),
});

const objectOf = (key: string, modifiedAt = 0): StoredObject => ({ key, size: 1, modifiedAt });

describe("planCollect", () => {
  it("never deletes what is needed and leaves no garbage past its grace, in 1,000 histories", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), fc.integer({ min: 0, max: 3 }), (steps, newest) => {
        const site = new ModelSite({ newest, days: 30 });
        for (const next of [...steps, { kind: "collect" as const }]) {
          site.take(next);
          const live = site.manifests.find(({ id }) => id === site.live);
          for (const { key } of live?.files ?? []) expect(site.objects.has(key)).to.equal(true);
        }
      }),
      { numRuns: 1000 },
    );
  }).timeout(20_000);

  const facts = (others: Partial<CollectFacts>): CollectFacts => ({
    now: 400 * day,
    named: [],
    manifests: [],
    objects: [],
    policy: { newest: 0, days: 30 },
    ...others,
  });

  it("keeps the live release, however old", () => {
    const manifests = [manifestOf("frontend_a", 0, "ready", ["pool/a"])];
    expect(planCollect(facts({ named: ["frontend_a"], manifests, objects: [objectOf("pool/a")] }))).to.deep.equal({
      kind: "nothing",
    });
  });

  it("deletes a release that nothing keeps, with what only it needs", () => {
    const manifests = [
      manifestOf("frontend_a", 0, "ready", ["pool/a", "pool/both", "releases/frontend_a/index.html"]),
      manifestOf("frontend_b", 1, "ready", ["pool/both", "pool/b"]),
    ];
    const objects = ["pool/a", "pool/both", "pool/b", "releases/frontend_a/index.html"].map((key) => objectOf(key));
    expect(planCollect(facts({ named: ["frontend_b"], manifests, objects }))).to.deep.equal({
      kind: "collect",
      releases: ["frontend_a"],
      objects: [objectOf("pool/a"), objectOf("releases/frontend_a/index.html")],
    });
  });

  for (const { title, at, state, kept } of [
    { title: "a ready release younger than 30 days", at: 370 * day + 1, state: "ready" as const, kept: true },
    { title: "a ready release of 30 days", at: 370 * day, state: "ready" as const, kept: false },
    { title: "a pending release younger than 24 hours", at: 399 * day + 1, state: "pending" as const, kept: true },
    { title: "a pending release of 24 hours", at: 399 * day, state: "pending" as const, kept: false },
  ]) {
    it(`${kept ? "keeps" : "deletes"} ${title}`, () => {
      const manifests = [manifestOf("frontend_a", at, state, ["pool/a"])];
      const plan = planCollect(facts({ manifests, objects: [objectOf("pool/a")] }));
      expect(plan.kind).to.equal(kept ? "nothing" : "collect");
    });
  }

  it("keeps the newest ready releases, whatever the order of the listing", () => {
    const manifests = [3, 1, 2].map((at) => manifestOf(`frontend_${at}`, at, "ready", []));
    const plan = planCollect(facts({ manifests, policy: { newest: 2, days: 0 } }));
    expect(plan).to.deep.equal({ kind: "collect", releases: ["frontend_1"], objects: [] });
  });

  it("keeps objects for 24 hours, and the fallback's for ever", () => {
    const objects = [
      objectOf("pool/young", 399 * day + 1),
      objectOf("pool/old", 399 * day),
      objectOf("releases/fallback/index.html"),
      objectOf("releases/frontend_lost/index.html"),
    ];
    expect(planCollect(facts({ named: ["fallback"], objects }))).to.deep.equal({
      kind: "collect",
      releases: [],
      objects: [objectOf("pool/old", 399 * day), objectOf("releases/frontend_lost/index.html")],
    });
  });

  it("refuses where a named release has no manifest", () => {
    expect(planCollect(facts({ named: ["frontend_a", "fallback"], objects: [objectOf("pool/a")] }))).to.deep.equal({
      kind: "refused",
      reason: "manifest-missing",
      releases: ["frontend_a"],
    });
  });

  it("keeps 10 releases and 30 days unless told otherwise", () => {
    expect(defaultCollectPolicy).to.deep.equal({ newest: 10, days: 30 });
  });
});
