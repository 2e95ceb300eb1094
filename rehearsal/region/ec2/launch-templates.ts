import type {
  CreateLaunchTemplateCommandInput,
  CreateLaunchTemplateVersionCommandInput,
  DeleteLaunchTemplateCommandInput,
  DescribeLaunchTemplatesCommandInput,
  DescribeLaunchTemplateVersionsCommandInput,
  LaunchTemplate,
  LaunchTemplateVersion,
  ModifyLaunchTemplateCommandInput,
  RequestLaunchTemplateData,
  TagSpecification,
} from "@aws-sdk/client-ec2";
import { AwsError, type CallContext, type Operation } from "../operation";
import { randomHex } from "../random-hex";
import type { RegionState } from "../state";
import { parseAgentConfig } from "./agent-config";
import { instanceTypeOf } from "./instance-types";
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from "./state";
import { putLaunchTemplate, updateEc2 } from "./update-ec2";

/** Creates a template with version 1, which is also its default. */
export const createLaunchTemplate: Operation<CreateLaunchTemplateCommandInput> = (state, input, context) => {
  const launchTemplateName = input.LaunchTemplateName ?? "";
  if (!/^[a-zA-Z0-9().\-/_]{3,128}$/.test(launchTemplateName)) {
    throw new AwsError(
      "InvalidLaunchTemplateName.MalformedException",
      `Launch template name ${JSON.stringify(launchTemplateName)} is not allowed: use 3 to 128 letters, digits or ().-/_.`,
    );
  }
  if (Object.values(state.ec2.launchTemplates).some((other) => other.launchTemplateName === launchTemplateName)) {
    throw new AwsError("InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
  }
  const template: LaunchTemplateRecord = {
    launchTemplateId: `lt-${randomHex(context.random, 17)}`,
    launchTemplateName,
    defaultVersion: 1,
    versions: [newVersion(input, context)],
    tags: tagsFor(input.TagSpecifications, "launch-template"),
    createdAt: context.now,
  };
  return { state: putLaunchTemplate(state, template), output: { LaunchTemplate: describe(template) } };
};

/** Adds the next version; it becomes the default only through ModifyLaunchTemplate. */
export const createLaunchTemplateVersion: Operation<CreateLaunchTemplateVersionCommandInput> = (
  state,
  input,
  context,
) => {
  const template = launchTemplateOf(state, input.LaunchTemplateId, input.LaunchTemplateName);
  if (input.SourceVersion !== undefined) {
    throw new AwsError("NotModelled", "The rehearsal's region does not model SourceVersion; send the whole data.", 501);
  }
  const changed = { ...template, versions: [...template.versions, newVersion(input, context)] };
  return {
    state: putLaunchTemplate(state, changed),
    output: { LaunchTemplateVersion: describeVersion(changed, changed.versions.length) },
  };
};

/** Sets the default version. */
export const modifyLaunchTemplate: Operation<ModifyLaunchTemplateCommandInput> = (state, input) => {
  const template = launchTemplateOf(state, input.LaunchTemplateId, input.LaunchTemplateName);
  const changed = { ...template, defaultVersion: versionNumberOf(template, input.DefaultVersion) };
  return { state: putLaunchTemplate(state, changed), output: { LaunchTemplate: describe(changed) } };
};

/** All templates, or those named. */
export const describeLaunchTemplates: Operation<DescribeLaunchTemplatesCommandInput> = (state, input) => {
  const named = [
    ...(input.LaunchTemplateIds ?? []).map((id) => launchTemplateOf(state, id)),
    ...(input.LaunchTemplateNames ?? []).map((name) => launchTemplateOf(state, undefined, name)),
  ];
  const isFiltered = input.LaunchTemplateIds !== undefined || input.LaunchTemplateNames !== undefined;
  const templates = isFiltered ? named : Object.values(state.ec2.launchTemplates);
  return { state, output: { LaunchTemplates: templates.map(describe) } };
};

/** All versions of a template, newest first, or those named (numbers, `$Latest`, `$Default`). */
export const describeLaunchTemplateVersions: Operation<DescribeLaunchTemplateVersionsCommandInput> = (state, input) => {
  const template = launchTemplateOf(state, input.LaunchTemplateId, input.LaunchTemplateName);
  const numbers =
    input.Versions?.map((version) => versionNumberOf(template, version)) ??
    template.versions.map((_version, index) => index + 1).toReversed();
  return { state, output: { LaunchTemplateVersions: numbers.map((number) => describeVersion(template, number)) } };
};

/** Deletes a template with all its versions; what was launched from it stays. */
export const deleteLaunchTemplate: Operation<DeleteLaunchTemplateCommandInput> = (state, input) => {
  const template = launchTemplateOf(state, input.LaunchTemplateId, input.LaunchTemplateName);
  const { [template.launchTemplateId]: _deleted, ...launchTemplates } = state.ec2.launchTemplates;
  return { state: updateEc2(state, { launchTemplates }), output: { LaunchTemplate: describe(template) } };
};

/** The template by id, or by name where no id is given. */
const findLaunchTemplate = (
  state: RegionState,
  id: string | undefined,
  name?: string,
): LaunchTemplateRecord | undefined =>
  Object.values(state.ec2.launchTemplates).find(
    (template) => template.launchTemplateId === id || (id === undefined && template.launchTemplateName === name),
  );

/** The template by id or name; refuses what isn't there. */
export const launchTemplateOf = (state: RegionState, id: string | undefined, name?: string): LaunchTemplateRecord => {
  const found = findLaunchTemplate(state, id, name);
  if (found !== undefined) return found;
  throw id === undefined
    ? new AwsError(
        "InvalidLaunchTemplateName.NotFoundException",
        `The specified launch template, with template name ${name}, does not exist.`,
      )
    : new AwsError(
        "InvalidLaunchTemplateId.NotFound",
        `The specified launch template, with template ID ${id}, does not exist.`,
      );
};

/**
 * `$Latest`, `$Default` (also when left out) or a number, resolved at the moment of asking.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateSpecification.html
 */
export const versionNumberOf = (template: LaunchTemplateRecord, version = "$Default"): number => {
  if (version === "$Latest") return template.versions.length;
  const number = version === "$Default" ? template.defaultVersion : Number(version);
  if (template.versions[number - 1] === undefined) {
    throw new AwsError(
      "InvalidLaunchTemplateId.VersionNotFound",
      `Could not find launch template version ${version} for template ${template.launchTemplateId}.`,
    );
  }
  return number;
};

const newVersion = (
  input: CreateLaunchTemplateCommandInput | CreateLaunchTemplateVersionCommandInput,
  { now }: CallContext,
): LaunchTemplateVersionRecord => {
  const data: RequestLaunchTemplateData = input.LaunchTemplateData ?? {};
  // Refused here by name: an instance that can't be modelled must not fail later, when nobody is there to be told.
  parseAgentConfig(data.UserData ?? "");
  if (data.InstanceType !== undefined) instanceTypeOf(data.InstanceType);
  return input.VersionDescription === undefined
    ? { data, createdAt: now }
    : { data, description: input.VersionDescription, createdAt: now };
};

/** The tags that a request gives to one type of resource. */
export const tagsFor = (specifications: readonly TagSpecification[] | undefined, resourceType: string) =>
  (specifications ?? []).filter(({ ResourceType }) => ResourceType === resourceType).flatMap(({ Tags }) => Tags ?? []);

const describe = (template: LaunchTemplateRecord): LaunchTemplate => ({
  LaunchTemplateId: template.launchTemplateId,
  LaunchTemplateName: template.launchTemplateName,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: template.versions.length,
  CreateTime: new Date(template.createdAt),
  Tags: [...template.tags],
});

const describeVersion = (template: LaunchTemplateRecord, number: number): LaunchTemplateVersion => {
  const version = template.versions[number - 1];
  return {
    LaunchTemplateId: template.launchTemplateId,
    LaunchTemplateName: template.launchTemplateName,
    VersionNumber: number,
    VersionDescription: version?.description,
    DefaultVersion: number === template.defaultVersion,
    CreateTime: new Date(version?.createdAt ?? template.createdAt),
    LaunchTemplateData: version?.data as LaunchTemplateVersion["LaunchTemplateData"],
  };
};
