import { expect } from "chai";
import { parseWorkerEnvironment } from "../../consumption/worker-environment";

const environment = {
  SWITCHYARD_SERVICE: "bot",
  SWITCHYARD_COLOR: "green",
  SWITCHYARD_TABLE: "workers",
  SWITCHYARD_DECLARED: "/declared",
  SWITCHYARD_QUEUE_URL: "https://sqs/jobs",
};

describe("parseWorkerEnvironment", () => {
  it("takes what Switchyard's containers are told", () => {
    expect(parseWorkerEnvironment(environment)).to.deep.equal({
      service: "bot",
      color: "green",
      tableName: "workers",
      declaredName: "/declared",
      queueUrl: "https://sqs/jobs",
    });
  });

  it("names everything that is missing, and what to do", () => {
    expect(() =>
      parseWorkerEnvironment({ ...environment, SWITCHYARD_TABLE: "", SWITCHYARD_QUEUE_URL: undefined }),
    ).to.throw(
      "This worker's environment lacks SWITCHYARD_TABLE, SWITCHYARD_QUEUE_URL, which Switchyard gives to every service without a path (SWITCHYARD_QUEUE_URL: set queue in the service's config).",
    );
    expect(() => parseWorkerEnvironment({})).to.throw(
      "lacks SWITCHYARD_SERVICE, SWITCHYARD_COLOR, SWITCHYARD_TABLE, SWITCHYARD_DECLARED, SWITCHYARD_QUEUE_URL, which",
    );
  });

  it("refuses a colour that isn't one", () => {
    expect(() => parseWorkerEnvironment({ ...environment, SWITCHYARD_COLOR: "red" })).to.throw(
      'SWITCHYARD_COLOR is "red": use blue or green.',
    );
  });
});
