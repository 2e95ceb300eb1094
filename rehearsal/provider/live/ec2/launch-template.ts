import type {
  CreateLaunchTemplateCommandInput,
  CreateLaunchTemplateCommandOutput,
  CreateLaunchTemplateVersionCommandInput,
  CreateLaunchTemplateVersionCommandOutput,
  DescribeLaunchTemplatesCommandOutput,
  LaunchTemplate,
  ModifyLaunchTemplateCommandInput,
} from "@aws-sdk/client-ec2";
import { unlessRefused } from "../../aws-calls";
import { hasChanged, type LiveContext, type LiveResource, type LiveType, type LiveUpdate } from "../../live-type";
import { flagIn, numberIn, textIn } from "../../properties";
import { dataProperties, launchTemplateDataOf } from "./launch-template-data";
import { tagSpecificationsOf, updateEc2Tags } from "./tag-ec2";

const notFound = ["InvalidLaunchTemplateId.NotFound", "InvalidLaunchTemplateId.NotFoundException"];

/** What makes a new version. */
const versioned = [...dataProperties, "description"];

/** `aws.ec2.LaunchTemplate`. */
export const launchTemplate: LiveType = {
  create: async (inputs, context) => {
    const { send, keep } = context;
    const input: CreateLaunchTemplateCommandInput = {
      LaunchTemplateData: launchTemplateDataOf(inputs),
      LaunchTemplateName: textIn(inputs, "name"),
      TagSpecifications: tagSpecificationsOf(inputs, "launch-template"),
      VersionDescription: textIn(inputs, "description"),
    };
    const answer = await send<CreateLaunchTemplateCommandOutput>("ec2", "CreateLaunchTemplate", input);
    const resource = await toResource(answer.LaunchTemplate ?? {}, context);
    keep(resource);
    return resource;
  },
  read: async ({ id }, context) => {
    const found = await describe(id, context);
    return found && toResource(found, context);
  },
  update: async (change, context) => {
    if (hasChanged(change, versioned)) await createVersion(change, context);
    else await setDefaultVersion(change, numberIn(change.news, "defaultVersion"), context);
    await updateEc2Tags(change, context);
    const found = await describe(change.id, context);
    return { defaultVersion: found?.DefaultVersionNumber, latestVersion: found?.LatestVersionNumber };
  },
  delete: async ({ id }, { send }) => {
    await unlessRefused(send("ec2", "DeleteLaunchTemplate", { LaunchTemplateId: id }), notFound);
  },
  outputsChangedBy: (olds, news) => {
    if (!hasChanged({ olds, news }, versioned)) return [];
    return flagIn(news, "updateDefaultVersion") === true ? ["latestVersion", "defaultVersion"] : ["latestVersion"];
  },
  filledIn: ["defaultVersion"],
};

const createVersion = async (change: LiveUpdate, context: LiveContext): Promise<void> => {
  const { id, news } = change;
  const input: CreateLaunchTemplateVersionCommandInput = {
    LaunchTemplateData: launchTemplateDataOf(news),
    LaunchTemplateId: id,
    VersionDescription: textIn(news, "description"),
  };
  const answer = await context.send<CreateLaunchTemplateVersionCommandOutput>(
    "ec2",
    "CreateLaunchTemplateVersion",
    input,
  );
  const isDefault = flagIn(news, "updateDefaultVersion") === true;
  const version = isDefault ? answer.LaunchTemplateVersion?.VersionNumber : numberIn(news, "defaultVersion");
  await setDefaultVersion(change, version, context);
};

/** A version that the program names is only sent when it changes. */
const setDefaultVersion = async (
  change: LiveUpdate,
  version: number | undefined,
  { send }: LiveContext,
): Promise<void> => {
  const isWanted = flagIn(change.news, "updateDefaultVersion") === true || hasChanged(change, ["defaultVersion"]);
  if (version === undefined || !isWanted) return;
  const input: ModifyLaunchTemplateCommandInput = { LaunchTemplateId: change.id, DefaultVersion: String(version) };
  await send("ec2", "ModifyLaunchTemplate", input);
};

const describe = async (id: string, { send }: LiveContext): Promise<LaunchTemplate | undefined> => {
  const input = { LaunchTemplateIds: [id] };
  const request = send<DescribeLaunchTemplatesCommandOutput>("ec2", "DescribeLaunchTemplates", input);
  return (await unlessRefused(request, notFound))?.LaunchTemplates?.[0];
};

const toResource = async (found: LaunchTemplate, { region, askAccountId }: LiveContext): Promise<LiveResource> => {
  const { LaunchTemplateId: id = "", LaunchTemplateName: name } = found;
  return {
    id,
    outputs: {
      arn: `arn:aws:ec2:${region}:${await askAccountId()}:launch-template/${id}`,
      defaultVersion: found.DefaultVersionNumber,
      latestVersion: found.LatestVersionNumber,
      name,
    },
  };
};
