import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { effectKey, leaseKey } from "../../consumption/plan-keys";
import type { Item } from "../region/dynamodb/state";
import type { RecordedCall } from "../region/region";

/** What became of the messages. */
export interface ConsumptionFigures {
  readonly lost: number;
  readonly effectsTwice: number;
  readonly receives: number;
  readonly receivedWithoutLease: number;
  /** Deliveries of messages beyond the first. */
  readonly redelivered: number;
  /** From the new `declared` until the other colour received, in milliseconds. */
  readonly handoversMs: readonly number[];
}

/** What a region saw of one worker service. */
export interface ConsumptionFacts {
  readonly service: string;
  /** What was sent: each message's body names its effect. */
  readonly sent: readonly string[];
  readonly items: readonly Item[];
  readonly calls: readonly RecordedCall[];
  /** The colour of a task by its keys, undefined for whoever isn't one. */
  readonly colorOf: (caller: string | undefined) => string | undefined;
  /** How long a renewal lasts, in milliseconds. */
  readonly leaseMs: number;
}

/** Counts what was lost, what came twice and who received without the right to. */
export const measureConsumption = (facts: ConsumptionFacts): ConsumptionFigures => {
  const { service, sent, items, calls } = facts;
  const times = new Map(items.map((item) => [item["id"]?.S ?? "", Number(item["times"]?.N ?? 0)]));
  const effects = sent.map((body) => times.get(effectKey(service, body)) ?? 0);
  const receives = calls.filter(({ operation, caller }) => operation === "ReceiveMessage" && facts.colorOf(caller));
  return {
    lost: effects.filter((count) => count === 0).length,
    effectsTwice: effects.filter((count) => count > 1).length,
    receives: receives.length,
    receivedWithoutLease: countUnheld(facts),
    redelivered: calls.filter(({ operation }) => operation === "GetItem").length - sent.length,
    handoversMs: handovers(facts),
  };
};

/**
 * Replays the lease: a receive needs that its own task renewed within the lease's length and hasn't released since, and that
 * no other colour has had the lease since then, both when the call came and when it was answered. Calls are in the order in
 * which they were answered.
 */
const countUnheld = ({ service, calls, colorOf, leaseMs }: ConsumptionFacts): number => {
  const replay = new LeaseReplay(leaseMs);
  let unheld = 0;
  for (const { at, operation, input, error, caller } of calls) {
    const color = colorOf(caller);
    if (caller === undefined || color === undefined || error !== undefined) continue;
    if (isLeaseUpdate(operation, input, service)) replay.update({ at, caller, color }, isRelease(input));
    else if (operation === "ReceiveMessage" && !replay.isHeld({ at, caller, color })) unheld += 1;
  }
  return unheld;
};

interface Act {
  readonly at: number;
  readonly caller: string;
  readonly color: string;
}

/** Who has the lease, as its granted updates say. */
class LeaseReplay {
  private readonly renewedAt = new Map<string, number>();
  private holder: string | undefined;
  private takenOverAt = 0;

  public constructor(private readonly leaseMs: number) {}

  public update({ at, caller, color }: Act, isReleased: boolean): void {
    if (isReleased) {
      this.renewedAt.delete(caller);
      return;
    }
    this.renewedAt.set(caller, at);
    if (this.holder !== color) this.takenOverAt = at;
    this.holder = color;
  }

  public isHeld({ at, caller, color }: Act): boolean {
    const renewed = this.renewedAt.get(caller);
    return renewed !== undefined && this.holder === color && at >= this.takenOverAt && at <= renewed + this.leaseMs;
  }
}

const isLeaseUpdate = (operation: string, input: unknown, service: string): input is UpdateItemCommandInput =>
  operation === "UpdateItem" && (input as UpdateItemCommandInput).Key?.["id"]?.S === leaseKey(service);

const isRelease = ({ UpdateExpression = "" }: UpdateItemCommandInput): boolean => UpdateExpression.startsWith("DELETE");

/** From every change of `declared` to the first receive of a colour that didn't receive last. */
const handovers = ({ calls, colorOf }: ConsumptionFacts): readonly number[] => {
  const answered = calls.filter(({ error }) => error === undefined);
  const changes = answered.filter(({ operation, input }) => operation === "PutParameter" && isDeclared(input));
  const receives = answered.filter(({ operation, caller }) => operation === "ReceiveMessage" && colorOf(caller));
  const firsts = receives.filter(
    ({ caller }, index) => index > 0 && colorOf(caller) !== colorOf(receives[index - 1]?.caller),
  );
  return firsts.flatMap(({ at }) => {
    const change = changes.findLast((earlier) => earlier.at <= at);
    return change === undefined ? [] : [at - change.at];
  });
};

const isDeclared = (input: unknown): boolean =>
  String((input as { readonly Name?: string }).Name).endsWith("/declared");
