import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { acquireEmulators, type EmulatorSearch } from "../emulators/acquire-emulators";

/** The real `aws` command against an endpoint; answers what it printed. */
export type AwsCli = (endpoint: string, args: readonly string[]) => Promise<string>;

/** The pinned `aws` command, or why it can't be had. */
export type AcquiredAwsCli =
  | { readonly kind: "ready"; readonly run: AwsCli }
  | { readonly kind: "missing"; readonly reason: string };

/** Finds the pinned AWS CLI in the cache or installs it there: what releases are compared with is the same everywhere. */
export const acquireAwsCli = async ({
  variables,
  onProgress,
}: Pick<EmulatorSearch, "variables" | "onProgress">): Promise<AcquiredAwsCli> => {
  const requirementsFile = join(__dirname, "requirements.txt");
  const what = "the AWS CLI that releases are compared with";
  const acquired = await acquireEmulators({ variables, onProgress, requirementsFile, what });
  if (acquired.kind === "missing") return acquired;
  const file = join(acquired.binDirectory, "aws");
  const env = { ...variables, ...identity };
  const run: AwsCli = async (endpoint, args) =>
    (await promisify(execFile)(file, [...args, "--endpoint-url", endpoint], { env })).stdout;
  return { kind: "ready", run };
};

/** Of nobody; and no file of the user's can change what the command does. */
const identity = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret",
  AWS_DEFAULT_REGION: "eu-west-1",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
};
