import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createServiceDeployments } from "../../clients/service-deployments";
import { fakeAwsClient, type SentCommand } from "../support/fake-aws-client";

const { signal } = new AbortController();

const describeServices = (names: readonly string[], answer: (command: SentCommand) => object) => {
  const { client, sent } = fakeAwsClient<ECSClient>(answer);
  return { services: createServiceDeployments(client).describe({ cluster: "main", services: names }, signal), sent };
};

describe("createServiceDeployments", () => {
  it("asks for ten services at a time", async () => {
    const names = Array.from({ length: 11 }, (_, index) => `service-${index}`);
    const { services, sent } = describeServices(names, () => ({}));
    expect(await services).to.deep.equal([]);
    expect(sent).to.deep.equal([
      { operation: "DescribeServices", input: { cluster: "main", services: names.slice(0, 10) } },
      { operation: "DescribeServices", input: { cluster: "main", services: names.slice(10) } },
    ]);
  });

  it("tells the state of the newest deployment, and how many there are", async () => {
    const { services } = describeServices(["web"], () => ({
      services: [
        {
          serviceName: "web",
          status: "ACTIVE",
          desiredCount: 3,
          runningCount: 4,
          deployments: [
            { status: "ACTIVE", rolloutState: "COMPLETED" },
            { status: "PRIMARY", rolloutState: "IN_PROGRESS" },
          ],
        },
      ],
    }));
    expect(await services).to.deep.equal([
      { name: "web", desired: 3, running: 4, deployments: 2, rolloutState: "IN_PROGRESS" },
    ]);
  });

  it("leaves out services that are being deleted, and takes one that tells nothing for idle", async () => {
    const { services } = describeServices(["web"], () => ({
      services: [{ serviceName: "web", status: "DRAINING" }, { status: "INACTIVE" }, { status: "ACTIVE" }],
    }));
    expect(await services).to.deep.equal([
      { name: "", desired: 0, running: 0, deployments: 0, rolloutState: "COMPLETED" },
    ]);
  });
});
