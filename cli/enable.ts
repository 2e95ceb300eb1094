import { type Color, colors } from "../cutover/plan-weights";
import { refuseDuringCollection } from "../releases/collection-lock";
import { isSamePointer, type Pointer, parsePointer, planPointer } from "../releases/plan-pointer";
import { fallbackRelease } from "../releases/plan-release-id";
import { configureColors, type EnableContext, type EnableRequest } from "./enable-context";
import { formatEnabled, formatSwitch, rollbackOf } from "./format-enable";
import { exitCodes, type Outcome, Stop } from "./outcome";
import { requireFrontend } from "./parse-frontend";
import { planEnable } from "./plan-enable";
import type { ProbeResult } from "./plan-probe";
import { pointerType } from "./plan-targets";
import { previewAllowed } from "./preview-allowed";
import { probeRelease } from "./probe-release";
import { readStack, type Stack } from "./read-stack";
import type { ReleasePorts } from "./release";
import { releaseMessage } from "./release-message";
import { requireConfirmation } from "./require-confirmation";
import { requireReady } from "./require-ready";
import { readSlackToken, tellRelease } from "./tell-release";
import { readPointer, untilReadBack, updatePointer } from "./update-pointer";

/** Gives a colour a release: verifies, previews, asks, updates the pointer alone, reads it back. Config and `up`, no side door. */
export const enable = (request: EnableRequest, ports: ReleasePorts): Promise<Outcome> =>
  ports.alone(async () => {
    const startedAt = ports.clock.now();
    const { plan, ...prepared } = await prepare(request, ports);
    if (plan.kind === "refused") throw new Stop(exitCodes.refused, plan.reason, plan.message);
    if (plan.kind === "nothing-to-do") return nothingToDo(prepared.stack, prepared.color, request.id);
    const context = { ...prepared, plan, pointerUrn: pointerUrnOf(prepared.stack) };
    try {
      return await carryOut(context, startedAt);
    } catch (error) {
      // Where CloudFront has it, or might have, the config stays as asked for: `pulumi up` then completes it.
      if (!(error instanceof Stop && error.exitCode === exitCodes.failed)) await undo(context);
      throw error;
    }
  });

const prepare = async (request: EnableRequest, ports: ReleasePorts) => {
  const stack = await readStack(ports.pulumi, ports.region);
  const frontend = requireFrontend(stack);
  const stores = ports.connect(stack.config.aws, frontend);
  const files = await requireReady(stores.store, request.id, ports.signal);
  const { activeColor, entries } = stack.config;
  const { color = activeColor } = request;
  const pointers = { ...pointersOf(stack, color, request.id), live: await readPointer(stores, ports.signal) };
  const from = stack.config.colors[color].release ?? fallbackRelease;
  const plan = planEnable({ color, activeColor, from, to: request.id, entry: entries[color], pointers });
  return { stack, frontend, ports, stores, request, color, from, files, pointers, plan };
};

const pointersOf = ({ config }: Stack, color: Color, id: string) => {
  const configured = Object.fromEntries(
    colors.flatMap((each) => (config.colors[each].release === undefined ? [] : [[each, config.colors[each].release]])),
  );
  const toPointer = (releases: Readonly<Partial<Record<Color, string>>>): Pointer => {
    const plan = planPointer(config.activeColor, releases);
    if (plan.kind === "refused") throw new Stop(exitCodes.refused, plan.reason, plan.message);
    return parsePointer(plan.value);
  };
  return { configured: toPointer(configured), wanted: toPointer({ ...configured, [color]: id }) };
};

const nothingToDo = ({ stack }: Stack, color: Color, release: string): Outcome => ({
  exitCode: exitCodes.done,
  report: { stack, kind: "nothing-to-do", release, color },
  text: `${color} of ${stack} has ${release} already; nothing to do.`,
});

const pointerUrnOf = ({ resources }: Stack): string => {
  const urn = resources.find(({ type }) => type === pointerType)?.urn;
  if (urn !== undefined) return urn;
  throw new Stop(
    exitCodes.refused,
    "not-in-state",
    "Pulumi's state doesn't know the frontend's pointer. Complete the deployment first: pulumi up",
  );
};

