import { shares } from "./message-parts";
import type { StackName } from "./parameter-names";
import type { LiveTruth, LiveTruthStop } from "./plan-live-truth";
import type { ServiceReadBack } from "./plan-read-back";
import type { Weights } from "./plan-weights";
import { pulumiCommand, quoted } from "./pulumi-command";

/** The variable by which an operator has it all the same, once. */
export const overrideVariable = "SWITCHYARD_OVERRIDE";

/** Why the update doesn't begin, and every way out with its command. */
export const stopText = ({ stop, override }: LiveTruth & { kind: "stop" }, { stack }: StackName): string =>
  [...reasonLines(stop), ...wayLines(stop, stack), overrideLine(stop, override, stack)].join("\n");

/** What to tell the operator about an update that may begin; nothing where all is as expected. */
export const truthWarning = (truth: Exclude<LiveTruth, { kind: "stop" }>): string | undefined => {
  switch (truth.kind) {
    case "first-deployment":
    case "in-step":
    case "flip":
      return undefined;
    case "heal":
      return (
        `An update ended halfway: the load balancer follows the config for ${truth.done.join(", ")}, but the record doesn't say so. ` +
        `This update completes it${truth.pending.length === 0 ? "" : `, for ${truth.pending.join(", ")} too`}. ` +
        "Should the record not be among its changes, repeat it with --refresh."
      );
    case "overridden":
      return `Overridden with ${overrideVariable}: ${reasonLines(truth.stop).join(" ")}`;
  }
};

const reasonLines = (stop: LiveTruthStop): readonly string[] => {
  switch (stop.kind) {
    case "live-differs":
      return [
        "The load balancer does neither what was declared nor what the config wants; somebody else changed it.",
        ...stop.services.map((read) => `  ${read.service}: live ${liveText(read, stop.declared)}`),
        `  declared: ${shares(stop.declared)}`,
        `  config: ${shares(stop.config)}`,
      ];
    case "declared-lost":
      return [
        'The parameter "declared" is gone, though this stack has been deployed: nobody can say whether the load balancer does what it should.',
      ];
    case "record-unreadable":
      return [`What was declared can't be compared with what is live. ${stop.problem}`];
    case "api-silent":
      return [`AWS doesn't say what the load balancer does: ${stop.problem}`];
    case "rolled-back":
      return [
        `${stop.color} was rolled back, and the config gives requests to exactly the same images of ${stop.color} again.`,
      ];
  }
};

const liveText = (read: ServiceReadBack, declared: Weights): string => {
  switch (read.kind) {
    case "as-declared":
      return `${shares(declared)}, as declared`;
    case "weights-differ":
      return shares(read.weights);
    case "groups-differ":
      return [
        ...read.missing.map((color) => `without ${color}'s target group`),
        ...read.foreign.map(({ groupArn, weight }) => `with weight ${weight} for ${groupArn}`),
      ].join(", ");
    case "rule-missing":
      return "nothing, its listener rule is gone";
  }
};

const wayLines = (stop: LiveTruthStop, stack: string): readonly string[] => {
  switch (stop.kind) {
    case "live-differs":
      return stop.adopt === undefined
        ? ["To adopt what is live: impossible, since no activeColor and shift say it."]
        : [`To adopt what is live: ${pulumiCommand(stack, stop.adopt)}`];
    case "declared-lost":
    case "record-unreadable":
      return [
        "To adopt what is live: look at the load balancer's rules, set activeColor and shift to what they do, then override.",
      ];
    case "api-silent":
      return ["Check the credentials and the network with: aws sts get-caller-identity"];
    case "rolled-back":
      return [
        `To go on: set another image in ${stop.color}.images, or set activeColor and shift in the stack file back to what is live and commit it.`,
      ];
  }
};

const overrideLine = ({ kind }: LiveTruthStop, override: string, stack: string): string => {
  // Without a refresh Pulumi would compare with its own state, see no change and leave the load balancer as it is.
  const refresh = kind === "rolled-back" || kind === "api-silent" ? "" : " --refresh";
  return `To override, once and only for what is said here: ${overrideVariable}=${override} pulumi up${refresh} --stack ${quoted(stack)}`;
};
