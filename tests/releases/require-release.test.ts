import { expect } from "chai";
import { formatManifest, type Manifest } from "../../releases/manifest";
import { requireRelease } from "../../releases/require-release";

const pointer = (r: string, x: readonly string[] = []) => JSON.stringify({ v: 1, c: "blue", r, x });
const manifest = (state: Manifest["state"]): string =>
  formatManifest({ id: "frontend_b", state, createdAt: "2026-11-21T10:00:00.000Z", files: [] });

describe("requireRelease", () => {
  let asked: string[] = [];
  let warnings: string[] = [];

  beforeEach(() => {
    asked = [];
    warnings = [];
  });

  const ask = (before: string, after: string, answer: () => string | undefined): Promise<string> => {
    const read = async (key: string): Promise<string | undefined> => {
      asked.push(key);
      return answer();
    };
    const { signal } = new AbortController();
    const ports = { store: { read }, signal, warn: (line: string) => void warnings.push(line) };
    return requireRelease(before, after, ports).then(
      () => "passes",
      (error: Error) => error.message,
    );
  };

  it("lets a pointer lead to a release that is deployed to its end", async () => {
    expect(await ask(pointer("frontend_a"), pointer("frontend_b"), () => manifest("ready"))).to.equal("passes");
    expect(asked).to.deep.equal(["meta/frontend_b.json"]);
    expect(warnings).to.deep.equal([]);
  });

  it("stops before viewers are led to one that isn't there, or not yet", async () => {
    expect(await ask(pointer("frontend_a"), pointer("frontend_b"), () => undefined)).to.equal(
      "There is no release frontend_b. Viewers keep frontend_a. Deploy it, then repeat: npm run cli -- release deploy <folder> --id frontend_b",
    );
    expect(await ask(pointer("frontend_a"), pointer("frontend_b"), () => manifest("pending"))).to.equal(
      "The deploy of frontend_b has not ended. Viewers keep frontend_a. Run it again with --id frontend_b, then repeat.",
    );
    expect(await ask("{}", pointer("frontend_b"), () => undefined)).to.include("Nothing was switched.");
  });

  it("asks nobody for the fallback, nor where viewers stay with what they have", async () => {
    const never = (): never => {
      throw new Error("asked");
    };
    expect(await ask(pointer("frontend_a"), pointer("fallback"), never)).to.equal("passes");
    expect(await ask(pointer("frontend_b"), pointer("frontend_b", ["frontend_a"]), never)).to.equal("passes");
    expect(asked).to.deep.equal([]);
  });

  it("stops nobody where the bucket doesn't say, or says what nobody can read", async () => {
    const silent = (): never => {
      throw new Error("AccessDenied");
    };
    expect(await ask(pointer("frontend_a"), pointer("frontend_b"), silent)).to.equal("passes");
    expect(await ask(pointer("frontend_a"), pointer("frontend_b"), () => "{")).to.equal("passes");
    expect(warnings[0]).to.equal("Nobody says whether the release frontend_b is complete: AccessDenied");
    expect(warnings).to.have.length(2);
  });
});
