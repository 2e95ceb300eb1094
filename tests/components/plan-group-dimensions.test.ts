import { expect } from "chai";
import { planGroupDimensions } from "../../components/plan-group-dimensions";

describe("planGroupDimensions", () => {
  it("takes what CloudWatch names groups and load balancers by", () => {
    expect(
      planGroupDimensions(
        "arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:targetgroup/web-blue/73e2d6bc24d8a067",
        "arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:loadbalancer/app/edge/50dc6c495c0c9188",
      ),
    ).to.deep.equal({
      TargetGroup: "targetgroup/web-blue/73e2d6bc24d8a067",
      LoadBalancer: "app/edge/50dc6c495c0c9188",
    });
  });
});
