import { expect } from "chai";
import { reservationOf } from "../../../../rehearsal/region/ecs/place-task";
import { RehearsedRegion, registerWeb, withFleet } from "../rehearsed-region";

describe("reservationOf", () => {
  const cases = [
    [
      "the container's CPU and hard limit",
      { containerDefinitions: [{ cpu: 128, memory: 256 }] },
      { cpu: 128, memory: 256 },
    ],
    [
      "the soft memory limit before the hard one",
      { containerDefinitions: [{ cpu: 128, memory: 512, memoryReservation: 100 }] },
      { cpu: 128, memory: 100 },
    ],
    [
      "the task's size before its containers'",
      { cpu: "1024", memory: "2048", containerDefinitions: [{ cpu: 128, memory: 256 }] },
      { cpu: 1024, memory: 2048 },
    ],
    ["no CPU where none is named", { containerDefinitions: [{ memory: 256 }] }, { cpu: 0, memory: 256 }],
  ] as const;
  for (const [what, definition, reservation] of cases) {
    it(`takes ${what}`, () => {
      const containerDefinitions = definition.containerDefinitions.map((container) => ({ ...container }));
      expect(reservationOf({ ...definition, containerDefinitions })).to.deep.equal(reservation);
    });
  }
});

describe("the image that a task pulls", () => {
  let aws: RehearsedRegion;

  const create = async (container: object): Promise<void> => {
    await registerWeb(aws, container);
    await aws.call("ecs", "CreateService", {
      ...{ cluster: "main", serviceName: "web", taskDefinition: "web", desiredCount: 1, launchType: "EC2" },
    });
    aws.settle();
  };
  const push = (digest: string) => aws.region.observe({ kind: "image-pushed", image: "web:1", digest });
  const scale = async (desiredCount: number, more: object = {}) => {
    await aws.call("ecs", "UpdateService", { cluster: "main", service: "web", desiredCount, ...more });
    aws.settle();
  };
  const digests = async (): Promise<readonly unknown[]> => {
    const tasks = aws.tasks().map(({ taskArn }) => taskArn);
    const answer = await aws.call<{ tasks: { containers: { imageDigest?: string }[] }[] }>("ecs", "DescribeTasks", {
      cluster: "main",
      tasks,
    });
    return answer.tasks.map(({ containers }) => containers[0]?.imageDigest);
  };

  beforeEach(async () => {
    aws = new RehearsedRegion();
    await withFleet(aws, 2);
  });

  it("is the digest that the task definition names", async () => {
    await create({ image: "web@sha256:1" });
    expect(await digests()).to.deep.equal(["sha256:1"]);
  });

  it("isn't told where nobody has pushed the tag", async () => {
    await create({ image: "web:1" });
    expect(await digests()).to.deep.equal([undefined]);
  });

  it("stays the one of the deployment's first task, even where the tag has moved since", async () => {
    push("sha256:1");
    await create({ image: "web:1" });
    push("sha256:2");
    await scale(2);
    expect(await digests()).to.deep.equal(["sha256:1", "sha256:1"]);
    await scale(2, { forceNewDeployment: true });
    expect(new Set((await digests()).slice(-2))).to.deep.equal(new Set(["sha256:2"]));
  });

  it("is whatever the tag stands for when each task starts, where the container turns that off", async () => {
    push("sha256:1");
    await create({ image: "web:1", versionConsistency: "disabled" });
    push("sha256:2");
    await scale(2);
    expect(await digests()).to.deep.equal(["sha256:1", "sha256:2"]);
  });
});
