/** Whether AWS refused a call for coming too often. */
export const isThrottled = (error: unknown): boolean =>
  error instanceof Error && /Throttl|RequestLimitExceeded|TooManyRequests/.test(error.name);
