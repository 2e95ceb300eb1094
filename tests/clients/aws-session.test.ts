import { expect } from "chai";
import { type AwsSessionSettings, clientConfig, requireSameScope } from "../../clients/aws-session";

const settings: AwsSessionSettings = { region: "eu-west-1", endpoints: {}, unsupported: [] };
const bounded = {
  region: "eu-west-1",
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
};

describe("clientConfig", () => {
  it("adds nothing that the config doesn't say, so that the SDK searches as the provider does", () => {
    expect(clientConfig(settings, "ssm")).to.deep.equal(bounded);
  });

  it("passes profile and credentials on", () => {
    const credentials = { accessKeyId: "AKID", secretAccessKey: "secret", sessionToken: "token" };
    expect(clientConfig({ ...settings, profile: "ops", credentials }, "ssm")).to.deep.equal({
      ...bounded,
      profile: "ops",
      credentials,
    });
  });

  for (const key of ["elbv2", "elasticloadbalancingv2"]) {
    it(`finds the load balancer's endpoint under the provider's name ${key}`, () => {
      const endpoints = { [key]: "http://127.0.0.1:1", elb: "http://127.0.0.1:2" };
      expect(clientConfig({ ...settings, endpoints }, "elbv2")).to.deep.equal({
        ...bounded,
        endpoint: "http://127.0.0.1:1",
      });
    });
  }

  it("gives no service another's endpoint", () => {
    expect(clientConfig({ ...settings, endpoints: { elb: "http://127.0.0.1:2" } }, "elbv2")).to.deep.equal(bounded);
  });

  it("refuses what it can't honour by name", () => {
    expect(() => clientConfig({ ...settings, unsupported: ["assumeRoles", "httpProxy"] }, "ssm")).to.throw(
      "The stack's config sets aws:assumeRoles, aws:httpProxy, which Switchyard's own AWS calls don't follow. " +
        "Use aws:profile, aws:region, aws:accessKey, aws:secretKey, aws:token and aws:endpoints, or the environment's credentials.",
    );
  });
});

describe("requireSameScope", () => {
  const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/lb/1/2/3";

  it("accepts an ARN of the same account and region", () => {
    expect(() => requireSameScope(arn, { region: "eu-west-1", accountId: "123456789012" })).not.to.throw();
  });

  for (const scope of [
    { region: "us-east-1", accountId: "123456789012" },
    { region: "eu-west-1", accountId: "999999999999" },
  ]) {
    it(`refuses it for account ${scope.accountId} in ${scope.region}`, () => {
      expect(() => requireSameScope(arn, scope)).to.throw(
        `${arn} is in account 123456789012, region eu-west-1, but the AWS calls go to account ${scope.accountId}, region ${scope.region}. ` +
          "Use the credentials and the region that the stack was deployed with.",
      );
    });
  }

  it("refuses what is no ARN", () => {
    expect(() => requireSameScope("web", { region: "eu-west-1", accountId: "1" })).to.throw(
      "web is in account ?, region ?",
    );
  });
});
