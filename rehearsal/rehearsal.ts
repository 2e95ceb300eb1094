import { access, writeFile } from "node:fs/promises";
import { get } from "node:http";
import path from "node:path";
import { env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import type { Color } from "../cutover/plan-weights";
import { acquirePulumiCli } from "./engine/acquire-pulumi-cli";
import { withoutForeignVariables } from "./engine/engine-variables";
import { bundlePolicyPack, type PolicyPack } from "./engine/policy-pack";
import { PulumiProject, type UpdateResult } from "./engine/pulumi-project";
import { countOpenHandles } from "./leftovers";
import { createModelClock } from "./model-clock";
import { type AwsProvider, startAwsProvider } from "./provider/aws-provider";
import { startAwsxProvider } from "./provider/awsx-provider";
import { type Effects, startEffects } from "./region/effects/effects";
import { Region } from "./region/region";
import { emptyRegionState, type RegionState } from "./region/state";
import { type FakeSlack, startFakeSlack } from "./slack/fake-slack";
import { rehearsalStackConfig } from "./stack-config";
import { startEndpoint } from "./wire/endpoint";

/** How a rehearsal is set up. */
export interface RehearsalOptions {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Called with lines for people about work that takes long. */
  readonly show: (line: string) => void;
  /** Further or other keys of the stack file. @default none */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The token that Slack knows and the stack has as a secret. @default "xoxb-rehearsal" */
  readonly slackToken?: string;
  /** How long the load balancer's nodes take to follow a change, in milliseconds. @default 1000 */
  readonly propagationDelayMs?: number;
  /** Whether previews and updates check the policy pack, which takes each about 1.5 s of a processor. @default false */
  readonly checksPolicies?: boolean;
  /** How much faster than the machine's the region's clock runs, for everything that it does. @default 1 */
  readonly clockFactor?: number;
  /** From the launch of an instance until it takes tasks, in milliseconds of the region's clock. @default 300 */
  readonly launchLagMs?: number;
  /** Whether scheduled rules call their functions; without it, every call is somebody's that the rehearsal knows. @default false */
  readonly runsSchedules?: boolean;
}

type Closer = () => Promise<unknown>;

const projectDirectory = path.join(__dirname, "..");
/** How long the application may take to answer after an update, in milliseconds. */
const servingTimeoutMs = 60_000;
/** How long sockets and processes that were told to end may take, in milliseconds. */
const graceMs = 2_000;

/** Everything that one rehearsal needs, running: region, Slack, providers, and a stack that is initialised but not deployed. */
export class Rehearsal {
  private closers: Closer[] = [];
  private deployed = false;

  private constructor(
    public readonly signal: AbortSignal,
    public readonly region: Region,
    public readonly slack: FakeSlack,
    public readonly pulumi: PulumiProject,
    private readonly effects: Effects,
    private readonly provider: AwsProvider,
  ) {}

  /** Starts everything; what was started before something failed is stopped again. */
  public static async start(options: RehearsalOptions): Promise<Rehearsal> {
    const closers: Closer[] = [];
    const use = <Part>(part: Part, close: (part: Part) => Promise<unknown>): Part => {
      closers.unshift(() => close(part));
      return part;
    };
    try {
      const rehearsal = await Rehearsal.assemble(options, use);
      rehearsal.closers = closers;
      return rehearsal;
    } catch (error) {
      await closeAll(closers);
      throw error;
    }
  }

  private static async assemble(
    options: RehearsalOptions,
    use: <Part>(part: Part, close: (part: Part) => Promise<unknown>) => Part,
  ): Promise<Rehearsal> {
    const { signal, show, config, slackToken = "xoxb-rehearsal", ...model } = options;
    const { clockFactor = 1, checksPolicies = false } = options;
    const cli = await acquirePulumiCli({ variables: withoutForeignVariables(env), onProgress: show, signal });
    const clock = createModelClock(clockFactor);
    const region = new Region({ now: clock.now, state: initialState(model) });
    const call = region.call.bind(region);
    const [slack, endpoint, provider, awsx] = await Promise.all([
      startFakeSlack({ token: slackToken }).then((part) => use(part, closePart)),
      startEndpoint(call, (caller) => region.as(caller)).then((part) => use(part, closePart)),
      startAwsProvider({ call }).then((part) => use(part, closePart)),
      startAwsxProvider().then((part) => use(part, closePart)),
    ]);
    const providerPorts = { aws: provider.port, awsx: awsx.port };
    const projectOptions = { projectDirectory, cli, inherited: env, providerPorts, signal };
    const pulumi = use(await PulumiProject.create(projectOptions), (part) => part.remove());
    if (checksPolicies) pulumi.usePolicyPack(await bundlePolicies(pulumi, { ...config }));
    const effectsOptions = { bundleFolder: pulumi.workDirectory, endpointUrl: endpoint.url, clock };
    const effects = use(await startEffects(region, effectsOptions), closePart);

    const surroundings = { awsUrl: endpoint.url, slackUrl: slack.url };
    await writeStackFile(pulumi.stackName, { ...rehearsalStackConfig(surroundings), ...config });
    await pulumi.init();
    await pulumi.setConfig({ path: "slackToken", value: slackToken, isSecret: true });
    return new Rehearsal(signal, region, slack, pulumi, effects, provider);
  }

  /** Resources that exist: live ones are simulated with their effects, recorded ones only checked. */
  public resources(): { readonly live: number; readonly recorded: number } {
    const { live, recorded } = this.provider.counts();
    return { live, recorded };
  }

  /** Has `close` call this first. */
  public onClose(closer: Closer): void {
    this.closers.unshift(closer);
  }

  /** `pulumi up` that must succeed. */
  public async up(): Promise<UpdateResult> {
    this.deployed = true;
    return succeeded("pulumi up", await this.pulumi.up());
  }

  /** Sets the colour and previews, without updating. */
  public async previewFlip(to: Color): Promise<UpdateResult> {
    await this.pulumi.setConfig({ path: "activeColor", value: to });
    return succeeded("pulumi preview", await this.pulumi.preview());
  }

  /** `pulumi destroy` that must succeed. */
  public async destroy(): Promise<void> {
    succeeded("pulumi destroy", await this.pulumi.destroy());
    this.deployed = false;
  }

  /** Where the load balancer's only listener answers on this machine. */
  public appUrl(): string {
    const [listenerArn] = Object.keys(this.region.state.elbv2.listeners);
    const port = listenerArn === undefined ? undefined : this.effects.portOf(listenerArn);
    if (port === undefined) throw new Error("No listener yet: deploy first.");
    return `http://127.0.0.1:${port}/`;
  }

  /** Sends a signal to the process behind a task; false where none is alive. */
  public signalTask(taskArn: string, signal: "SIGCONT" | "SIGKILL" | "SIGSTOP"): boolean {
    const pid = this.effects.pidOf(taskArn);
    return pid !== undefined && process.kill(pid, signal);
  }

  /** Why functions failed, oldest first: everything that they printed but for entries of their logs. */
  public functionErrors(): readonly string[] {
    return this.effects
      .functionLogs()
      .flatMap(({ functionName, line }) => (line.startsWith("{") ? [] : [`${functionName}: ${line}`]));
  }

  /** Waits until every node of the load balancer leads to the application: an update ends before they all follow. */
  public async untilServing(): Promise<void> {
    const deadline = Date.now() + servingTimeoutMs;
    while (!(await answersEverywhere(this.appUrl()))) {
      if (Date.now() > deadline)
        throw new Error(`${this.appUrl()} did not answer within ${servingTimeoutMs / 1000} s.`);
      await sleep(100, undefined, { signal: this.signal });
    }
  }

  /** Stops everything; returns how much was left behind: resources not destroyed, open handles, files. */
  public async close(): Promise<number> {
    const { live, recorded } = this.resources();
    await closeAll(this.closers.splice(0));
    const deadline = Date.now() + graceMs;
    while (countOpenHandles() > 0 && Date.now() < deadline) await sleep(20);
    const files = await Promise.all([stackFile(this.pulumi.stackName), this.pulumi.workDirectory].map(exists));
    return (this.deployed ? live + recorded : 0) + countOpenHandles() + files.filter(Boolean).length;
  }
}

/** An empty region in which the model's own figures are set. */
const initialState = ({
  propagationDelayMs = 1_000,
  launchLagMs = emptyRegionState.ec2.launchLagMs,
  runsSchedules = false,
}: Pick<RehearsalOptions, "propagationDelayMs" | "launchLagMs" | "runsSchedules">): RegionState => {
  const { ec2, elbv2, events } = emptyRegionState;
  const propagation = { ...elbv2.propagation, delayMs: propagationDelayMs };
  return {
    ...emptyRegionState,
    ec2: { ...ec2, launchLagMs },
    elbv2: { ...elbv2, propagation },
    events: { ...events, runsSchedules },
  };
};

/** Asks over so many connections at once that every node gets some of them. */
const answersEverywhere = async (url: string): Promise<boolean> => {
  const answers = await Promise.all(Array.from({ length: 32 }, () => answers2xx(url)));
  return answers.every(Boolean);
};

const answers2xx = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once("error", () => resolve(false));
  });

