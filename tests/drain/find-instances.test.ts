import { expect } from "chai";
import { createInstanceFinder } from "../../drain/find-instances";
import { awsError } from "../support/fake-aws-client";

/** Finds `i-1` in cluster `one`; tells how often clusters were listed. */
const prepare = (clusterLists: readonly (readonly string[] | Error)[]) => {
  const asked: unknown[] = [];
  let time = 0;
  let listed = 0;
  const find = createInstanceFinder({
    clusters: {
      list: async () => {
        const list = clusterLists[Math.min(listed, clusterLists.length - 1)] ?? [];
        listed += 1;
        if (list instanceof Error) throw list;
        return list;
      },
    },
    instances: {
      list: async (clusterArn, query) => {
        asked.push({ clusterArn, ...query });
        if (clusterArn === "gone") throw awsError("ClusterNotFoundException", "Cluster not found.");
        if (clusterArn === "broken") throw awsError("ServerException");
        return clusterArn === "one" && query.filter.includes("i-1") ? ["arn-1"] : [];
      },
    },
    now: () => time,
  });
  return {
    find,
    asked,
    listed: () => listed,
    pass: (seconds: number) => {
      time += seconds * 1000;
    },
  };
};

describe("createInstanceFinder", () => {
  it("asks every cluster for all instances at once", async () => {
    const { find, asked } = prepare([["one", "two"]]);

    const found = await find(["i-1", "i-2"], "ACTIVE");

    expect(found).to.deep.equal([
      { clusterArn: "one", arns: ["arn-1"] },
      { clusterArn: "two", arns: [] },
    ]);
    const query = { filter: "ec2InstanceId in [i-1, i-2]", status: "ACTIVE" };
    expect(asked).to.deep.equal([
      { clusterArn: "one", ...query },
      { clusterArn: "two", ...query },
    ]);
  });

  it("asks for every status where none is given", async () => {
    const { find, asked } = prepare([["one"]]);

    await find(["i-1"]);

    expect(asked).to.deep.equal([{ clusterArn: "one", filter: "ec2InstanceId in [i-1]" }]);
  });

  it("remembers the clusters for ten minutes while it finds what it looks for", async () => {
    const { find, listed, pass } = prepare([["one"]]);
    await find(["i-1"]);
    pass(600);
    await find(["i-1"]);
    expect(listed()).to.equal(1);
    pass(1);

    await find(["i-1"]);

    expect(listed()).to.equal(2);
  });

  it("lists the clusters again at most once a minute for what it doesn't find, and asks only the new ones", async () => {
    const { find, asked, listed, pass } = prepare([["two"], ["one", "two"]]);
    await find(["i-1"]);
    pass(60);
    await find(["i-1"]);
    expect(listed()).to.equal(1);
    asked.length = 0;
    pass(1);

    const found = await find(["i-1"]);

    expect(listed()).to.equal(2);
    expect(found).to.deep.equal([
      { clusterArn: "two", arns: [] },
      { clusterArn: "one", arns: ["arn-1"] },
    ]);
    expect(asked).to.have.length(2);
  });

  it("finds what is in the other clusters where one was deleted since it was listed", async () => {
    const { find } = prepare([["gone", "one"]]);

    expect(await find(["i-1"])).to.deep.equal([
      { clusterArn: "gone", arns: [] },
      { clusterArn: "one", arns: ["arn-1"] },
    ]);
  });

  it("fails where a cluster can't be asked", async () => {
    const { find } = prepare([["broken", "one"]]);

    expect(await find(["i-1"]).catch((thrown: unknown) => thrown)).to.include({ name: "ServerException" });
  });

  it("doesn't remember that listing failed", async () => {
    const { find } = prepare([awsError("ServerException"), ["one"]]);

    expect(await find(["i-1"]).catch((thrown: unknown) => thrown)).to.include({ name: "ServerException" });
    expect(await find(["i-1"])).to.deep.equal([{ clusterArn: "one", arns: ["arn-1"] }]);
  });
});
