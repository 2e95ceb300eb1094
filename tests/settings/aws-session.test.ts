import { expect } from "chai";
import { parseAwsSession } from "../../settings/aws-session";

const parse = (config: Readonly<Record<string, unknown>>) => parseAwsSession((key) => config[key]);

describe("parseAwsSession", () => {
  it("needs no more than a region", () => {
    expect(parse({ region: "eu-central-1" })).to.deep.equal({ region: "eu-central-1", endpoints: {}, unsupported: [] });
    expect(() => parse({})).to.throw(
      "aws:region: got nothing, allowed: an AWS region. Set it with `pulumi config set aws:region eu-central-1`.",
    );
  });

  it("reads profile, keys and endpoints as Pulumi hands them over", () => {
    expect(
      parse({
        region: "eu-central-1",
        profile: "ops",
        accessKey: "AKIA",
        secretKey: "secret",
        token: "session",
        endpoints: '[{"ecs":"http://127.0.0.1:1/","elbv2":"http://127.0.0.1:2/"},{"ssm":"http://127.0.0.1:3/"}]',
      }),
    ).to.deep.equal({
      region: "eu-central-1",
      profile: "ops",
      credentials: { accessKeyId: "AKIA", secretAccessKey: "secret", sessionToken: "session" },
      endpoints: { ecs: "http://127.0.0.1:1/", elbv2: "http://127.0.0.1:2/", ssm: "http://127.0.0.1:3/" },
      unsupported: [],
    });
  });

  it("names what SDK clients don't follow, and not what is off", () => {
    const { unsupported } = parse({
      region: "eu-central-1",
      assumeRoles: '[{"roleArn":"arn"}]',
      httpProxy: "http://proxy",
      useFipsEndpoint: "true",
      insecure: "false",
      sharedConfigFiles: "[]",
    });
    expect(unsupported).to.deep.equal(["assumeRoles", "httpProxy", "useFipsEndpoint"]);
  });

  for (const keys of [{ accessKey: "AKIAHIDDEN" }, { secretKey: "hidden" }]) {
    it(`refuses ${Object.keys(keys)} alone, without showing it`, () => {
      expect(() => parse({ region: "eu-central-1", ...keys })).to.throw(
        /^aws:accessKey, aws:secretKey: got one of them, allowed: both or none\. Set the other one, or remove it\.$/,
      );
    });
  }

  for (const endpoints of ["nonsense", "[1]", '[{"ecs":"not a URL"}]', '[{"ecs":5}]']) {
    it(`refuses ${endpoints} as endpoints`, () => {
      expect(() => parse({ region: "eu-central-1", endpoints })).to.throw(
        /^aws:endpoints: got something else, allowed: a list such as \[\{ecs: "http:\/\/127\.0\.0\.1:4566"\}\]\./,
      );
    });
  }
});
