import * as pulumi from "@pulumi/pulumi";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";
import { expect } from "chai";
import { type CutoverHooksArgs, createCutoverHooks } from "../../cutover/hooks";

const args: CutoverHooksArgs = {
  project: "shop",
  stack: "staging",
  activeColor: "green",
  activeBefore: "blue",
  releases: { blue: { version: "1", images: {} }, green: { version: "2", images: {} } },
  aws: { region: "eu-west-1", endpoints: {}, unsupported: ["assumeRoles"] },
  cutoverParameter: "/switchyard/shop/staging/cutover",
};

describe("createCutoverHooks", () => {
  before(async () => {
    await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
    // Pulumi's mock of the engine lacks this one call.
    const registerResourceHook = (_request: unknown, done: (error: null, answer: object) => void) => done(null, {});
    Object.assign(getMonitor() ?? {}, { registerResourceHook });
  });

  it("makes a hook that runs in updates only", () => {
    const { notify } = createCutoverHooks(args);
    expect([notify.name, notify.opts]).to.deep.equal(["notify-cutover", undefined]);
  });

  it("makes a gate for each rule, which runs in previews too", () => {
    const never = pulumi.output(new Promise<string>(() => undefined));
    const pair = { blue: never, green: never };
    const { gate } = createCutoverHooks(args);
    const hooks = ["web", "api"].map((service) =>
      gate({ service, floor: 1, clusterArn: never, groupArns: pair, ecsServices: pair }),
    );
    expect(hooks.map(({ name, opts }) => [name, opts])).to.deep.equal([
      ["gate-web", { onDryRun: true }],
      ["gate-api", { onDryRun: true }],
    ]);
  });

  it("writes a failure as one line of the update and never throws it", async () => {
    const { notify } = createCutoverHooks(args);
    const written: unknown[][] = [];
    const { warn } = console;
    console.warn = (...line) => written.push(line);
    try {
      await notify.callback({ urn: "urn", id: "id", name: "declared", type: "aws:ssm/parameter:Parameter" });
    } finally {
      console.warn = warn;
    }
    expect(written).to.have.lengthOf(1);
    expect(String(written[0])).to.match(/The update of staging is done, but nobody was told: /);
  });
});
