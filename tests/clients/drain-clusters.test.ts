import type { ECSClient } from "@aws-sdk/client-ecs";
import { expect } from "chai";
import { createClusters } from "../../clients/drain-clusters";
import { callOnce, fakeAwsClient } from "../support/fake-aws-client";

describe("createClusters", () => {
  it("keeps the clusters with our tag, of all pages, described a hundred at a time", async () => {
    const all = Array.from({ length: 102 }, (_, index) => `cluster-${index}`);
    const { client, sent } = fakeAwsClient<ECSClient>(({ operation, input }) => {
      if (operation === "DescribeClusters")
        return {
          clusters: (input as { clusters: string[] }).clusters.map((clusterArn, index) => ({
            clusterArn,
            tags: index === 1 ? [{ key: "app", value: "ours" }] : [{ key: "app", value: "theirs" }, { key: "ours" }],
          })),
        };
      const { nextToken } = input as { nextToken?: string };
      return nextToken === undefined
        ? { clusterArns: all.slice(0, 60), nextToken: "2" }
        : { clusterArns: all.slice(60) };
    });

    const clusters = await createClusters(client, callOnce, { key: "app", value: "ours" }).list();

    expect(clusters).to.deep.equal(["cluster-1", "cluster-101"]);
    expect(sent.map(({ operation }) => operation)).to.deep.equal([
      "ListClusters",
      "ListClusters",
      "DescribeClusters",
      "DescribeClusters",
    ]);
    expect(sent[3]?.input).to.deep.equal({ clusters: ["cluster-100", "cluster-101"], include: ["TAGS"] });
  });

  it("finds none in an account without clusters", async () => {
    const { client, sent } = fakeAwsClient<ECSClient>(() => ({}));

    expect(await createClusters(client, callOnce, { key: "app", value: "ours" }).list()).to.deep.equal([]);
    expect(sent).to.have.length(1);
  });
});
