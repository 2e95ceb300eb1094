import * as pulumi from "@pulumi/pulumi";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";
import { expect } from "chai";
import { createPointerHooks } from "../../releases/pointer-hooks";
import { bucketName, RehearsedSite, smallBuild } from "./rehearsed-site";

/** The pointer before each write. */
const live = JSON.stringify({ v: 1, c: "green", r: "frontend_live", x: [] });
const pointer = (r: string) => JSON.stringify({ v: 1, c: "blue", r, x: [] });

describe("createPointerHooks", () => {
  const site = new RehearsedSite();
  let now = 0;

  before(async () => {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
    // Pulumi's mock of the engine lacks this one call.
    const registerResourceHook = (_request: unknown, done: (error: null, answer: object) => void) => done(null, {});
    Object.assign(getMonitor() ?? {}, { registerResourceHook });
    await site.start();
  });
  after(() => site.stop());

  const clock = {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
    after: () => new AbortController().signal,
  };
  const run = async (
    when: "beforeUpdate" | "afterCreate" | "afterUpdate",
    inputs: object,
    before?: string,
    endpoints = site.settings.endpoints,
  ) => {
    const variables = { SWITCHYARD_POINTER_BEFORE: before };
    const hooksFor = createPointerHooks({ aws: { ...site.settings, endpoints }, variables, clock });
    const [hook] = hooksFor(pulumi.output(bucketName))[when] ?? [];
    if (!(hook instanceof pulumi.ResourceHook)) throw new Error(`There is no hook for ${when}.`);
    const place = { urn: "urn", id: "id", name: "active", type: "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey" };
    const inOrder = { oldInputs: { value: live }, newInputs: { ...inputs, keyValueStoreArn: site.storeArn } };
    return Promise.resolve(hook.callback({ ...place, ...inOrder })).then(
      () => "passes",
      (error: Error) => error.message,
    );
  };

  it("runs them in updates only", () => {
    const hooksFor = createPointerHooks({ aws: site.settings, variables: {} });
    const hooks = Object.values(hooksFor(pulumi.output(bucketName))).flat();
    expect(hooks.map((hook) => hook instanceof pulumi.ResourceHook && [hook.name, hook.opts])).to.deep.equal([
      ["guard-pointer", undefined],
      ["confirm-pointer", undefined],
      ["confirm-pointer", undefined],
    ]);
  });

  it("stops an update that a command prepared before somebody else switched", async () => {
    expect(await run("beforeUpdate", { value: pointer("frontend_b") }, pointer("frontend_a"))).to.include(
      "active changed to frontend_live",
    );
  });

  it("stops an update to a release that isn't in the bucket, and lets one through that is", async () => {
    expect(await run("beforeUpdate", { value: pointer("frontend_c") })).to.equal(
      "There is no release frontend_c. Viewers keep frontend_live. Deploy it, then repeat: npm run cli -- release deploy <folder> --id frontend_c",
    );
    await site.deploy("frontend_c", site.build(smallBuild("c")));
    expect(await run("beforeUpdate", { value: pointer("frontend_c") })).to.equal("passes");
  });

  for (const when of ["afterCreate", "afterUpdate"] as const) {
    it(`fails ${when} where the store doesn't hold what was written, and passes where it does`, async () => {
      await site.enable("frontend_a");
      expect(await run(when, { value: pointer("frontend_a") })).to.equal("passes");
      expect(await run(when, { value: pointer("frontend_b") })).to.include("Viewers are not served what was declared.");
    });
  }

  it("warns where the store can't be asked", async () => {
    const written: unknown[][] = [];
    const { warn } = console;
    console.warn = (...line) => written.push(line);
    const endpoints = { cloudfrontkeyvaluestore: "http://127.0.0.1:1" };
    try {
      expect(await run("afterUpdate", { value: pointer("frontend_a") }, undefined, endpoints)).to.equal("passes");
    } finally {
      console.warn = warn;
    }
    expect(String(written[0])).to.include("CloudFront accepted the pointer to frontend_a (blue)");
  });
});
