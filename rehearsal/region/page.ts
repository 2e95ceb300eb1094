import { AwsError } from "./operation";

/** What a caller may say about paging. */
export interface PageRequest {
  readonly nextToken?: string | undefined;
  readonly maxResults?: number | undefined;
}

/** One page, and how to ask for the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

/** Cuts the page that was asked for; `limit` is the API's largest and default page size. */
export const pageOf = <Item>(items: readonly Item[], request: PageRequest, limit: number): Page<Item> => {
  const start = Number(request.nextToken ?? "0");
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError(
      "InvalidParameterException",
      `Invalid token ${request.nextToken}: pass what the last page gave.`,
    );
  }
  const end = start + Math.min(request.maxResults ?? limit, limit);
  const page = items.slice(start, end);
  return end < items.length ? { items: page, nextToken: String(end) } : { items: page };
};
