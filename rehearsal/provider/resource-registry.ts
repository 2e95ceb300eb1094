/** Live resources exist in the local region, recorded ones only in the stack's state. */
export type ResourceKind = "live" | "recorded";

/** How many resources exist, and which. */
export interface ResourceCounts {
  readonly live: number;
  readonly recorded: number;
  /** URNs in the order of creation. */
  readonly urns: Readonly<Record<ResourceKind, readonly string[]>>;
}

/** What the provider did; in a preview, what it would do. */
export interface ProviderOperation {
  readonly operation: "create" | "read" | "update" | "delete" | "invoke";
  /** URN of the resource, or token of the function. */
  readonly subject: string;
  readonly isPreview: boolean;
}

/** Which resources exist and what was done; during a replacement one URN stands for two resources. */
export class ResourceRegistry {
  /** Everything since the start, oldest first. */
  public readonly operations: ProviderOperation[] = [];
  private readonly existing = new Map<string, { readonly urn: string; readonly kind: ResourceKind }>();

  /** Remembers a resource that exists from now on. */
  public add(urn: string, id: string, kind: ResourceKind): void {
    this.existing.set(keyOf(urn, id), { urn, kind });
  }

  /** Forgets a resource that is gone. */
  public remove(urn: string, id: string): void {
    this.existing.delete(keyOf(urn, id));
  }

  /** What exists now. */
  public counts(): ResourceCounts {
    const urnsOf = (wanted: ResourceKind): string[] =>
      [...this.existing.values()].filter(({ kind }) => kind === wanted).map(({ urn }) => urn);
    const urns = { live: urnsOf("live"), recorded: urnsOf("recorded") };
    return { live: urns.live.length, recorded: urns.recorded.length, urns };
  }
}

const keyOf = (urn: string, id: string): string => `${urn}\n${id}`;
