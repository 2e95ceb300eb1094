import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { stringify } from "yaml";
import { acquirePulumiCli } from "../engine/acquire-pulumi-cli";
import { withoutForeignVariables } from "../engine/engine-variables";
import { bundlePolicyPack, type PolicyPack } from "../engine/policy-pack";
import { PulumiProject, type UpdateResult } from "../engine/pulumi-project";
import { type AwsProvider, startAwsProvider } from "../provider/aws-provider";
import { Region } from "../region/region";
import type { RehearsalOptions } from "../rehearsal";

const repository = join(__dirname, "..", "..");
const projectDirectory = join(__dirname, "policies-broken");

/** How the program is previewed. */
export interface BrokenStackOptions extends Pick<RehearsalOptions, "signal" | "show"> {
  /** @default the project's own pack, with every policy advisory, so that one preview tells all violations */
  readonly choosePack?: (project: PulumiProject) => Promise<PolicyPack>;
}

/** Previews the program whose resources break the policies that they are named after. */
export const previewBrokenStack = async (options: BrokenStackOptions): Promise<UpdateResult> => {
  const region = new Region();
  const provider = await startAwsProvider({ call: region.call.bind(region) });
  try {
    return await previewWith(provider, options);
  } finally {
    await provider.close();
  }
};

const previewWith = async (
  { port }: AwsProvider,
  { signal, show, choosePack = bundleAdvisoryPack }: BrokenStackOptions,
): Promise<UpdateResult> => {
  const cli = await acquirePulumiCli({ variables: withoutForeignVariables(env), onProgress: show, signal });
  const providerPorts = { aws: port };
  const project = await PulumiProject.create({ projectDirectory, cli, inherited: env, providerPorts, signal });
  try {
    const stackFile = join(projectDirectory, `Pulumi.${project.stackName}.yaml`);
    await writeFile(stackFile, stringify({ config: { "aws:region": "eu-west-1" } }));
    await project.init();
    project.usePolicyPack(await choosePack(project));
    return await project.preview();
  } finally {
    await project.remove();
  }
};

/** The engine stops at mandatory violations before it looks at the stack as a whole. */
const bundleAdvisoryPack = ({ stackName, workDirectory }: PulumiProject): Promise<PolicyPack> =>
  bundlePolicyPack({
    projectDirectory: repository,
    directory: join(workDirectory, "policies"),
    config: {
      all: "advisory",
      "production-load-balancers-are-protected": { enforcementLevel: "advisory", productionStacks: [stackName] },
    },
  });
