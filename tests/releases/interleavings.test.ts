import { expect } from "chai";
import fc from "fast-check";
import { Stop } from "../../cli/outcome";
import { requireReady } from "../../cli/require-ready";
import type { NewObject, ObjectListing, ObjectStore } from "../../clients/object-store";
import { collectReleases } from "../../releases/collect-releases";
import { refuseDuringCollection } from "../../releases/collection-lock";
import { deployRelease } from "../../releases/deploy-release";
import { manifestPrefix, parseManifest } from "../../releases/manifest";
import { removeBuilds, writeBuild } from "./rehearsed-site";

const day = 86_400_000;
const { signal } = new AbortController();

/** What runs at the same time. */
type Act =
  | { readonly kind: "deploy"; readonly build: number; readonly version: number }
  | { readonly kind: "enable"; readonly which: number }
  | { readonly kind: "collect" };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant("deploy" as const), build: fc.nat(5), version: fc.nat(9) }),
  fc.record({ kind: fc.constant("enable" as const), which: fc.nat(20) }),
  fc.constant({ kind: "collect" as const }),
);
const round = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 4 }),
  days: fc.constantFrom(0, 0.5, 2, 40, 400),
});

/** Calls wait here until the history's chance lets one of them go on. */
class Turns {
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private seed: number;

  public constructor(seed: number) {
    this.seed = seed;
  }

  public turn(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Runs all at once, one call at a time. */
  public async run(actors: readonly (() => Promise<void>)[]): Promise<void> {
    this.running = actors.length;
    const all = Promise.all(
      actors.map((actor) =>
        actor().finally(() => {
          this.running -= 1;
        }),
      ),
    );
    while (this.running > 0) {
      await new Promise(setImmediate);
      this.waiting.splice(this.next(this.waiting.length), 1)[0]?.();
    }
    await all;
  }

  /** Numerical Recipes' linear congruential generator. */
  private next(below: number): number {
    this.seed = (Math.imul(this.seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.seed / 2 ** 32) * below);
  }
}

/** A bucket and a key, with the real deploy and the real collection at work on them. */
class Site {
  public now = Date.parse("2026-01-01T00:00:00Z");
  public live = "fallback";
  public readonly objects = new Map<
    string,
    { readonly sha256: string; readonly text: string; listing: ObjectListing }
  >();
  private readonly turns: Turns;

  public constructor(
    seed: number,
    private readonly builds: readonly string[],
  ) {
    this.turns = new Turns(seed);
  }

  public async round(acts: readonly Act[]): Promise<void> {
    await this.turns.run(acts.map((one) => () => this.take(one)));
  }

  /** Keys that some release lacks, of those that could be live. */
  public missing(): readonly string[] {
    const ready = this.manifests().filter(({ state }) => state === "ready");
    const lost = ready.flatMap(({ files }) => files.flatMap(({ key }) => (this.objects.has(key) ? [] : [key])));
    const isKnown = this.live === "fallback" || ready.some(({ id }) => id === this.live);
    return isKnown ? lost : [...lost, `the manifest of ${this.live}`];
  }

  /** Objects below the two folders, and those that a release refers to. */
  public garbage(): readonly string[] {
    const needed = new Set(this.manifests().flatMap(({ files }) => files.map(({ key }) => key)));
    return [...this.objects.keys()].filter((key) => !key.startsWith("meta/") && !needed.has(key));
  }

  private manifests() {
    return [...this.objects].flatMap(([key, { text }]) =>
      key.startsWith(manifestPrefix) ? [parseManifest(key, text)] : [],
    );
  }

  private async take(one: Act): Promise<void> {
    if (one.kind === "deploy") await this.deploy(one).catch(allowed);
    if (one.kind === "enable") await this.enable(one.which);
    if (one.kind === "collect") await this.collect().catch(allowed);
  }

