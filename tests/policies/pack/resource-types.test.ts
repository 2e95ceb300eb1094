import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { canonicalType, types } from "../../../policies/pack/resource-types";

const provider = dirname(require.resolve("@pulumi/aws"));

describe("resource types", () => {
  it("exist in the provider, each one", () => {
    const files = Object.values(types).map((type) => `${type.split(":")[1]}.d.ts`);
    expect(files.filter((file) => !existsSync(join(provider, file)))).to.deep.equal([]);
  });

  it("have one name each, whichever alias the program uses", () => {
    expect(canonicalType("aws:alb/listenerRule:ListenerRule")).to.equal(types.listenerRule);
    expect(canonicalType("aws:elasticloadbalancingv2/targetGroup:TargetGroup")).to.equal(types.targetGroup);
    expect(canonicalType("aws:applicationloadbalancing/listener:Listener")).to.equal(types.listener);
    expect(canonicalType("aws:s3/bucketV2:BucketV2")).to.equal(types.bucket);
    expect(canonicalType("aws:s3/bucketAclV2:BucketAclV2")).to.equal(types.bucketAcl);
    expect(canonicalType("aws:apigatewayv2/api:Api")).to.equal("aws:apigatewayv2/api:Api");
    expect(canonicalType("pulumi:pulumi:Stack")).to.equal("pulumi:pulumi:Stack");
  });
});
