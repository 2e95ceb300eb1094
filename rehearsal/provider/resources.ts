import { type AwsCall, sendCalls } from "./aws-calls";
import { liveTypes } from "./live/live-types";
import type { LiveContext, LiveResource, LiveType } from "./live-type";
import { PartialFailure } from "./partial-failure";
import {
  inputsAfterRead,
  previewCreation,
  previewUpdate,
  type StateChange,
  stateAfterUpdate,
  stateOf,
} from "./preview-outputs";
import type { Properties } from "./properties";
import type { ProviderSettings } from "./provider-settings";
import { recordResource } from "./recorded-resource";
import { requireResourceFacts } from "./resource-facts";
import type { ResourceRegistry } from "./resource-registry";
import { waitUntil } from "./wait-until";

/** What all operations share. */
export interface ResourcesOptions {
  readonly call: AwsCall;
  readonly registry: ResourceRegistry;
  /** Milliseconds between two questions while something is waited for. */
  readonly pollMs: number;
}

/** One operation on one resource, as the engine asks for it. */
export interface ResourceRequest {
  readonly type: string;
  readonly urn: string;
  readonly settings: ProviderSettings;
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
}

/** A resource as the engine stores it. */
export interface StoredResource {
  readonly id: string;
  readonly state: Properties;
}

/** The life of resources: live ones by AWS calls, all others recorded. */
export class Resources {
  private accountId: Promise<string> | undefined;

  public constructor(private readonly options: ResourcesOptions) {}

  /** Creates a resource, or says in a preview what is known of it. */
  public async create(request: ResourceRequest, inputs: Properties, isPreview: boolean): Promise<StoredResource> {
    const { type, urn } = request;
    const live = liveTypeOf(type);
    this.log("create", urn, isPreview);
    if (isPreview) return { id: "", state: previewCreation(type, inputs, live) };
    const make = live === undefined ? this.record(request, inputs) : this.createLive(live, request, inputs);
    const { id, outputs } = await make;
    this.options.registry.add(urn, id, live === undefined ? "recorded" : "live");
    return { id, state: stateOf(inputs, { ...outputs, id }) };
  }

  /** What a refresh finds; undefined where the resource is gone. */
  public async read(request: ResourceRequest, stored: StoredResource & { readonly inputs: Properties }) {
    const { type, urn } = request;
    const { id, state, inputs } = stored;
    const live = liveTypeOf(type);
    this.log("read", urn, false);
    if (live === undefined) {
      if (Object.keys(state).length > 0) return stored;
      throw new Error(`The rehearsal only records resources of type ${type}: it cannot look up ${id}.`);
    }
    const found = await live.read(
      { id, state },
      this.contextOf(request, () => undefined),
    );
    if (found === undefined) {
      this.options.registry.remove(urn, id);
      return undefined;
    }
    const foundInputs = inputsAfterRead(inputs, found.inputs);
    return { id: found.id, inputs: foundInputs, state: stateOf({ ...state, ...foundInputs }, found.outputs) };
  }

  /** Updates a resource, or says in a preview what is known of it afterwards. */
  public async update(
    request: ResourceRequest,
    change: StateChange & { readonly id: string },
    isPreview: boolean,
  ): Promise<Properties> {
    const { type, urn } = request;
    const live = liveTypeOf(type);
    this.log("update", urn, isPreview);
    if (isPreview) return previewUpdate(change, live);
    if (live === undefined) return stateAfterUpdate(change, {});
    let kept: LiveResource | undefined;
    const context = this.contextOf(request, (resource) => {
      kept = resource;
    });
    try {
      return stateAfterUpdate(change, await live.update(change, context));
    } catch (error) {
      if (kept === undefined) throw error;
      throw new PartialFailure(
        { id: kept.id, state: stateAfterUpdate(change, kept.outputs), inputs: change.news },
        error,
      );
    }
  }

  /** Deletes a resource; one that is gone already is no error. */
  public async delete(request: ResourceRequest, stored: StoredResource): Promise<void> {
    const { type, urn } = request;
    this.log("delete", urn, false);
    await liveTypeOf(type)?.delete(
      stored,
      this.contextOf(request, () => undefined),
    );
    this.options.registry.remove(urn, stored.id);
  }

  private async createLive(live: LiveType, request: ResourceRequest, inputs: Properties): Promise<LiveResource> {
    refuseOtherRegion(request, inputs);
    let kept: LiveResource | undefined;
    const context = this.contextOf(request, (resource) => {
      kept = resource;
    });
    try {
      return await live.create(inputs, context);
    } catch (error) {
      if (kept === undefined) throw error;
      this.options.registry.add(request.urn, kept.id, "live");
      const state = stateOf(inputs, { ...kept.outputs, id: kept.id });
      throw new PartialFailure({ id: kept.id, state, inputs }, error);
    }
  }

  private async record({ type, urn, settings }: ResourceRequest, inputs: Properties): Promise<LiveResource> {
    return recordResource({ type, urn, inputs, region: settings.region, accountId: await this.askAccountId() });
  }

  private askAccountId(): Promise<string> {
    this.accountId ??= sendCalls(this.options.call)<{ Account?: string }>("sts", "GetCallerIdentity", {}).then(
      ({ Account = "" }) => Account,
    );
    return this.accountId;
  }

  private contextOf({ settings, timeoutMs, signal }: ResourceRequest, keep: LiveContext["keep"]): LiveContext {
    const { call, pollMs } = this.options;
    return {
      send: sendCalls(call),
      region: settings.region,
      askAccountId: () => this.askAccountId(),
      timeoutMs,
      waitUntil: waitUntil({ timeoutMs, pollMs, signal }),
      keep,
    };
  }

  private log(operation: "create" | "read" | "update" | "delete", subject: string, isPreview: boolean): void {
    this.options.registry.operations.push({ operation, subject, isPreview });
  }
}

/** How a type is made live, undefined where it is recorded; throws where the rehearsal doesn't know it. */
const liveTypeOf = (type: string): LiveType | undefined => {
  requireResourceFacts(type);
  return liveTypes[type];
};

const refuseOtherRegion = ({ type, settings }: ResourceRequest, inputs: Properties): void => {
  const region = inputs["region"] ?? settings.region;
  if (region === settings.region) return;
  throw new Error(`The rehearsal simulates one region, ${settings.region}: it has no ${type} in ${String(region)}.`);
};
