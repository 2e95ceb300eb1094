import { expect } from "chai";
import { environmentsHoldNoSecrets } from "../../policies/environments-hold-no-secrets";
import { unknownValue } from "../../policies/pack/known-values";
import { types } from "../../policies/pack/resource-types";
import { resource } from "./facts";

const container = (name: string, value: string, config = {}) => {
  const containerDefinitions = JSON.stringify([{ name: "web", environment: [{ name, value }] }]);
  return environmentsHoldNoSecrets.check(resource(types.taskDefinition, { containerDefinitions }), config);
};
const lambda = (variables: unknown) =>
  environmentsHoldNoSecrets.check(resource(types.function, { environment: { variables } }));
const refused = (name: string) => [
  `${name} holds what looks like a secret in plain text. ` +
    "Keep it in SSM or Secrets Manager, and pass a reference (`secrets` in a task definition) to it.",
];

describe("policy environments-hold-no-secrets", () => {
  it("takes plain settings and references to secrets", () => {
    expect(container("PODINFO_UI_MESSAGE", "production")).to.deep.equal([]);
    expect(container("SLACK_TOKEN", "arn:aws:ssm:eu-west-1:1:parameter/slack")).to.deep.equal([]);
    expect(container("SLACK_TOKEN", "/switchyard/slack")).to.deep.equal([]);
    expect(container("SLACK_TOKEN_PARAMETER", "slack")).to.deep.equal([]);
    expect(container("TOKEN", "")).to.deep.equal([]);
    expect(lambda({ QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/1/q" })).to.deep.equal([]);
    expect(environmentsHoldNoSecrets.level).to.equal("mandatory");
  });

  for (const name of ["DATABASE_PASSWORD", "slackToken", "API_KEY", "client-secret", "AWS_SECRET_ACCESS_KEY"]) {
    it(`refuses a plain ${name}, and doesn't repeat it`, () => {
      expect(container(name, "hunter2")).to.deep.equal(refused(name));
      expect(lambda({ [name]: "hunter2" })).to.deep.equal(refused(name));
    });
  }

  const secrets = {
    "an AWS access key": "AKIAIOSFODNN7EXAMPLE",
    "a Slack token": "xoxb-1-2-abc",
    "a GitHub token": `ghp_${"a".repeat(36)}`,
    "a private key": "-----BEGIN RSA PRIVATE KEY-----",
    "a password in a URL": "postgres://user:hunter2@db.internal/shop",
  };
  for (const [kind, value] of Object.entries(secrets)) {
    it(`refuses ${kind} under any name`, () => {
      expect(container("SETTING_NAME", value)).to.deep.equal(refused("SETTING_NAME"));
    });
  }

  it("takes exceptions by the variable's name", () => {
    expect(container("CSRF_TOKEN_MODE", "strict")).to.deep.equal(refused("CSRF_TOKEN_MODE"));
    expect(container("CSRF_TOKEN_MODE", "strict", { exceptions: ["CSRF_TOKEN_MODE"] })).to.deep.equal([]);
  });

  it("says nothing about what isn't known yet, or not there", () => {
    expect(lambda(unknownValue)).to.deep.equal([]);
    expect(lambda({ PASSWORD: unknownValue })).to.deep.equal([]);
    for (const containerDefinitions of [unknownValue, undefined, JSON.stringify([{ environment: [{}] }])])
      expect(environmentsHoldNoSecrets.check(resource(types.taskDefinition, { containerDefinitions }))).to.deep.equal(
        [],
      );
  });
});