const carryOut = async (context: EnableContext, startedAt: number): Promise<Outcome> => {
  const { stack, ports, request, plan, pointers, pointerUrn, color } = context;
  const { clock } = ports;
  await configureColors(context, plan.change);
  const intent = {
    pointer: pointerUrn,
    isWanted: isPointer(pointers.wanted),
    isKnown: (value: unknown) => plan.isThere || isPointer(pointers.live)(value),
  };
  const updates = await previewAllowed({ ...stack, targets: [pointerUrn], intent }, ports);
  if (updates.length === 0 && !plan.isThere) throw notPreviewed();
  const previewedAt = clock.now();
  for (const line of formatSwitch(context, updates)) ports.say(line);
  await requireConfirmation(`Enable ${request.id} on ${color} of ${stack.stack}?`, request.yes, ports);
  const updatedAt = clock.now();
  const token = readSlackToken(context);
  if (updates.length > 0) await update(context);
  await untilReadBack(context);
  await requireStillThere(context);
  const readBackAt = clock.now();
  const probe = await probeRelease(probeOf(context), ports);
  const tookSeconds = (readBackAt - startedAt) / 1000;
  const notified = await notify(context, { probe, tookSeconds, token });
  const seconds = {
    preview: (previewedAt - startedAt) / 1000,
    update: (readBackAt - updatedAt) / 1000,
    total: (clock.now() - startedAt) / 1000,
  };
  return formatEnabled(context, { updates, probe, notified, seconds });
};

interface Observed {
  readonly probe: ProbeResult;
  readonly tookSeconds: number;
  readonly token: Promise<string | undefined>;
}

/** What only testers can see is nobody's news. */
const notify = (context: EnableContext, { token, ...observed }: Observed): Promise<string> => {
  const { stack, color, from, request, plan, ports } = context;
  if (!plan.isLive) return Promise.resolve("nobody, as viewers get nothing new");
  const names = { stack, color, from, to: request.id, requestedBy: ports.operator };
  return tellRelease(releaseMessage({ ...names, ...observed, rollback: rollbackOf(context) }), token, context);
};

/** A collection may have begun since the release was verified. */
const update = async (context: EnableContext): Promise<void> => {
  const { ports, stores, request } = context;
  await requireReady(stores.store, request.id, ports.signal);
  await refuseDuringCollection(stores.store, ports.clock.now(), ports.signal).catch(({ message }: Error) => {
    throw new Stop(exitCodes.refused, "collecting", message);
  });
  await updatePointer(context);
};

/** Or in the moment of the write: either the collection sees the new pointer then, or this sees what the collection has done. */
const requireStillThere = ({ stores, request, from, color }: EnableContext): Promise<unknown> =>
  requireReady(stores.store, request.id, AbortSignal.timeout(lastLook)).catch(() => {
    const back = `npm run cli -- release enable ${from} --color ${color}`;
    const text = `${request.id} was enabled, but is not complete any more: a collection was deleting it. Go back at once: ${back}`;
    throw new Stop(exitCodes.failed, "collected", text);
  });

/** Milliseconds. */
const lastLook = 30_000;

const isPointer =
  (pointer: Pointer) =>
  (value: unknown): boolean => {
    try {
      return isSamePointer(parsePointer(String(value)), pointer);
    } catch {
      return false;
    }
  };

const notPreviewed = (): Stop =>
  new Stop(
    exitCodes.refused,
    "state-differs",
    "Pulumi's state has the pointer that is asked for, but CloudFront doesn't, so an update would change nothing. Nothing was changed. " +
      "Somebody else has written it: run pulumi refresh, then repeat.",
  );

/** A file that is there to be asked about the version, or else the page, as every file of a release names it in a header. */
const probeOf = ({ frontend, files, request, plan }: EnableContext) => {
  const path = files.some((file) => file.path === "version.json") ? "/version.json" : "/";
  return {
    url: frontend.url === undefined ? undefined : `${frontend.url}${path}`,
    release: request.id,
    ...(plan.isLive ? {} : { cookie: `__release=${request.id}` }),
  };
};

/** Sets the config back; what can't be set back is told. */
const undo = async (context: EnableContext): Promise<void> => {
  try {
    await configureColors(context, context.plan.undo);
  } catch (error) {
    context.ports.say(`The config could not be set back (${String(error)}); see: git diff`);
  }
};
