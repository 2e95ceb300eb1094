import { asList, asRecord } from "./as-record";

/** Where a deployed stack's frontend is. */
export interface Frontend {
  readonly bucket: string;
  /** Of the KeyValueStore that says which release is live. */
  readonly pointerStoreArn: string;
  /** Where visitors come in; absent where the state doesn't say. */
  readonly url?: string;
}

const componentType = "switchyard:index:StaticFrontend";

/** The frontend of a stack; throws where it has none. */
export const requireFrontend = ({ frontend }: { readonly frontend: Frontend | undefined }): Frontend => {
  if (frontend !== undefined) return frontend;
  throw new Error("This stack has no frontend yet. Deploy one first: exposure is cloudfront, then pulumi up.");
};

/** Finds the frontend in what `pulumi stack export` prints; undefined where the stack has none. */
export const findFrontend = (text: string): Frontend | undefined => {
  const { resources } = asRecord(asRecord(JSON.parse(text))["deployment"]);
  const component = asList(resources)
    .map(asRecord)
    .find(({ type }) => type === componentType);
  const { releaseBucket, pointerStoreArn, url } = asRecord(component?.["outputs"]);
  if (typeof releaseBucket === "string" && typeof pointerStoreArn === "string") {
    return { bucket: releaseBucket, pointerStoreArn, ...(typeof url === "string" ? { url } : {}) };
  }
  return undefined;
};
