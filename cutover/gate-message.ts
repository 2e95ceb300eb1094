import { beforeFlipParameter, type StackName } from "./parameter-names";
import type { GatePlan, GateReason } from "./plan-gate";
import { type Color, otherColor } from "./plan-weights";
import { quoted } from "./pulumi-command";

/** What the commands in a refusal are about. */
export interface GateSubjectNames extends StackName {
  readonly service: string;
  readonly gaining: Color;
  readonly cluster: string;
  /** The gaining colour's target group. */
  readonly groupArn: string;
  /** The gaining colour's ECS service. */
  readonly ecsService: string;
}

/** Why the weights stay as they are: each reason with its numbers and a command that helps. */
export const refusalText = (reasons: readonly GateReason[], names: GateSubjectNames): string =>
  [
    `${names.service}: ${names.gaining} is not ready for more requests, so its rule stays as it is.`,
    ...reasons.map((reason) => `  ${reason.kind}: ${words(reason, names)}`),
  ].join("\n");

/** Why a service that is ready stays where it is. */
export const heldBackText = (
  by: readonly string[],
  { service, gaining }: Pick<GateSubjectNames, "service" | "gaining">,
): string =>
  `${service}: ${gaining} is ready, but its rule stays as it is, since all services move together and ${by.join(", ")} ${by.length === 1 ? "is" : "are"} not ready; ` +
  "the reasons are told there.";

/** What the operator should know about a service that doesn't wait for the others. */
export const aloneWarning = (
  without: readonly string[],
  { service, gaining }: Pick<GateSubjectNames, "service" | "gaining">,
): string =>
  `${service}: waiting would cost requests, so its rule moves to ${gaining} without ${without.join(", ")}. ` +
  "When the reasons told there are gone, the same update again completes it.";

/** What the operator should know about weights that may change all the same. */
export const passWarning = (
  { healthy, unmet }: GatePlan & { kind: "pass-for-want-of-active" },
  { service, gaining }: Pick<GateSubjectNames, "service" | "gaining">,
): string =>
  `${service}: ${otherColor(gaining)} has no healthy target left, so ${gaining} may take over with ${healthy} healthy; ` +
  `otherwise it would have been refused: ${unmet.map(({ kind }) => kind).join(", ")}.`;

const words = (reason: GateReason, names: GateSubjectNames): string => {
  switch (reason.kind) {
    case "api-throttled":
      return `${reason.operation} was throttled (${reason.problem}). Wait a minute and repeat: ${update(names)}`;
    case "api-silent":
      return `${reason.operation} was not answered: ${reason.problem}. Check: aws sts get-caller-identity`;
    case "no-targets":
      return `${names.gaining} has no target at all. ${startFirst(names)}`;
    case "too-few-ready":
      return tooFew(reason, names);
    case "unattached":
      return `no rule leads to ${targets(reason.count)}, so nobody checks their health. Attach the group again: pulumi up --refresh --stack ${quoted(names.stack)}`;
    case "starting":
      return `${targets(reason.count)} not checked yet. See: ${healthCommand(names)}`;
    case "unhealthy":
      return `${targets(reason.count)} not healthy. See why: ${healthCommand(names)}`;
    case "leaving":
      return `${targets(reason.count)} on instances that go (${reason.instanceIds.join(", ")}) don't count. See: ${instancesCommand(names)}`;
    case "unknown-targets":
      return `${targets(reason.count)} healthy, but no task of ${names.ecsService}. See: ${healthCommand(names)}`;
    case "other-image":
      return `${targets(reason.count)} running ${reason.running.join(", ")} instead of ${reason.declared}. See: ${eventsCommand(names)}`;
    case "mixed-digests":
      return `one tag stands for ${reason.digests.length} images: ${reason.digests.join(", ")}. Start all tasks anew: ${deployCommand(names)}`;
    case "service-missing":
      return `ECS knows no active service of ${names.gaining}. Make it again: pulumi up --refresh --stack ${quoted(names.stack)}`;
    case "deployment-in-progress":
      return `${reason.running} of ${reason.desired} tasks running in ${reason.deployments} deployments. Wait for it: ${stableCommand(names)}`;
    case "deployment-failed":
      return `the last deployment of ${reason.name} failed. See: ${eventsCommand(names)}`;
    case "before-flip-failed":
      return `${reason.command} ended with exit code ${reason.exitCode}; the next flip runs it again. Read what it said: ${logCommand(reason, names)}`;
    case "before-flip-not-started":
      return `${reason.command} didn't start: ${reason.problem}. See what is free: ${instancesCommand(names, "ACTIVE")}`;
    case "before-flip-running":
      return `${reason.command} still runs after ${reason.seconds} s. Watch it, and flip again when it is done: ${logCommand(reason, names)}`;
    case "before-flip-unknown":
      return `${reason.command} was started at ${new Date(reason.startedAt).toISOString()}, and nobody knows what came of it. Read what it said: ${logCommand({ ...reason, task: undefined }, names)}; then ${forgetCommand(names)}, or write "state":"succeeded" there`;
  }
};

const tooFew = ({ ready, required }: GateReason & { kind: "too-few-ready" }, names: GateSubjectNames): string =>
  `${ready} ready, ${required.total} required, the most of ${otherColor(names.gaining)} healthy ${required.activeHealthy}, ` +
  `${otherColor(names.gaining)} desired ${required.activeDesired} and count.min ${required.floor}. ` +
  startFirst(names);

const targets = (count: number): string => (count === 1 ? "1 target" : `${count} targets`);

const update = ({ stack }: GateSubjectNames): string => `pulumi up --stack ${quoted(stack)}`;

/** Whatever keeps it small, its config or bounds that were let go after an earlier cutover: the command raises either. */
const startFirst = ({ gaining, stack }: GateSubjectNames): string =>
  `Have what is missing started before requests move: npm run cli -- flip ${gaining} --stack ${quoted(stack)}`;

const healthCommand = ({ groupArn }: GateSubjectNames): string =>
  `aws elbv2 describe-target-health --target-group-arn ${quoted(groupArn)}`;

const instancesCommand = ({ cluster }: GateSubjectNames, status = "DRAINING"): string =>
  `aws ecs list-container-instances --status ${status} --cluster ${quoted(cluster)}`;

/** A stream is named `<prefix>/<container>/<task>`: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html */
const logCommand = (
  { logGroup, task }: { readonly logGroup: string; readonly task: string | undefined },
  { gaining, service: container }: GateSubjectNames,
): string => {
  const stream = task === undefined ? "" : ` --log-stream-names ${gaining}/${container}/${task.split("/").at(-1)}`;
  return `aws logs tail ${quoted(logGroup)} --since 1d${stream}`;
};

const forgetCommand = (names: GateSubjectNames): string =>
  `take its entry out of ${beforeFlipParameter(names)} to run it again (aws ssm get-parameter, aws ssm put-parameter --overwrite)`;

const service = ({ cluster, ecsService }: GateSubjectNames): string =>
  `--cluster ${quoted(cluster)} --services ${quoted(ecsService)}`;

const eventsCommand = (names: GateSubjectNames): string => `aws ecs describe-services ${service(names)}`;

const stableCommand = (names: GateSubjectNames): string => `aws ecs wait services-stable ${service(names)}`;

const deployCommand = ({ cluster, ecsService }: GateSubjectNames): string =>
  `aws ecs update-service --force-new-deployment --cluster ${quoted(cluster)} --service ${quoted(ecsService)}`;
