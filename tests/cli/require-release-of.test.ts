import { expect } from "chai";
import { flip } from "../../cli/flip";
import type { CliPorts } from "../../cli/ports";
import { bucketName, RehearsedSite, smallBuild } from "../releases/rehearsed-site";
import { CliModel, colorEntry, stopOf } from "./cli-model";

describe("a flip to a colour with a frontend release", () => {
  let site: RehearsedSite;
  let model: CliModel;
  let hasFrontend: boolean;
  let bucket: string;

  beforeEach(async () => {
    site = new RehearsedSite();
    await site.start();
    await site.deploy("frontend_b", site.build(smallBuild("b")));
    model = new CliModel();
    model.config["switchyard:green"] = colorEntry("2", { release: "frontend_b" });
    [hasFrontend, bucket] = [true, bucketName];
  });
  afterEach(() => site.stop());

  const state = async (): Promise<string> => {
    const { deployment } = JSON.parse(await model.ports.pulumi.state()) as { deployment: { resources: object[] } };
    const outputs = { releaseBucket: bucketName, pointerStoreArn: site.storeArn };
    const frontend = { urn: "urn:frontend", type: "switchyard:index:StaticFrontend", outputs };
    return JSON.stringify({ deployment: { resources: [...deployment.resources, ...(hasFrontend ? [frontend] : [])] } });
  };
  const ports = (): CliPorts => ({
    ...model.ports,
    pulumi: { ...model.ports.pulumi, state },
    connectReleases: () => ({ store: site.store(bucket), pointer: site.pointer }),
  });
  const lose = (Key: string): Promise<unknown> => site.region.call("s3", "DeleteObject", { Bucket: bucketName, Key });

  it("goes on where all of the release is there", async () => {
    expect((await flip({ to: "green", yes: true }, ports())).exitCode).to.equal(0);
  });

  for (const [key, reason] of [
    ["pool/assets/app-b.js", "incomplete"],
    ["meta/frontend_b.json", "no-such-release"],
  ] as const) {
    it(`is refused without ${key}, before anything is changed`, async () => {
      await lose(key);
      const stop = await stopOf(flip({ to: "green", yes: true }, ports()));

      expect([stop.exitCode, stop.reason]).to.deep.equal([3, reason]);
      expect([model.switch, model.updates]).to.deep.equal([["blue", 0], []]);
    });
  }

  it("goes on, and says so, where the bucket can't be asked", async () => {
    bucket = "other-bucket";
    expect((await flip({ to: "green", yes: true }, ports())).exitCode).to.equal(0);
    expect(model.said.find((line) => line.startsWith("Warning: nobody says"))).to.match(
      /^Warning: nobody says whether the release frontend_b of green is complete: The bucket other-bucket doesn't exist\./,
    );
  });

  it("asks nobody where the stack has no frontend, or the colour serves already", async () => {
    hasFrontend = false;
    await lose("meta/frontend_b.json");
    expect((await flip({ to: "green", yes: true }, ports())).exitCode).to.equal(0);
    hasFrontend = true;
    expect((await flip({ to: "green", yes: true }, ports())).report).to.include({ kind: "nothing-to-do" });
  });
});
