import { createThrottleRetry } from "../clients/drain-retry";
import { errorText } from "../cutover/error-text";
import { pointerBeforeVariable } from "../releases/guard-pointer";
import { isSamePointer, type Pointer, parsePointer, pointerText } from "../releases/plan-pointer";
import type { ReleaseStores } from "./connect-releases";
import type { EnableContext } from "./enable-context";
import { exitCodes, Stop } from "./outcome";
import { planUpdateFailure } from "./plan-update-failure";
import type { CommandResult } from "./run-command";
import { errorLines } from "./settle";

/** What CloudFront has; stops where it doesn't say. */
export const readPointer = async ({ pointer }: ReleaseStores, signal: AbortSignal): Promise<Pointer> => {
  try {
    return parsePointer(await pointer.get("active", signal));
  } catch (error) {
    throw new Stop(
      exitCodes.failed,
      "pointer-unreadable",
      `The live release can't be read: ${errorText(error)}. Nothing was changed. Try again; where there is no key, run pulumi up --refresh.`,
    );
  }
};

/** Updates in all, the first one included, while other writers of the store are in the way. */
const attempts = 5;

/** `pulumi up` for the pointer alone; stops where it fails, with how far it came. */
export const updatePointer = async (context: EnableContext): Promise<void> => {
  const { ports, stack, request, color, pointers, plan, pointerUrn } = context;
  const message = `Enable ${request.id} on ${color} of ${stack.stack}, requested by ${ports.operator}`;
  const variables = plan.isThere ? {} : { [pointerBeforeVariable]: JSON.stringify(pointers.live) };
  const { clock, random } = ports;
  const sleep = async (milliseconds: number): Promise<void> => void (await clock.sleep(milliseconds));
  const retry = createThrottleRetry({ attempts, random, sleep, isTransient: (error) => error instanceof InTheWay });
  await retry(async () => {
    const result = await ports.pulumi.update({ targets: [pointerUrn], message, variables });
    if (result.exitCode !== 0) throw await failureOf(context, result);
  }).catch((error: unknown) => {
    throw error instanceof InTheWay ? error.stop : error;
  });
};

/** Another writer of the same store came first, and the pointer is still what it was: worth another try. */
class InTheWay extends Error {
  public constructor(public readonly stop: Stop) {
    super(stop.message);
  }
}

const failureOf = async (context: EnableContext, result: CommandResult): Promise<Error> => {
  const { ports, stores, pointers } = context;
  const ended = ports.signal.aborted ? "was interrupted" : `ended with exit code ${result.exitCode}`;
  // What is live matters also, and above all, after Ctrl-C.
  const live = await readPointer(stores, AbortSignal.timeout(patience)).catch(() => undefined);
  if (live === undefined) {
    return new Stop(
      exitCodes.failed,
      "unknown",
      `pulumi up ${ended}, and CloudFront doesn't say what is live. ${again}`,
    );
  }
  if (isSamePointer(live, pointers.wanted)) {
    return new Stop(
      exitCodes.failed,
      "halfway",
      `pulumi up ${ended} after CloudFront got the pointer. ${again}\n${errorLines(result)}`,
    );
  }
  const plan = planUpdateFailure(`${result.stdout}${result.stderr}`, isSamePointer(live, pointers.live));
  const exitCode = ports.signal.aborted ? exitCodes.interrupted : exitCodes.refused;
  const texts = {
    "active-changed": `active changed to ${pointerText(live)} while this update was being prepared. Nothing was changed by it.`,
    "update-running": "Another update of this stack is running. Nothing was changed. Repeat when it has ended.",
    "update-refused": `pulumi up ${ended}; the pointer is what it was.`,
    "in-the-way": `pulumi up ${ended}: others write to the same KeyValueStore. The pointer is what it was; try again.`,
  };
  const stop = new Stop(exitCode, plan.kind, `${texts[plan.kind]}\n${errorLines(result)}`.trimEnd());
  return plan.kind === "in-the-way" && !ports.signal.aborted ? new InTheWay(stop) : stop;
};

const again = "The config is as asked for; pulumi up completes it.";

/** Milliseconds: for one answer; for the pointer to be read back; between two looks. */
const patience = 10_000;
const watch = { total: 30_000, pause: 500 } as const;

/** Waits until CloudFront says what was written; stops where it doesn't. */
export const untilReadBack = async ({ ports, stores, pointers }: EnableContext): Promise<void> => {
  const giveUpAt = ports.clock.now() + watch.total;
  for (;;) {
    const live = await readPointer(stores, AbortSignal.timeout(patience)).catch(() => undefined);
    if (live !== undefined && isSamePointer(live, pointers.wanted)) return;
    if (ports.clock.now() + watch.pause > giveUpAt || ports.signal.aborted) throw notReadBack(live, pointers.wanted);
    await ports.clock.sleep(watch.pause);
  }
};

const notReadBack = (live: Pointer | undefined, wanted: Pointer): Stop => {
  const found = live === undefined ? "CloudFront doesn't say what is live" : `active changed to ${pointerText(live)}`;
  const text = `pulumi up succeeded, but ${found}; it should be ${pointerText(wanted)}. See: npm run cli -- release list`;
  return new Stop(exitCodes.failed, "not-read-back", text);
};
