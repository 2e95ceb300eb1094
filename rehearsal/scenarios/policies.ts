import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { policies as all } from "../../policies/all";
import type { PolicyViolation } from "../engine/parse-violations";
import type { UpdateResult } from "../engine/pulumi-project";
import { Rehearsal } from "../rehearsal";
import { previewBrokenStack } from "./policies-broken-stack";
import { policiesResult } from "./policies-report";
import type { Scenario, ScenarioOptions } from "./scenario";
import { taskList } from "./steps";

const root = join(__dirname, "..", "..");

/** Shows that each policy of the pack finds what breaks it, and nothing in the stacks that are meant to be deployed. */
export const policies: Scenario = {
  name: "policies",
  summary: "preview a stack that breaks every policy, then the real ones, with the policy pack",
  run: async (options) => {
    const step = taskList(options.progress);
    const broken = await step(
      "Preview a stack that breaks every policy",
      (show) => previewBrokenStack({ signal: options.signal, show }).then(violationsOf),
      describe,
    );
    const real: Record<string, readonly PolicyViolation[]> = {};
    for (const [name, config] of Object.entries(await realStacks())) {
      real[name] = await step(`Preview ${name}`, (show) => previewRealStack(config, { ...options, show }), describe);
    }
    return policiesResult({ policies: all, broken, real });
  },
};

type Config = Readonly<Record<string, unknown>>;

/** The stack files with the rehearsal's `aws:` keys and Slack; what they don't say is Pulumi.yaml's default. */
const realStacks = async (): Promise<Readonly<Record<string, Config>>> => ({
  rehearsal: {},
  staging: await ownConfig("staging"),
  prod: await ownConfig("prod"),
});

const ownConfig = async (stack: string): Promise<Config> => {
  const { config } = parse(await readFile(join(root, `Pulumi.${stack}.yaml`), "utf8")) as { readonly config: Config };
  const own = Object.entries(config).filter(([key]) => !key.startsWith("aws:"));
  return {
    "switchyard:exposure": undefined,
    ...Object.fromEntries(own.map(([key, value]) => [`switchyard:${key}`, value])),
  };
};

const previewRealStack = async (
  config: Config,
  { signal, show }: Pick<ScenarioOptions, "signal"> & { readonly show: (line: string) => void },
): Promise<readonly PolicyViolation[]> => {
  const rehearsal = await Rehearsal.start({ signal, show, config, checksPolicies: true });
  try {
    return violationsOf(await rehearsal.pulumi.preview());
  } finally {
    await rehearsal.close();
  }
};

/** A preview fails for its violations, or for a reason that has nothing to do with policies. */
const violationsOf = ({ violations, exitCode, stdout, stderr }: UpdateResult): readonly PolicyViolation[] => {
  if (exitCode === 0 || violations.length > 0) return violations;
  throw new Error(`pulumi preview failed:\n${stdout}\n${stderr}`);
};

const describe = (violations: readonly PolicyViolation[]): string => `${violations.length} violations`;