  private deploy({ build, version }: Act & { kind: "deploy" }) {
    const id = `frontend_${build}-${version}`;
    const directory = this.builds[build] ?? "";
    const now = () => new Date(this.now);
    const ports = { store: this.store, now, clock: () => 0, onProgress: () => undefined, signal };
    return deployRelease({ id, directory }, ports);
  }

  /** As the command does it: look, look again, write, look again, and go back where that says so. */
  private async enable(which: number): Promise<void> {
    const ids = [...this.objects.keys()].filter((key) => key.startsWith(manifestPrefix));
    const id = ids[which % Math.max(1, ids.length)]?.slice("meta/".length, -".json".length);
    if (id === undefined) return;
    const before = this.live;
    try {
      await requireReady(this.store, id, signal);
      await refuseDuringCollection(this.store, this.now, signal);
    } catch {
      return;
    }
    await this.turns.turn();
    // Pulumi's lock and guard keep a second switch away.
    if (this.live !== before) return;
    this.live = id;
    await requireReady(this.store, id, signal).catch((error: unknown) => {
      if (!(error instanceof Stop)) throw error;
      if (this.live === id) this.live = before;
    });
  }

  private collect() {
    const policy = { newest: 1, days: 30 };
    const get = async (): Promise<string> => {
      await this.turns.turn();
      return JSON.stringify({ v: 1, c: "blue", r: this.live, x: [] });
    };
    // A switch takes less time than this.
    const sleep = async (): Promise<void> => {
      for (let turn = 0; turn < 200; turn += 1) await this.turns.turn();
    };
    const ports = { store: this.store, pointer: { get }, now: () => new Date(this.now), signal, sleep };
    return collectReleases({ configured: [], policy, apply: true }, ports);
  }

  private readonly store: ObjectStore = {
    read: async (key) => {
      await this.turns.turn();
      return this.objects.get(key)?.text;
    },
    describe: async (key) => {
      await this.turns.turn();
      const found = this.objects.get(key);
      return found && { size: found.listing.size, sha256: found.sha256 };
    },
    list: async (prefix) => {
      await this.turns.turn();
      return [...this.objects.values()].map(({ listing }) => listing).filter(({ key }) => key.startsWith(prefix));
    },
    put: async (object) => {
      await this.turns.turn();
      if (object.ifAbsent && this.objects.has(object.key)) return "exists";
      this.objects.set(object.key, this.stored(object));
      return "stored";
    },
    remove: async (keys) => {
      await this.turns.turn();
      for (const key of keys) this.objects.delete(key);
    },
  };

  private stored({ key, size, sha256, body }: NewObject) {
    return { sha256, text: "text" in body ? body.text : "", listing: { key, size, modifiedAt: this.now } };
  }
}

/** What an operator is told to repeat. */
const allowed = (error: unknown): void => {
  if (error instanceof Error && /^Right now|^Nothing was deleted|was deleted during the upload/.test(error.message))
    return;
  throw error;
};

describe("deploys, switches and collections at the same time", function () {
  this.timeout(60_000);
  let builds: readonly string[];

  before(() => {
    builds = [0, 1, 2, 3, 4, 5].map((build) =>
      writeBuild({
        "index.html": `<script src="/assets/app-${build}.js"></script>`,
        [`assets/app-${build}.js`]: `${build}`,
        [`assets/shared-${build >> 1}.js`]: `${build >> 1}`,
      }),
    );
  });
  after(removeBuilds);

  it("never leave a release that can be live without a file, in 1,000 histories, and no garbage in the end", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 8 }), fc.nat(), async (rounds, seed) => {
        const site = new Site(seed, builds);
        for (const { acts, days } of rounds) {
          site.now += Math.floor(days * day) + 1;
          await site.round(acts);
          expect(site.missing()).to.deep.equal([]);
        }
        site.now += 400 * day;
        await site.round([{ kind: "collect" }]);
        expect([site.missing(), site.garbage()]).to.deep.equal([[], []]);
      }),
      { numRuns: 1000 },
    );
  });
});
