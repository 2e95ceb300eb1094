import type { AlarmState } from "../clients/alarms";
import type { AwsSessionSettings } from "../clients/aws-session";
import type { RunningTask } from "../clients/running-tasks";
import type { TargetHealth } from "../clients/target-health";
import type { StackName } from "../cutover/parameter-names";
import type { LiveTruthPorts } from "../cutover/read-live-truth";
import type { LiveBounds } from "../standby/plan-bounds";
import type { connectReleases } from "./connect-releases";
import type { StackReader, StackWriter } from "./pulumi-cli";

/** What the commands ask AWS, besides the records and the rules. Every call may fail or hang. */
export interface AwsPorts extends LiveTruthPorts {
  targetHealth(groupArn: string, signal: AbortSignal): Promise<readonly TargetHealth[]>;
  runningTasks(
    place: { readonly cluster: string; readonly service: string },
    signal: AbortSignal,
  ): Promise<readonly RunningTask[]>;
  /** Between which numbers of tasks autoscaling keeps services, by resource id (`service/<cluster>/<service>`). */
  describeBounds(resourceIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, LiveBounds>>;
  /** Moves these bounds; AWS then starts or stops tasks. */
  setBounds(resourceId: string, bounds: LiveBounds, signal: AbortSignal): Promise<unknown>;
  /** The alarms of these names that exist, in AWS's words. */
  alarmStates(names: readonly string[], signal: AbortSignal): Promise<readonly AlarmState[]>;
  /** Replaces the value of the parameter `cutover`. */
  writeNote(text: string, signal: AbortSignal): Promise<unknown>;
}

/** Everything outside of a command. */
export interface CliPorts {
  readonly pulumi: StackReader & StackWriter;
  /** AWS as the stack's config reaches it. */
  readonly aws: (stack: StackName & { readonly aws: AwsSessionSettings }) => AwsPorts;
  /** One line of progress, for people. */
  readonly say: (line: string) => void;
  /** Undefined where nobody can be asked. */
  readonly confirm: (question: string) => Promise<boolean | undefined>;
  readonly clock: {
    /** Epoch milliseconds. */
    now(): number;
    sleep(milliseconds: number): Promise<unknown>;
  };
  /**
   * Runs a command that takes over the terminal; undefined where the AWS CLI or its session-manager-plugin is missing.
   */
  readonly runInTerminal: (command: readonly string[]) => Promise<number | undefined>;
  /** Who runs the command. */
  readonly operator: string;
  /** The environment's AWS region, where the config names none. */
  readonly region: string | undefined;
  /** The bucket of the frontend's releases. @default nobody looks whether they are complete */
  readonly connectReleases?: typeof connectReleases;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The same, but heedless of Ctrl-C: for what takes things back. */
  readonly regardless: () => CliPorts;
}

/** How long AWS may take for one answer, its own repetitions included. Milliseconds. */
export const patience = 10_000;
