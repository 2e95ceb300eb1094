import { DescribeLaunchTemplateVersionsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import type { Retry } from "./drain-retry";

/** One version of a launch template. */
export interface LaunchTemplateVersion {
  readonly number: number;
  readonly imageId: string;
}

/** What new instances are launched from. */
export interface LaunchTemplates {
  latest(templateId: string): Promise<LaunchTemplateVersion>;
}

/** Launch templates through the EC2 API. */
export const createLaunchTemplates = (ec2: Pick<EC2Client, "send">, retry: Retry): LaunchTemplates => ({
  latest: async (templateId) => {
    const { LaunchTemplateVersions: found = [] } = await retry(() =>
      ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: templateId, Versions: ["$Latest"] })),
    );
    const [version] = found;
    if (version?.VersionNumber === undefined)
      throw new Error(`Launch template ${templateId} has no version. Check the id and the region.`);
    return { number: version.VersionNumber, imageId: version.LaunchTemplateData?.ImageId ?? "" };
  },
});
