import { invalid, requireRange } from "./refusals";

/** The largest page, and the default one. Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeRules.html */
const maxPageSize = 400;

/** What every paged `Describe*` takes. */
export interface MarkerRequest {
  readonly Marker?: string | undefined;
  readonly PageSize?: number | undefined;
}

/** One page, and the marker of the next where there is more. */
export interface MarkedPage<Item> {
  readonly items: Item[];
  readonly next: { readonly NextMarker?: string };
}

/** Cuts the page that was asked for. */
export const pageByMarker = <Item>(items: readonly Item[], { Marker, PageSize }: MarkerRequest): MarkedPage<Item> => {
  requireRange("PageSize", PageSize, [1, maxPageSize]);
  const start = Number(Marker ?? "0");
  if (!Number.isInteger(start) || start < 0) throw invalid(`Marker ${Marker} is not one that the last page returned.`);
  const end = start + (PageSize ?? maxPageSize);
  return { items: items.slice(start, end), next: end < items.length ? { NextMarker: String(end) } : {} };
};
