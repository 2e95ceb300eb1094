import { createRequire } from "node:module";
import { modelTime } from "../model-clock";
import type { ToParent, ToRuntime } from "./messages";

type Handler = (event: unknown, context: object) => unknown;

const [entry = "", handlerName = "", factor = "1", origin = "0"] = process.argv.slice(2);

const tell = (message: ToParent): void => void process.send?.(message);

/** The function's own clock must agree with the region's, which may run faster than the machine's. */
const setClock = (): void => {
  const clock = { factor: Number(factor), origin: Number(origin) };
  if (clock.factor === 1) return;
  const realNow = Date.now.bind(Date);
  const now = (): number => modelTime(clock, realNow());
  globalThis.Date = new Proxy(Date, {
    construct: (target, values, newTarget) =>
      Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
    get: (target, key, receiver) => (key === "now" ? now : Reflect.get(target, key, receiver)),
  });
  shortenPauses(clock.factor);
};

/** What a function sleeps by that clock; the SDK's limits for calls, which are made in real time, stay as they are. */
const shortenPauses = (factor: number): void => {
  const timers = createRequire(__filename)("node:timers/promises") as { setTimeout: (ms: number) => Promise<unknown> };
  const realSleep = timers.setTimeout;
  timers.setTimeout = (milliseconds) => realSleep(milliseconds / factor);
};

const loadHandler = (): Handler => {
  const loaded: unknown = createRequire(entry)(entry);
  const handler = (loaded as Readonly<Record<string, unknown>>)[handlerName];
  if (typeof handler === "function") return handler as Handler;
  throw new Error(`${entry} exports no function ${handlerName}.`);
};

const answer = async (handler: Handler, { event, context }: ToRuntime): Promise<ToParent> => {
  try {
    return { kind: "answered", answer: await handler(event, context) };
  } catch (error) {
    return { kind: "failed", error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
};

const run = (): void => {
  // Whoever started this process is gone: nobody would ever stop it.
  process.once("disconnect", () => process.exit(0));
  setClock();
  try {
    const handler = loadHandler();
    process.on("message", (message) => void answer(handler, message as ToRuntime).then(tell));
    tell({ kind: "ready" });
  } catch (error) {
    process.send?.({ kind: "failed", error: String(error) } satisfies ToParent, () => process.exit(1));
  }
};

run();
