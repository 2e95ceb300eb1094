/**
 * Which messages of a batch are done, by what the function answered. With ReportBatchItemFailures those that it names stay,
 * and all of them where the answer isn't one or names a message that wasn't in the batch.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export const settleBatch = (
  messageIds: readonly string[],
  answer: unknown,
  reportsFailures: boolean,
): readonly string[] => {
  if (!reportsFailures || answer === null || answer === undefined) return messageIds;
  const { batchItemFailures = null } = answer as { readonly batchItemFailures?: unknown };
  // An empty object means success, too.
  if (batchItemFailures === null) return messageIds;
  if (!Array.isArray(batchItemFailures)) return [];
  const kept = batchItemFailures.map((failure: { readonly itemIdentifier?: unknown }) => failure?.itemIdentifier);
  if (kept.some((id) => typeof id !== "string" || !messageIds.includes(id))) return [];
  return messageIds.filter((id) => !kept.includes(id));
};
