import type { EC2Client } from "@aws-sdk/client-ec2";
import { expect } from "chai";
import { createLaunchTemplates } from "../../clients/launch-templates";
import { callOnce, fakeAwsClient } from "../support/fake-aws-client";

describe("createLaunchTemplates", () => {
  it("asks for the newest version alone", async () => {
    const { client, sent } = fakeAwsClient<EC2Client>((_call, index) =>
      index === 0
        ? { LaunchTemplateVersions: [{ VersionNumber: 7, LaunchTemplateData: { ImageId: "ami-7" } }] }
        : { LaunchTemplateVersions: [{ VersionNumber: 8 }] },
    );
    const templates = createLaunchTemplates(client, callOnce);
    expect(await templates.latest("lt-1")).to.deep.equal({ number: 7, imageId: "ami-7" });
    expect(await templates.latest("lt-1")).to.deep.equal({ number: 8, imageId: "" });
    expect(sent[0]).to.deep.equal({
      operation: "DescribeLaunchTemplateVersions",
      input: { LaunchTemplateId: "lt-1", Versions: ["$Latest"] },
    });
  });

  it("refuses a template without versions", async () => {
    const { client } = fakeAwsClient<EC2Client>(() => ({}));
    const failure = await createLaunchTemplates(client, callOnce)
      .latest("lt-1")
      .catch((error: Error) => error.message);
    expect(failure).to.equal("Launch template lt-1 has no version. Check the id and the region.");
  });
});