const closePart = (part: { close(): Promise<unknown> }): Promise<unknown> => part.close();

/** Last started, first closed; one that fails doesn't keep the others open. */
const closeAll = async (closers: readonly Closer[]): Promise<void> => {
  const failures: unknown[] = [];
  for (const close of closers) await close().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, `Could not stop everything: ${failures.join("; ")}`);
};

const succeeded = (command: string, result: UpdateResult): UpdateResult => {
  if (result.exitCode === 0) return result;
  throw new Error(`${command} ended with exit code ${result.exitCode}:\n${result.stdout}\n${result.stderr}`);
};

/** A rehearsal of a production stack is checked as one. */
const bundlePolicies = (
  { stackName, workDirectory }: PulumiProject,
  { "switchyard:production": isProduction }: Readonly<Record<string, unknown>>,
): Promise<PolicyPack> => {
  const productionStacks = isProduction === true ? [stackName] : [];
  const policyConfig = { "production-load-balancers-are-protected": { productionStacks } };
  return bundlePolicyPack({ projectDirectory, directory: path.join(workDirectory, "policies"), config: policyConfig });
};

const stackFile = (stackName: string): string => path.join(projectDirectory, `Pulumi.${stackName}.yaml`);

const writeStackFile = (stackName: string, config: Readonly<Record<string, unknown>>): Promise<void> =>
  writeFile(stackFile(stackName), stringify({ config }));

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
