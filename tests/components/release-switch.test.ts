import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ReleaseSwitch } from "../../components/release-switch";
import { outputValue, recordResources, resourceOf } from "../support/pulumi";

const component = "switchyard:index:ReleaseSwitch switch";
const key = "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey";

const record = (code = "function handler() {}", value = "{}") =>
  recordResources(() => {
    const hook = new pulumi.ResourceHook("confirm", () => undefined);
    const created = new ReleaseSwitch("switch", { viewerRequestCode: code });
    const first = ["rule", "record"].map((each) => new aws.ssm.Parameter(each, { type: "String" }));
    created.createPointer(value, first, { afterUpdate: [hook] });
    return created;
  });

describe("ReleaseSwitch", () => {
  it("is a store, a function that reads it, and one key", async () => {
    const { resources, result } = await record("the code", '{"v":1}');
    const own = resources.filter(({ parent }) => parent === component);
    expect(own.map(({ type, name, inputs }) => ({ type, name, inputs }))).to.have.deep.members([
      {
        type: "aws:cloudfront/keyValueStore:KeyValueStore",
        name: "switch-store",
        inputs: { comment: "Which frontend release is live" },
      },
      {
        type: "aws:cloudfront/function:Function",
        name: "switch-viewer-request",
        inputs: {
          comment: "Leads requests to the live frontend release",
          runtime: "cloudfront-js-2.0",
          publish: true,
          code: "the code",
          keyValueStoreAssociations: ["arn:switch-store:KeyValueStore"],
        },
      },
      {
        type: key,
        name: "switch-active",
        inputs: { keyValueStoreArn: "arn:switch-store:KeyValueStore", key: "active", value: '{"v":1}' },
      },
    ]);
    expect(await outputValue(result.storeArn)).to.equal("arn:switch-store:KeyValueStore");
    expect(await outputValue(result.functionArn)).to.equal("arn:switch-viewer-request:Function");
  });

  it("changes the key alone when it points elsewhere", async () => {
    const [before, after] = [await record("code", "one"), await record("code", "other")];
    const changed = before.resources.filter(
      (resource, index) => JSON.stringify(resource) !== JSON.stringify(after.resources[index]),
    );
    expect(changed.map(({ name }) => name)).to.deep.equal(["switch-active"]);
  });

  it("runs hooks around each write of the key, and of nothing else", async () => {
    const { resources } = await record();
    const hooked = resources.filter(({ hooks }) => Object.keys(hooks).length > 0);
    expect(hooked.map(({ name, hooks }) => [name, hooks])).to.deep.equal([
      ["switch-active", { afterUpdate: ["confirm"] }],
    ]);
  });

  it("points only after what must change first", async () => {
    const { resources } = await record();
    expect(resourceOf(resources, key, "switch-active").dependsOn).to.deep.equal([
      "aws:cloudfront/keyValueStore:KeyValueStore switch-store",
      "aws:ssm/parameter:Parameter record",
      "aws:ssm/parameter:Parameter rule",
    ]);
  });
});
